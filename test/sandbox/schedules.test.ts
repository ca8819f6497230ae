import { describe, expect, test } from 'vitest';
import { parseScheduleExpression } from '../../sandbox/schedule-expression.ts';

const from = Date.parse('2026-11-22T04:00:00Z');

function next(expression: string, timezone = 'Asia/Shanghai'): string | undefined {
  const at = parseScheduleExpression(expression, timezone).nextAfter(from);
  return at === undefined ? undefined : new Date(at).toISOString();
}

describe('a schedule', () => {
  test.each([
    ['rate(5 minutes)', '2026-11-22T04:05:00.000Z'],
    ['rate(1 day)', '2026-11-23T00:00:00.000Z'],
    ['cron(0 2 * * ? *)', '2026-11-22T18:00:00.000Z'],
    ['cron(0 9 ? * 2-6 *)', '2026-11-23T01:00:00.000Z'],
    ['cron(0 9 ? * MON-FRI *)', '2026-11-23T01:00:00.000Z'],
    ['cron(0 9 ? * 6#3 *)', '2026-12-18T01:00:00.000Z'],
    ['cron(30 23 L * ? *)', '2026-11-30T15:30:00.000Z'],
    ['cron(0/15 8-18 ? * 1 *)', '2026-11-22T04:15:00.000Z'],
    ['cron(0 2 1 1 ? 2027)', '2026-12-31T18:00:00.000Z'],
    ['at(2026-12-01T02:00:00)', '2026-11-30T18:00:00.000Z'],
  ])('written %s is next due at %s', (expression, expected) => {
    expect(next(expression)).toBe(expected);
  });

  test('that is over has no next time', () => {
    expect(next('at(2020-01-01T00:00:00)')).toBeUndefined();
  });

  test('that cannot be read is refused', () => {
    expect(() => next('rate(5 fortnights)')).toThrow('rate(5 fortnights)');
  });
});
