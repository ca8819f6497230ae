import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  businessDate,
  businessDayStart,
  type CalendarDate,
  calendarDateSchema,
  daysFrom,
  type Instant,
  isCalendarDate,
  later,
  periodSchema,
} from '../../shared/model/dates.ts';
import { refusals } from './refusals.ts';

const instant = (text: string) => text as Instant;
const date = (text: string) => text as CalendarDate;

describe('a calendar date', () => {
  it.each(['2026-10-31', '2026-01-01', '2028-02-29', '2000-02-29', '1990-01-01', '2199-12-31'])('may be %s', (text) => {
    expect(calendarDateSchema.parse(text)).toBe(text);
  });

  it.each([
    '2026-02-30',
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-10-00',
    '2026-10-32',
    '2026-1-1',
    '26-10-31',
    '20261031',
    '2026/10/31',
    '31-10-2026',
    '2026-10-31T00:00:00Z',
    ' 2026-10-31',
    '2026-10-31 ',
    '2026-10-31\n',
    '２０２６-10-31',
    '2026年10月31日',
    '1989-12-31',
    '2200-01-01',
    '0000-01-01',
    '',
  ])('is not “%s”', (text) => {
    expect(refusals(calendarDateSchema, text)).toEqual(['DATE_INVALID']);
  });

  it('is refused with what was given, cut to 40 characters', () => {
    const result = calendarDateSchema.safeParse('x'.repeat(100));
    expect(result.error?.issues[0]).toMatchObject({ params: { given: 'x'.repeat(40) } });
  });

  it('is every day there is, and no other', async () => {
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    await fc.assert(
      fc.property(day, (some) => {
        expect(isCalendarDate(some.toISOString().slice(0, 10))).toBe(true);
      }),
    );
  });
});

describe('a charged period', () => {
  it.each([
    ['2026-10-01', '2026-10-31'],
    ['2026-10-01', '2026-10-01'],
    ['2025-12-31', '2026-01-01'],
  ])('may run from %s to %s', (start, end) => {
    expect(periodSchema.parse({ start, end })).toEqual({ start, end });
  });

  it('may not end before it starts; the refusal names both dates and points at the end', () => {
    const result = periodSchema.safeParse({ start: '2026-10-02', end: '2026-10-01' });
    expect(result.error?.issues).toMatchObject([
      {
        path: ['end'],
        params: { refusal: 'PERIOD_ENDS_BEFORE_START', start: '2026-10-02', end: '2026-10-01' },
      },
    ]);
  });

  it('names each wrong date, and compares them only when both are right', () => {
    expect(refusals(periodSchema, { start: '2026-02-30', end: '2026-01-01' })).toEqual(['start DATE_INVALID']);
    expect(refusals(periodSchema, { start: '', end: 'z' })).toEqual(['start DATE_INVALID', 'end DATE_INVALID']);
    expect(refusals(periodSchema, { start: '2026-10-01' })).toEqual(['end invalid_type']);
  });
});

describe('the business date', () => {
  it.each([
    ['2026-10-11T15:59:59.999Z', 'Asia/Shanghai', '2026-10-11'],
    ['2026-10-11T16:00:00.000Z', 'Asia/Shanghai', '2026-10-12'],
    ['2026-12-31T15:59:59.999Z', 'Asia/Shanghai', '2026-12-31'],
    ['2026-12-31T16:00:00.000Z', 'Asia/Shanghai', '2027-01-01'],
    ['2028-02-28T16:00:00.000Z', 'Asia/Shanghai', '2028-02-29'],
    ['1991-08-01T15:30:00.000Z', 'Asia/Shanghai', '1991-08-02'],
    ['2026-10-12T00:00:00.000Z', 'UTC', '2026-10-12'],
    ['2026-11-01T03:59:59.999Z', 'America/New_York', '2026-10-31'],
    ['2026-11-01T04:00:00.000Z', 'America/New_York', '2026-11-01'],
    ['2026-10-11T10:00:00.000Z', 'Pacific/Kiritimati', '2026-10-12'],
  ])('of %s in %s is %s', (at, zone, day) => {
    expect(businessDate(instant(at), zone)).toBe(day);
  });
});

describe('a business day', () => {
  it.each([
    ['2026-10-12', 'Asia/Shanghai', '2026-10-11T16:00:00.000Z'],
    ['2026-10-12', 'UTC', '2026-10-12T00:00:00.000Z'],
    ['2026-10-12', 'Pacific/Kiritimati', '2026-10-11T10:00:00.000Z'],
    ['2026-10-12', 'Etc/GMT+12', '2026-10-12T12:00:00.000Z'],
    ['2026-10-12', 'Asia/Kathmandu', '2026-10-11T18:15:00.000Z'],
    // Here clocks go from midnight to one in the morning.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, at) => {
    expect(businessDayStart(date(day), zone)).toBe(at);
    expect(businessDate(later(instant(at), -1), zone)).toBe(addDays(date(day), -1));
  });

  it('and another, both counted', () => {
    expect(daysFrom(date('2026-10-12'), date('2026-10-12'))).toBe(1);
    expect(daysFrom(date('2028-01-01'), date('2028-12-31'))).toBe(366);
  });
});

describe('time arithmetic', () => {
  it.each([
    ['2026-10-31', 1, '2026-11-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-10-12', 0, '2026-10-12'],
    ['2026-10-12', 365, '2027-10-12'],
  ])('%s and %d days is %s', (from, days, to) => {
    expect(addDays(date(from), days)).toBe(to);
  });

  it.each([
    ['2026-10-12T01:00:00.000Z', 1, '2026-10-12T01:00:00.001Z'],
    ['2026-12-31T23:59:59.999Z', 1, '2027-01-01T00:00:00.000Z'],
    ['2026-10-12T01:00:00.000Z', -1, '2026-10-12T00:59:59.999Z'],
  ])('%s and %d ms is %s', (from, milliseconds, to) => {
    expect(later(instant(from), milliseconds)).toBe(to);
  });

  it('text order is time order', async () => {
    const times = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2199, 0) });
    await fc.assert(
      fc.property(times, times, (one, other) => {
        const [a, b] = [new Date(one).toISOString(), new Date(other).toISOString()];
        expect(a < b).toBe(one < other);
      }),
    );
  });
});
