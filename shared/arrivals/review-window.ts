import type { Charge } from '../model/charge-request.ts';
import { businessDate, type CalendarDate, type Instant, later } from '../model/dates.ts';
import type { Known } from './arrival-window.ts';
import type { Reason } from './arrival-words.ts';
import { addWorkingDays, type beyondCalendar } from './working-days.ts';

const hourMs = 3_600_000;

/**
 * Until when a charge is reviewed at the latest (A64): the deadlines of the stages that are left, and the working days
 * that those who wait before it take (A63).
 */
export function reviewEnd(
  { calendar, rules }: Known,
  charge: Pick<Charge, 'stages' | 'stage' | 'dueAt'>,
  situation: { now: Instant; zone: string; waitingBefore: number },
): { latest: CalendarDate | typeof beyondCalendar; because: readonly Reason[] } {
  const { now, zone, waitingBefore } = situation;
  const due = charge.dueAt !== undefined && charge.dueAt > now ? charge.dueAt : now;
  const hoursAfter = charge.stages.slice(charge.stage).reduce((sum, { deadlineHours }) => sum + deadlineHours, 0);
  const onTime = businessDate(later(due, hoursAfter * hourMs), zone);
  const extraDays = Math.floor(waitingBefore / rules.reviewsPerWorkingDay);
  const because: Reason[] = [
    { code: 'REVIEW_AHEAD', params: { stages: String(charge.stages.length - charge.stage + 1), until: onTime } },
  ];
  if (extraDays === 0) return { latest: onTime, because };
  because.push({ code: 'QUEUE', params: { waiting: String(waitingBefore), extra: String(extraDays) } });
  return { latest: addWorkingDays(calendar, onTime, extraDays), because };
}
