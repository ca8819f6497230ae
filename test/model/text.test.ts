import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineSchema, paragraphSchema } from '../../shared/model/text.ts';
import { refusals } from './refusals.ts';

const line = lineSchema(1, 10);
const paragraph = paragraphSchema(5, 20);

const forbidden = [
  ['a null character', '\u0000'],
  ['a backspace', '\b'],
  ['a vertical tab', '\v'],
  ['a form feed', '\f'],
  ['an escape', '\u001b'],
  ['a delete', '\u007f'],
  ['the first control character of Latin-1', '\u0080'],
  ['a next-line character', '\u0085'],
  ['the last control character of Latin-1', '\u009f'],
  ['an Arabic letter mark', '\u061c'],
  ['a left-to-right mark', '\u200e'],
  ['a right-to-left mark', '\u200f'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a left-to-right embedding', '\u202a'],
  ['a right-to-left embedding', '\u202b'],
  ['a pop of the direction', '\u202c'],
  ['a left-to-right override', '\u202d'],
  ['a right-to-left override', '\u202e'],
  ['a left-to-right isolate', '\u2066'],
  ['a right-to-left isolate', '\u2067'],
  ['a first-strong isolate', '\u2068'],
  ['a pop of the isolate', '\u2069'],
  ['the first half of a surrogate pair alone', '\ud842'],
  ['the second half of a surrogate pair alone', '\udfb7'],
] as const;

describe('a line of text', () => {
  it.each([
    ['is trimmed of ASCII and full-width spaces', ' \t王芳\u3000 ', '王芳'],
    ['is composed: e and an accent are one letter', 'Cafe\u0301', 'Café'],
    ['keeps Hangul together', '\u1112\u1161\u11ab', '한'],
    ['keeps full-width letters as they were typed', 'ＡＢＣ', 'ＡＢＣ'],
    ['keeps spaces inside', '王 芳', '王 芳'],
    ['keeps rare characters', '𠮷㛃龘', '𠮷㛃龘'],
    ['keeps emoji', '👍', '👍'],
    ['keeps markup: it is text', '<b>&amp;', '<b>&amp;'],
  ])('%s', (_, typed, kept) => {
    expect(line.parse(typed)).toBe(kept);
  });

  it.each(forbidden)('refuses %s', (_, character) => {
    expect(refusals(line, `王${character}芳`)).toEqual(['CONTROL_CHARACTERS']);
  });

  it.each([
    ['a line feed', '\n'],
    ['a carriage return', '\r'],
    ['both', '\r\n'],
    ['a tab', '\t'],
  ])('refuses %s', (_, lineBreak) => {
    expect(refusals(line, `王${lineBreak}芳`)).toEqual(['CONTROL_CHARACTERS']);
  });

  it.each([
    ['10 letters', 'a'.repeat(10), []],
    ['11 letters', 'a'.repeat(11), ['too_big']],
    ['10 Chinese characters', '补'.repeat(10), []],
    ['11 characters beyond the 16-bit plane', '𠮷'.repeat(11), ['too_big']],
    ['10 letters between spaces', `  ${'a'.repeat(10)}  `, []],
    ['10 letters with their accents apart', 'e\u0301'.repeat(10), []],
    ['no letter', '', ['too_small']],
    ['nothing but spaces', '  \t\u3000', ['too_small']],
  ])('is measured after trimming and composing: %s', (_, typed, expected) => {
    expect(refusals(line, typed)).toEqual(expected);
  });

  it.each([null, undefined, 7, true, {}, ['王芳']])('is text, not %j', (value) => {
    expect(refusals(line, value)).toEqual(['invalid_type']);
  });

  it('that was taken is taken again unchanged', async () => {
    await fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (typed) => {
        const first = line.safeParse(typed);
        if (first.success) expect(line.parse(first.data)).toBe(first.data);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a paragraph', () => {
  it('keeps its line breaks, all of one kind', () => {
    expect(paragraph.parse('第一行\r\n第二行\n第三行')).toBe('第一行\n第二行\n第三行');
  });

  it('keeps its tabs', () => {
    expect(paragraph.parse('数量\t单价\t金额')).toBe('数量\t单价\t金额');
  });

  it('counts a line break of either kind as one character', () => {
    expect(refusals(paragraph, `${'a'.repeat(10)}\r\n${'b'.repeat(9)}`)).toEqual([]);
    expect(refusals(paragraph, `${'a'.repeat(10)}\r\n${'b'.repeat(10)}`)).toEqual(['too_big']);
  });

  it('is composed and trimmed before it is measured', () => {
    expect(refusals(paragraph, '  补收   ')).toEqual(['too_small']);
    expect(paragraph.parse('\n e\u0301e\u0301e\u0301e\u0301e\u0301 \n')).toBe('ééééé');
  });

  it.each(forbidden)('refuses %s', (_, character) => {
    expect(refusals(paragraph, `按合同${character}补收`)).toEqual(['CONTROL_CHARACTERS']);
  });
});
