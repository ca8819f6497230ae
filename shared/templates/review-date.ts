import { DomainError } from '../errors/domain-error.ts';
import { addDays, type CalendarDate } from '../model/dates.ts';

/** A template is looked at once a year at least (A52), counted in days. */
const reviewedEveryDays = 366;

/** Refuses a review date that has passed or is too far away to be a review. */
export function refuseReviewDate(reviewBy: CalendarDate, today: CalendarDate): void {
  const until = addDays(today, reviewedEveryDays);
  if (reviewBy >= today && reviewBy <= until) return;
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: '/reviewBy', code: 'DATE_OUT_OF_RANGE', params: { given: reviewBy, from: today, until } },
  ]);
}
