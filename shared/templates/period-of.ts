import type { PeriodRule } from '../model/charge-template.ts';
import { addDays, type CalendarDate, daysFrom } from '../model/dates.ts';

export interface Period {
  readonly start: CalendarDate;
  readonly end: CalendarDate;
}

const monthsOfRule = { 'last-month': -1, 'this-month': 0, 'next-month': 1 } as const;

/** The days a rule means, seen from a business day (A50). */
export function periodOf(rule: PeriodRule, today: CalendarDate): Period | undefined {
  if (rule === 'none') return undefined;
  const month = monthNumber(today);
  if (rule === 'this-quarter') return months(month - (month % 3), 3);
  return months(month + monthsOfRule[rule], 1);
}

/** The period that follows one of the same length: whole months after whole months, otherwise as many days (A60). */
export function periodAfter({ start, end }: Period): Period {
  const next = addDays(end, 1);
  const areMonths = start.endsWith('-01') && next.endsWith('-01');
  if (areMonths) return months(monthNumber(next), monthNumber(next) - monthNumber(start));
  return { start: next, end: addDays(next, daysFrom(start, end) - 1) };
}

/** Months since the year 0, so that they can be counted across years. */
function monthNumber(date: CalendarDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function months(first: number, count: number): Period {
  return { start: firstDay(first), end: addDays(firstDay(first + count), -1) };
}

function firstDay(month: number): CalendarDate {
  const year = Math.floor(month / 12);
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01` as CalendarDate;
}
