import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { receivePayoutResult as contract } from '../contracts/payouts.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate, type Instant } from '../model/dates.ts';
import type { PayoutAttempt, Refund } from '../model/refund.ts';
import { applyPayoutResult, type PayoutResult } from '../refunds/apply-payout-result.ts';
import { refuseOtherDay } from '../refunds/record-payout.ts';
import { readRefund } from '../refunds/stored-refund.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { makeTask, newTask } from '../tasks/stored-task.ts';
import { taskOwner } from '../tasks/task-owner.ts';

type Message = InputOf<typeof contract>['body'];

/**
 * Takes in what the payment provider says became of a payout (B10): its signature was verified before. An event that is
 * delivered again, however often, is known; one that comes after its attempt ended otherwise changes nothing. The payer
 * is the cashier who started the attempt, so a person stands behind every payment. Refuses with NOT_FOUND while nobody
 * has started that attempt, which the provider tries again, VALIDATION_FAILED for a day on which it cannot have been paid,
 * IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, BUSY.
 */
export async function receivePayoutResult(
  context: LedgerContext,
  { body }: Pick<InputOf<typeof contract>, 'body'>,
): Promise<ReplyOf<typeof contract>> {
  const refund = await readRefund(context.table, body.refundId);
  const attempt = refund?.attempts[body.attempt - 1];
  if (refund === undefined || attempt === undefined) throw new DomainError('NOT_FOUND');
  if (attempt.outcome === undefined && body.outcome === 'paid') {
    const dayOf = (instant: Instant) => businessDate(instant, context.zone);
    refuseOtherDay(body.paidOn, dayOf(attempt.startedAt), dayOf(context.clock()));
  }
  const applied = await applyPayoutResult(context, {
    refundId: refund.id,
    attempt: attempt.number,
    result: resultOf(body),
    by: attempt.by,
    keyPrint: fingerprint('payout-event', refund.id, body.eventId),
    bodyPrint: bodyFingerprint(body),
  });
  if (applied.outcome === 'ignored') await followContradiction(context, applied.refund, body);
  return { body: { outcome: applied.outcome } };
}

function resultOf(message: Message): PayoutResult {
  if (message.outcome === 'paid') {
    const { outcome, reference, paidOn } = message;
    return { outcome, reference, paidOn };
  }
  const { outcome, problem, retry } = message;
  return { outcome, problem, retry };
}

/**
 * Money may have left although its attempt is known to have failed: somebody has to ask the provider before it is paid
 * twice, or kept from the ledger. A task says so, once an attempt.
 */
async function followContradiction(context: LedgerContext, refund: Refund, message: Message): Promise<void> {
  const attempt: PayoutAttempt | undefined = refund.attempts[message.attempt - 1];
  if (message.outcome !== 'paid' || attempt?.outcome !== 'failed') return;
  const owner = await taskOwner(context.table, refund.maker);
  const name = `correction-paid-after-failure-${attempt.number}`;
  await makeTask(context, newTask(refund, { kind: 'correction', name, owner, now: context.clock() }));
}
