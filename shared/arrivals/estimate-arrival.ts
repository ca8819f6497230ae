import { isForCustomer } from '../charges/charge-wire.ts';
import type { estimateArrival as contract } from '../contracts/arrivals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { isDraft } from '../model/charge-request.ts';
import type { CalendarDate } from '../model/dates.ts';
import type { Language } from '../model/language.ts';
import type { WorkingCalendar } from '../model/working-calendar.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { type ArrivalCase, readArrival } from './read-arrival.ts';
import { showArrival } from './show-arrival.ts';

/**
 * Where a charge's money is and when it arrives (A62–A71). A customer sees his own, once it is posted. Refuses with
 * USER_DISABLED, NOT_FOUND, and CALENDAR_ENDS for a day of payment the working calendar does not know.
 */
export async function estimateArrival(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const sight = await sightOf(context.table, call.actor);
  const arrival = await readArrival(context, params.chargeId);
  if (arrival === undefined) throw new DomainError('NOT_FOUND');
  refuseUnseen(sight, arrival.charge.customerId);
  const isStaff = sight === 'every customer';
  if (!isStaff) refuseBeforePosting(arrival);
  if (query.paidOn !== undefined) refuseUnknownDay(arrival.known.calendar, query.paidOn);
  return { body: await showArrival(context, arrival, { language: call.language, isStaff, whatIf: query }) };
}

/** A customer hears of a charge once it is posted. */
export function refuseBeforePosting({ charge }: ArrivalCase): void {
  if (isDraft(charge) || !isForCustomer(charge)) throw new DomainError('NOT_FOUND');
}

/** A day the calendar does not know is refused: an estimate from it would be a guess (A67). */
export function refuseUnknownDay({ from, until }: WorkingCalendar, date: CalendarDate): void {
  if (date < from || date > until) throw new DomainError('CALENDAR_ENDS', { given: date, from, until });
}
