import { addDays, type CalendarDate } from '../model/dates.ts';
import { isWeekend, type WorkingCalendar } from '../model/working-calendar.ts';

/** What the calendar does not know is said, never guessed. */
export const beyondCalendar = Symbol('the calendar does not go that far');

/** Whether a day is worked (A67); beyond the calendar nobody knows. */
export function isWorkingDay(calendar: WorkingCalendar, date: CalendarDate): boolean | typeof beyondCalendar {
  if (date < calendar.from || date > calendar.until) return beyondCalendar;
  return isWeekend(date) ? calendar.workdays.includes(date) : !calendar.holidays.includes(date);
}

/** How many working days lie between two dates, the first not counted. */
export function workingDaysBetween(
  calendar: WorkingCalendar,
  from: CalendarDate,
  to: CalendarDate,
): number | typeof beyondCalendar {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const isWorked = isWorkingDay(calendar, day);
    if (isWorked === beyondCalendar) return beyondCalendar;
    if (isWorked) count += 1;
  }
  return count;
}

/**
 * The working day so many working days after a date. A date that is not worked counts from the next one that is, so
 * zero days after a Sunday is Monday, and one day after it is Tuesday.
 */
export function addWorkingDays(
  calendar: WorkingCalendar,
  date: CalendarDate,
  days: number,
): CalendarDate | typeof beyondCalendar {
  let left = days;
  for (let day = date; ; day = addDays(day, 1)) {
    const isWorked = isWorkingDay(calendar, day);
    if (isWorked === beyondCalendar) return beyondCalendar;
    if (!isWorked) continue;
    if (left === 0) return day;
    left -= 1;
  }
}
