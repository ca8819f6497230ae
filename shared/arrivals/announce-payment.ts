import { announcePayment as contract } from '../contracts/arrivals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { AnnouncedPayment } from '../model/arrival.ts';
import type { CalendarDate } from '../model/dates.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { announcedPaymentItem } from '../table/items/announced-payment-item.ts';
import { type Actor, refuseUnseen, requireActiveUser, sightOf } from '../users/read-user.ts';
import { addToArchive } from './add-to-archive.ts';
import { refuseBeforePosting, refuseUnknownDay } from './estimate-arrival.ts';
import { type ArrivalCase, arrivalCase } from './read-arrival.ts';
import { showArrival } from './show-arrival.ts';

/** A charge is paid in a few parts at most. */
const paymentsAtMost = 20;

/**
 * Keeps what somebody says of a payment beside its charge (A68, A70); the newest makes the estimate. No money moves.
 * Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, NOTHING_OPEN, CALENDAR_ENDS,
 * VALIDATION_FAILED for a day that is still to come, RECORDS_FULL, BUSY.
 */
export async function announcePayment(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor, language } = call;
  const [, sight] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    sightOf(context.table, actor),
  ]);
  const isStaff = sight === 'every customer';
  const { arrival, replayed } = await addToArchive<AnnouncedPayment>(context, params.chargeId, {
    actor,
    idempotencyKey,
    body,
    atMost: paymentsAtMost,
    recordsOf: ({ payments }) => payments,
    withRecords: (before, payments) => arrivalCase({ ...before, payments }),
    see: (before) => {
      refuseUnseen(sight, before.charge.customerId);
      if (!isStaff) refuseBeforePosting(before);
    },
    refuse: (before) => {
      refuseNothingOpen(before);
      refuseUnknownDay(before.known.calendar, body.paidOn);
      refuseFutureDay(before.today, body.paidOn);
    },
    record: (identity) => ({ ...identity, ...body }),
    item: announcedPaymentItem,
  });
  const wire = await showArrival(context, arrival, { language, isStaff });
  return { body: wire, location: `/charges/${params.chargeId}/arrival`, replayed };
}

function refuseNothingOpen({ charge, status }: ArrivalCase): void {
  const isOpen = status === 'waiting-for-payment' || status === 'announced' || status === 'late';
  if (!isOpen) throw new DomainError('NOTHING_OPEN', { state: charge.state });
}

/** What is only planned is not paid, and would put off the day on which the money is late (A71). */
function refuseFutureDay(today: CalendarDate, paidOn: CalendarDate): void {
  if (paidOn <= today) return;
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: '/paidOn', code: 'PAID_ON_IN_FUTURE', params: { given: paidOn, today } },
  ]);
}
