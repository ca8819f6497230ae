import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeriodRule } from '../../shared/model/charge-template.ts';
import { addDays, daysFrom } from '../../shared/model/dates.ts';
import { periodAfter, periodOf } from '../../shared/templates/period-of.ts';
import { date } from '../support/ledger.ts';

describe('the period of a template', () => {
  it.each<[PeriodRule, string, string, string]>([
    ['this-month', '2026-10-12', '2026-10-01', '2026-10-31'],
    ['this-month', '2028-02-29', '2028-02-01', '2028-02-29'],
    ['last-month', '2026-10-12', '2026-09-01', '2026-09-30'],
    ['last-month', '2026-01-01', '2025-12-01', '2025-12-31'],
    ['next-month', '2026-12-31', '2027-01-01', '2027-01-31'],
    ['next-month', '2026-01-31', '2026-02-01', '2026-02-28'],
    ['this-quarter', '2026-10-12', '2026-10-01', '2026-12-31'],
    ['this-quarter', '2026-03-31', '2026-01-01', '2026-03-31'],
    ['this-quarter', '2026-06-01', '2026-04-01', '2026-06-30'],
  ])('%s, entered on %s, is %s to %s', (rule, today, start, end) => {
    expect(periodOf(rule, date(today))).toEqual({ start, end });
  });

  it('is left open where the rule is none', () => {
    expect(periodOf('none', date('2026-10-12'))).toBeUndefined();
  });
});

describe('the period after another', () => {
  it.each([
    ['a month', '2026-10-01', '2026-10-31', '2026-11-01', '2026-11-30'],
    ['a short month', '2026-02-01', '2026-02-28', '2026-03-01', '2026-03-31'],
    ['the last month of a year', '2026-12-01', '2026-12-31', '2027-01-01', '2027-01-31'],
    ['a quarter', '2026-10-01', '2026-12-31', '2027-01-01', '2027-03-31'],
    ['a year', '2026-01-01', '2026-12-31', '2027-01-01', '2027-12-31'],
    ['ten days', '2026-10-06', '2026-10-15', '2026-10-16', '2026-10-25'],
    ['one day', '2026-10-31', '2026-10-31', '2026-11-01', '2026-11-01'],
    ['a month from the middle', '2026-09-15', '2026-10-14', '2026-10-15', '2026-11-13'],
  ])('%s', (_, start, end, nextStart, nextEnd) => {
    expect(periodAfter({ start: date(start), end: date(end) })).toEqual({ start: nextStart, end: nextEnd });
  });

  it('begins on the next day and is as long, or as many whole months', async () => {
    const offset = fc.integer({ min: 0, max: 3000 });
    await fc.assert(
      fc.property(offset, fc.integer({ min: 0, max: 400 }), (from, length) => {
        const start = addDays(date('2024-01-01'), from);
        const end = addDays(start, length);
        const next = periodAfter({ start, end });
        expect(next.start).toBe(addDays(end, 1));
        const areMonths = start.endsWith('-01') && next.start.endsWith('-01');
        if (areMonths) expect(addDays(next.end, 1).endsWith('-01')).toBe(true);
        else expect(daysFrom(next.start, next.end)).toBe(daysFrom(start, end));
      }),
    );
  });
});
