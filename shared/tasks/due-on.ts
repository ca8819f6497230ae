import { type CalendarDate, type Instant, toInstant } from '../model/dates.ts';

/** Nine in the morning of a business day in a zone such as `Asia/Shanghai`: when work set down for that day is due. */
export function dueOn(date: CalendarDate, zone: string): Instant {
  const asIfUtcMs = Date.parse(`${date}T09:00:00Z`);
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const shownThere = format.format(new Date(asIfUtcMs)).replace(' ', 'T');
  return toInstant(new Date(2 * asIfUtcMs - Date.parse(`${shownThere}Z`)));
}
