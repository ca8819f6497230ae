import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { receivePayoutResult as contract } from '../contracts/payouts.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { PayoutAttempt, Refund } from '../model/refund.ts';
import { applyPayoutResult, type PayoutResult } from '../refunds/apply-payout-result.ts';
import { payableDays } from '../refunds/record-payout.ts';
import { readRefund } from '../refunds/stored-refund.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { makeTask, newTask } from '../tasks/stored-task.ts';
import { taskOwner } from '../tasks/task-owner.ts';

type Message = InputOf<typeof contract>['body'];

/**
 * Takes in what the payment provider says became of a payout (B10): its signature was verified before. An event that is
 * delivered again, however often, is known; one that cannot be applied changes nothing, and is answered for good, since
 * sending it again would not help. That money left all the same becomes a task. The payer is the cashier who started the
 * attempt, so a person stands behind every payment. Refuses with NOT_FOUND where there is no such refund,
 * IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, BUSY.
 */
export async function receivePayoutResult(
  context: LedgerContext,
  { body }: Pick<InputOf<typeof contract>, 'body'>,
): Promise<ReplyOf<typeof contract>> {
  const refund = await readRefund(context.table, body.refundId);
  if (refund === undefined) throw new DomainError('NOT_FOUND');
  const attempt = refund.attempts[body.attempt - 1];
  const outcome =
    attempt !== undefined && fits(context, refund, attempt, body) ? await apply(context, attempt, body) : 'ignored';
  if (outcome === 'ignored' && body.outcome === 'paid') await followLeftMoney(context, refund, body.attempt);
  return { body: { outcome } };
}

/** Whether it can be true: an attempt that has not ended was not paid on a day still to come, or before its approval. */
function fits(context: LedgerContext, refund: Refund, attempt: PayoutAttempt, message: Message): boolean {
  if (attempt.outcome !== undefined || message.outcome !== 'paid') return true;
  const { from, until } = payableDays(context, refund, attempt);
  return message.paidOn >= from && message.paidOn <= until;
}

async function apply(context: LedgerContext, attempt: PayoutAttempt, message: Message) {
  const { outcome } = await applyPayoutResult(context, {
    refundId: message.refundId,
    attempt: attempt.number,
    result: resultOf(message),
    by: attempt.by,
    keyPrint: fingerprint('payout-event', message.refundId, message.eventId),
    bodyPrint: bodyFingerprint(message),
  });
  return outcome;
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
 * Money is said to have left, and the ledger does not have it so: the attempt was never begun, had failed, expired or was
 * paid otherwise, or the day cannot be. Somebody has to ask the provider before it is paid twice, or kept from the
 * ledger. A task says so, once an attempt.
 */
async function followLeftMoney(context: LedgerContext, refund: Refund, attempt: number): Promise<void> {
  const owner = await taskOwner(context.table, refund.maker);
  const name = `correction-paid-unexpected-${attempt}`;
  await makeTask(context, newTask(refund, { kind: 'correction', name, owner, now: context.clock() }));
}
