import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInCalendar } from '../../shared/arrivals/generated/calendar-2025-2026.ts';
import { joins, withStretch } from '../../shared/arrivals/working-calendar.ts';
import { addWorkingDays, beyondCalendar, isWorkingDay } from '../../shared/arrivals/working-days.ts';
import { fieldErrorsOf } from '../../shared/errors/field-errors.ts';
import { addDays, daysFrom } from '../../shared/model/dates.ts';
import { type CalendarStretch, calendarStretchSchema } from '../../shared/model/working-calendar.ts';
import { date } from '../support/ledger.ts';

const after = (start: string, days: number) => addWorkingDays(builtInCalendar, date(start), days);

describe('the built-in calendar', () => {
  it('has the weekdays off that the State Council announced for 2025 and 2026', () => {
    expect(builtInCalendar.holidays).toEqual([
      '2025-01-01',
      '2025-01-28',
      '2025-01-29',
      '2025-01-30',
      '2025-01-31',
      '2025-02-03',
      '2025-02-04',
      '2025-04-04',
      '2025-05-01',
      '2025-05-02',
      '2025-05-05',
      '2025-06-02',
      '2025-10-01',
      '2025-10-02',
      '2025-10-03',
      '2025-10-06',
      '2025-10-07',
      '2025-10-08',
      '2026-01-01',
      '2026-01-02',
      '2026-02-16',
      '2026-02-17',
      '2026-02-18',
      '2026-02-19',
      '2026-02-20',
      '2026-02-23',
      '2026-04-06',
      '2026-05-01',
      '2026-05-04',
      '2026-05-05',
      '2026-06-19',
      '2026-09-25',
      '2026-10-01',
      '2026-10-02',
      '2026-10-05',
      '2026-10-06',
      '2026-10-07',
    ]);
  });

  it('has the weekend days on which work is made up for (调休)', () => {
    expect(builtInCalendar.workdays).toEqual([
      '2025-01-26',
      '2025-02-08',
      '2025-04-27',
      '2025-09-28',
      '2025-10-11',
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
  });

  it('covers the two announced years and no day more', () => {
    expect([builtInCalendar.from, builtInCalendar.until]).toEqual(['2025-01-01', '2026-12-31']);
    expect(isWorkingDay(builtInCalendar, date('2026-12-31'))).toBe(true);
    expect(isWorkingDay(builtInCalendar, date('2027-01-01'))).toBe(beyondCalendar);
    expect(isWorkingDay(builtInCalendar, date('2024-12-31'))).toBe(beyondCalendar);
  });
});

describe('so many working days after a date', () => {
  it.each([
    ['an ordinary Monday', '2026-11-09', 1, '2026-11-10'],
    ['a Friday', '2026-11-06', 1, '2026-11-09'],
    ['a Saturday, counted from Monday', '2026-11-07', 1, '2026-11-10'],
    ['a Sunday, none at all', '2026-11-08', 0, '2026-11-09'],
    ['a worked Saturday before Spring Festival', '2026-02-14', 0, '2026-02-14'],
    ['the Friday before it: Saturday counts', '2026-02-13', 1, '2026-02-14'],
    ['the worked Saturday: the festival lies between', '2026-02-14', 1, '2026-02-24'],
    ['the eve of the festival, three days', '2026-02-13', 3, '2026-02-25'],
    ['the week after it: Saturday 28 February counts', '2026-02-27', 1, '2026-02-28'],
    ['a day inside the festival', '2026-02-18', 1, '2026-02-25'],
    ['the last day before National Day', '2026-09-30', 1, '2026-10-08'],
    ['the same, three days: Saturday 10 October counts', '2026-09-30', 3, '2026-10-10'],
    ['the same, four days: Sunday does not', '2026-09-30', 4, '2026-10-12'],
    ['the Saturday before Mid-Autumn 2025, not worked', '2025-09-27', 0, '2025-09-28'],
    ['Sunday 28 September 2025, worked', '2025-09-28', 2, '2025-09-30'],
    ['30 September 2025: eight days off', '2025-09-30', 1, '2025-10-09'],
    ['the end of 2025 into the next year', '2025-12-31', 1, '2026-01-04'],
  ])('%s', (_, start, days, expected) => {
    expect(after(start, days)).toBe(expected);
  });

  it.each([
    ['the last day, one more', '2026-12-31', 1],
    ['the last week, ten more', '2026-12-28', 10],
    ['a day that is not in it', '2027-01-04', 0],
    ['a day before it began', '2024-12-31', 1],
  ])('is not guessed beyond the calendar: %s', (_, start, days) => {
    expect(after(start, days)).toBe(beyondCalendar);
  });

  const anyDay = fc
    .integer({ min: 0, max: daysFrom(builtInCalendar.from, builtInCalendar.until) - 1 })
    .map((offset) => addDays(builtInCalendar.from, offset));
  const anyDays = fc.integer({ min: 0, max: 30 });

  it('is a working day, never before the start, and later for a later start or more days', async () => {
    await fc.assert(
      fc.property(anyDay, anyDay, anyDays, anyDays, (one, other, few, more) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        const [least, most] = few < more ? [few, more] : [more, few];
        const sooner = addWorkingDays(builtInCalendar, early, least);
        const later = addWorkingDays(builtInCalendar, late, most);
        if (sooner === beyondCalendar) {
          expect(later).toBe(beyondCalendar);
          return;
        }
        expect(isWorkingDay(builtInCalendar, sooner)).toBe(true);
        expect(sooner >= early).toBe(true);
        if (later !== beyondCalendar) expect(later >= sooner).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same in one step as in two', async () => {
    await fc.assert(
      fc.property(anyDay, anyDays, anyDays, (start, first, second) => {
        const half = addWorkingDays(builtInCalendar, start, first);
        const inTwo = half === beyondCalendar ? half : addWorkingDays(builtInCalendar, half, second);
        expect(inTwo).toBe(addWorkingDays(builtInCalendar, start, first + second));
      }),
    );
  });
});

describe('a stretch of days that is published', () => {
  const january: CalendarStretch = {
    from: date('2027-01-01'),
    until: date('2027-01-31'),
    holidays: [date('2027-01-01')],
    workdays: [date('2027-01-30')],
    source: '放假安排的通知',
  };
  const faults = (changes: object) =>
    fieldErrorsOf(calendarStretchSchema, { ...january, ...changes }).map(({ pointer, code }) => `${pointer} ${code}`);

  it('goes on where the calendar ends, and what is known stays', () => {
    expect(joins(builtInCalendar, january)).toBe(true);
    const calendar = withStretch(builtInCalendar, january);
    expect([calendar.from, calendar.until]).toEqual(['2025-01-01', '2027-01-31']);
    expect(addWorkingDays(calendar, date('2026-12-31'), 1)).toBe('2027-01-04');
    expect(addWorkingDays(calendar, date('2027-01-29'), 1)).toBe('2027-01-30');
    expect(addWorkingDays(calendar, date('2026-09-30'), 1)).toBe('2026-10-08');
  });

  it('replaces what was known of its days and no other', () => {
    const october = { ...january, from: date('2026-10-01'), until: date('2026-10-31'), holidays: [date('2026-10-12')] };
    const calendar = withStretch(builtInCalendar, { ...october, workdays: [] });
    expect(calendar.holidays.slice(-2)).toEqual(['2026-09-25', '2026-10-12']);
    expect(calendar.workdays).not.toContain('2026-10-10');
    expect(calendar.until).toBe('2026-12-31');
  });

  it('leaves no day between that nobody knows', () => {
    expect(joins(builtInCalendar, { ...january, from: date('2027-01-02') })).toBe(false);
    expect(joins(builtInCalendar, { ...january, from: date('2024-01-01'), until: date('2024-12-31') })).toBe(true);
    expect(joins(builtInCalendar, { ...january, from: date('2024-01-01'), until: date('2024-12-30') })).toBe(false);
  });

  it.each([
    [
      'that ends before it begins',
      { until: '2026-12-31', holidays: [], workdays: [] },
      ['/until PERIOD_ENDS_BEFORE_START'],
    ],
    ['of more than a year', { until: '2028-01-02' }, ['/until RANGE_TOO_LONG']],
    ['with a holiday outside it', { holidays: ['2027-02-01'] }, ['/holidays/0 DATE_OUT_OF_RANGE']],
    ['with a weekday as made-up working day', { workdays: ['2027-01-29'] }, ['/workdays/0 WORKDAY_IS_NO_WEEKEND']],
    [
      'with one day in both lists',
      { holidays: ['2027-01-30'], workdays: ['2027-01-30'] },
      ['/workdays/0 WORKDAY_IS_HOLIDAY'],
    ],
    ['without the announcement it is from', { source: '' }, ['/source TOO_SHORT']],
  ])('is refused: one %s', (_, changes, expected) => {
    expect(faults(changes)).toEqual(expected);
  });
});
