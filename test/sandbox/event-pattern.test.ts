import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../sandbox/event-pattern.ts';
import type { Json } from '../../sandbox/template.ts';

const record = {
  eventName: 'MODIFY',
  dynamodb: { NewImage: { kind: { S: 'request' }, pk: { S: 'R#chg_1' }, amount: { N: '250' } } },
};

function matches(pattern: Json): boolean {
  return compilePattern(pattern)(record);
}

describe('a filter of an event source mapping', () => {
  test.each<[string, Json, boolean]>([
    ['an exact text', { eventName: ['INSERT', 'MODIFY'] }, true],
    ['another text', { eventName: ['REMOVE'] }, false],
    ['a nested field', { dynamodb: { NewImage: { kind: { S: ['request'] } } } }, true],
    ['a prefix', { dynamodb: { NewImage: { pk: { S: [{ prefix: 'R#' }] } } } }, true],
    ['a suffix', { dynamodb: { NewImage: { pk: { S: [{ suffix: '_2' }] } } } }, false],
    ['a field that exists', { dynamodb: { NewImage: { pk: { S: [{ exists: true }] } } } }, true],
    ['a field that must not exist', { dynamodb: { OldImage: { pk: { S: [{ exists: false }] } } } }, true],
    ['anything but some texts', { eventName: [{ 'anything-but': ['REMOVE'] }] }, true],
    ['anything but a prefix', { dynamodb: { NewImage: { pk: { S: [{ 'anything-but': { prefix: 'R#' } }] } } } }, false],
    ['a range of numbers', { dynamodb: { NewImage: { amount: { N: [{ numeric: ['>', 100, '<=', 250] }] } } } }, true],
    ['one of several patterns', { $or: [{ eventName: ['REMOVE'] }, { eventName: ['MODIFY'] }] }, true],
    ['all of several fields', { eventName: ['MODIFY'], eventSource: ['aws:dynamodb'] }, false],
  ])('understands %s', (_, pattern, expected) => {
    expect(matches(pattern)).toBe(expected);
  });

  test('is refused when it uses an operator nobody taught the sandbox', () => {
    expect(() => matches({ eventName: [{ wildcard: 'M*' }] })).toThrow('{"wildcard":"M*"}');
    expect(() => matches({ eventName: [{ numeric: ['~', 1] }] })).toThrow('numeric');
  });
});
