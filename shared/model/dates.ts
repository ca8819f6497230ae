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

function dateFormat(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
}
