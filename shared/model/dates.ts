import * as z from 'zod';
import { refuseField } from './field-refusal.ts';

/** A calendar date `YYYY-MM-DD` without a time or a zone. */
export type CalendarDate = string & z.core.$brand<'CalendarDate'>;
/** An instant, RFC 3339 in UTC with milliseconds: fixed width, so text order is time order. */
export type Instant = string & z.core.$brand<'Instant'>;

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMs = 86_400_000;

export function isCalendarDate(text: string): text is CalendarDate {
  const match = datePattern.exec(text);
  if (match === null) return false;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1990 && year <= 2199 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export const calendarDateSchema = z
  .string()
  .meta({ description: 'Calendar date YYYY-MM-DD', example: '2026-10-31' })
  .transform((text, ctx): CalendarDate => {
    return isCalendarDate(text) ? text : refuseField(ctx, 'DATE_INVALID', [], { given: text.slice(0, 40) });
  });

/** The charged period (起始时间, 截止时间), both days included (A5). */
export const periodSchema = z
  .strictObject({ start: calendarDateSchema, end: calendarDateSchema })
  .superRefine((period, ctx) => {
    if (period.end < period.start) {
      refuseField(ctx, 'PERIOD_ENDS_BEFORE_START', ['end'], { start: period.start, end: period.end });
    }
  });

const instantPattern = /^(19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** An instant as a request writes it: RFC 3339 with its zone, down to milliseconds. */
export const instantSchema = z
  .string()
  .meta({ description: 'Instant, RFC 3339 with a zone', example: '2026-11-06T17:00:00+08:00' })
  .transform((text, ctx): Instant => {
    const date = new Date(instantPattern.test(text) ? text : Number.NaN);
    const isThere = !Number.isNaN(date.getTime()) && isCalendarDate(text.slice(0, 10));
    return isThere ? toInstant(date) : refuseField(ctx, 'INSTANT_INVALID', [], { given: text.slice(0, 40) });
  });

export function toInstant(date: Date): Instant {
  return date.toISOString() as Instant;
}

/** The instant so many milliseconds later. */
export function later(instant: Instant, milliseconds: number): Instant {
  return toInstant(new Date(Date.parse(instant) + milliseconds));
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10) as CalendarDate;
}

/** The months `YYYY-MM` that a range of dates touches, newest first. */
export function monthsOf(from: CalendarDate, to: CalendarDate): string[] {
  const months: string[] = [];
  for (let day = to; day.slice(0, 7) >= from.slice(0, 7); day = addDays(`${day.slice(0, 7)}-01` as CalendarDate, -1)) {
    months.push(day.slice(0, 7));
  }
  return months;
}

interface ZoneDates {
  readonly format: Intl.DateTimeFormat;
  lastQuarter?: string;
  lastDate?: CalendarDate;
}

const zones = new Map<string, ZoneDates>();

/**
 * The business date of an instant in a zone such as `Asia/Shanghai`. Asking `Intl` costs more than the rest of a
 * decision, so its last answer is kept for the quarter of an hour it is good for: zones differ by whole quarters.
 */
export function businessDate(instant: Instant, zone: string): CalendarDate {
  const dates: ZoneDates = zones.get(zone) ?? { format: dateFormat(zone) };
  zones.set(zone, dates);
  const quarter = `${instant.slice(0, 14)}${Math.floor(Number(instant.slice(14, 16)) / 15)}`;
  if (dates.lastQuarter !== quarter || dates.lastDate === undefined) {
    dates.lastDate = dates.format.format(new Date(instant)) as CalendarDate;
    dates.lastQuarter = quarter;
  }
  return dates.lastDate;
}

const quarterMs = 900_000;

/** The first instant of a business day in a zone: the quarter of an hour at which the date changes. */
export function businessDayStart(date: CalendarDate, zone: string): Instant {
  // Zones are at most fourteen hours ahead of UTC and twelve behind it: an hour more on both sides is outside for sure.
  const outside = later(`${date}T00:00:00.000Z` as Instant, -60 * quarterMs);
  let before = 0;
  let reached = 112;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (businessDate(later(outside, middle * quarterMs), zone) < date) before = middle;
    else reached = middle;
  }
  return later(outside, reached * quarterMs);
}

/** How many days there are from one date to another, both counted. */
export function daysFrom(start: CalendarDate, end: CalendarDate): number {
  return (Date.parse(`${end}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / dayMs + 1;
}

function dateFormat(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
}
