import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { recordPayout as contract } from '../contracts/refunds.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate, type CalendarDate } from '../model/dates.ts';
import type { PayoutAttempt, Refund } from '../model/refund.ts';
import { requestMovedError } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { applyPayoutResult } from './apply-payout-result.ts';
import { readerOf, refundToWire } from './refund-wire.ts';
import { readRefund } from './stored-refund.ts';

/**
 * Records what became of a payout (B10): by the cashier who began it, or another who neither asked for the refund nor
 * approved it. Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED for a day on which it cannot have been
 * paid, IDEMPOTENCY_KEY_REUSED, PAYER_IS_MAKER, PAYER_IS_APPROVER, REQUEST_MOVED, BUSY.
 */
export async function recordPayout(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const { refundId } = params;
  const [user, before] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readRefund(context.table, refundId),
  ]);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const attempt = Number(params.attempt);
  const started = before.attempts[attempt - 1];
  if (started === undefined) throw new DomainError('NOT_FOUND');
  if (started.outcome === undefined && body.outcome === 'paid') {
    refuseOtherDay(body.paidOn, payableDays(context, before, started));
  }

  const { outcome, refund } = await applyPayoutResult(context, {
    refundId,
    attempt,
    result: body,
    by: actor.id,
    keyPrint: fingerprint(actor.id, refundId, idempotencyKey),
    bodyPrint: bodyFingerprint({ attempt, result: body }),
  });
  if (outcome === 'ignored') throw requestMovedError(refund);
  const wire = refundToWire(refund, readerOf(user, true));
  return { body: wire, ...(outcome === 'known' ? { replayed: true } : {}) };
}

/**
 * The days on which an attempt can have been paid: from the approval on, since a cashier may have paid before he began it
 * here, and until today.
 */
export function payableDays(
  { clock, zone }: LedgerContext,
  { history }: Refund,
  attempt: PayoutAttempt,
): { from: CalendarDate; until: CalendarDate } {
  const approvedAt = history.find(({ to }) => to === 'approved')?.at ?? attempt.startedAt;
  return { from: businessDate(approvedAt, zone), until: businessDate(clock(), zone) };
}

function refuseOtherDay(given: CalendarDate, { from, until }: { from: CalendarDate; until: CalendarDate }): void {
  if (given >= from && given <= until) return;
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: '/paidOn', code: 'DATE_OUT_OF_RANGE', params: { given, from, until } },
  ]);
}
