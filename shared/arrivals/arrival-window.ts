import type { ArrivalRules, PaymentMethod } from '../model/arrival.ts';
import { addDays, type CalendarDate } from '../model/dates.ts';
import type { WorkingCalendar } from '../model/working-calendar.ts';
import type { Reason } from './arrival-words.ts';
import { addWorkingDays, beyondCalendar, isWorkingDay } from './working-days.ts';

/** What estimates are made from: how long things take, and which days are worked. */
export interface Known {
  readonly calendar: WorkingCalendar;
  readonly rules: ArrivalRules;
}

/** Between which days money arrives; a day the calendar does not reach is left out. */
export interface ArrivalWindow {
  readonly earliest?: CalendarDate;
  readonly latest?: CalendarDate;
  readonly because: readonly Reason[];
}

type Day = CalendarDate | typeof beyondCalendar;

/** When money arrives that is sent by one method between two days (A62, A65–A67). */
export function arrivalWindow(
  { calendar, rules }: Known,
  payment: { method: PaymentMethod; earliestPaid: CalendarDate; latestPaid: Day },
): ArrivalWindow {
  const { method, earliestPaid, latestPaid } = payment;
  const rule = rules.methods[method];
  const after = (date: Day, days: number): Day => {
    if (date === beyondCalendar) return beyondCalendar;
    return rule.days === 'calendar' ? addDays(date, days) : addWorkingDays(calendar, date, days);
  };
  const earliest = after(earliestPaid, rule.earliest);
  let latest = after(latestPaid, rule.latest);
  const because: Reason[] = [
    {
      code: rule.days === 'calendar' ? 'METHOD_DAYS' : 'METHOD_WORKING_DAYS',
      params: { method, earliest: String(rule.earliest), latest: String(rule.latest) },
    },
  ];
  // One may delay the money into the next, so they are gone through as they begin, however they are listed.
  for (const disturbance of rules.disturbances.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    const concerns = disturbance.method === undefined || disturbance.method === method;
    const lasts = disturbance.until >= earliestPaid && (latest === beyondCalendar || disturbance.from <= latest);
    if (!concerns || !lasts) continue;
    if (latest !== beyondCalendar) latest = addWorkingDays(calendar, latest, disturbance.extraWorkingDays);
    because.push({
      code: 'DISTURBANCE',
      params: { extra: String(disturbance.extraWorkingDays) },
      words: disturbance.reason,
    });
  }
  if (rule.days === 'working' && latest !== beyondCalendar)
    because.push(...unusualDays(calendar, earliestPaid, latest));
  if (latest === beyondCalendar || earliest === beyondCalendar)
    because.push({ code: 'CALENDAR_ENDS', params: { until: calendar.until } });
  return {
    ...(earliest === beyondCalendar ? {} : { earliest }),
    ...(latest === beyondCalendar ? {} : { latest }),
    because,
  };
}

/** More days than this need no list of their holidays. */
const listedDays = 60;

/** Holidays that lengthen the wait, and weekends that are worked and shorten it (调休). */
function unusualDays(calendar: WorkingCalendar, from: CalendarDate, until: CalendarDate): Reason[] {
  const holidays: CalendarDate[] = [];
  const workdays: CalendarDate[] = [];
  for (let day = from, count = 0; day <= until && count < listedDays; day = addDays(day, 1), count += 1) {
    if (calendar.holidays.includes(day) && isWorkingDay(calendar, day) === false) holidays.push(day);
    if (calendar.workdays.includes(day)) workdays.push(day);
  }
  return [
    ...(holidays.length === 0 ? [] : [{ code: 'HOLIDAYS' as const, params: { days: String(holidays.length) } }]),
    ...(workdays.length === 0 ? [] : [{ code: 'WORKED_WEEKENDS' as const, params: { dates: workdays.join(', ') } }]),
  ];
}
