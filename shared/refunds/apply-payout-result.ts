import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { CalendarDate } from '../model/dates.ts';
import type { RefundId, UserId } from '../model/ids.ts';
import type { PayoutAttempt, Refund } from '../model/refund.ts';
import type { HistoryStep } from '../model/request.ts';
import { requestMovedError, unchangedAndDecidedByAnother } from '../requests/unchanged.ts';
import { requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { refundItem } from '../table/items/refund-item.ts';
import { putIf } from '../table/write.ts';
import { captureRefund } from './capture-refund.ts';
import { refusePayer } from './refuse-payer.ts';
import { releaseRefund } from './release-refund.ts';
import { isMade, readRefund, type StepPrints, withStep } from './stored-refund.ts';

/** What became of one attempt to pay: paid under the bank's number, or failed, to be tried again or given up. */
export type PayoutResult =
  | { readonly outcome: 'paid'; readonly reference: string; readonly paidOn: CalendarDate }
  | { readonly outcome: 'failed'; readonly problem: string; readonly retry: boolean };

interface PayoutReport extends StepPrints {
  readonly refundId: RefundId;
  /** The how many-th attempt, from 1. */
  readonly attempt: number;
  readonly result: PayoutResult;
  /** Who says so; of a provider's message, the cashier who started the attempt. */
  readonly by: UserId;
}

interface PayoutApplied {
  /** `known`: the same was said before. `ignored`: the attempt had ended otherwise, and that stands. */
  readonly outcome: 'applied' | 'known' | 'ignored';
  readonly refund: Refund;
}

/**
 * Takes in what became of an attempt to pay a refund out (B10), whoever reports it and however often: paid, the money
 * leaves the ledger; failed, it waits for another attempt or is freed. One attempt ends once, so a refund is paid at most
 * once. Refuses with NOT_FOUND, PAYER_IS_MAKER, PAYER_IS_APPROVER, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, BUSY.
 */
export async function applyPayoutResult(context: LedgerContext, report: PayoutReport): Promise<PayoutApplied> {
  const before = await readRefund(context.table, report.refundId);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const earlier = outcomeBefore(before, report);
  if (earlier !== undefined) return { outcome: earlier, refund: before };
  refusePayer(before, report.by);
  const written = await write(context, before, report);
  if (typeof written !== 'symbol') return { outcome: 'applied', refund: written };
  const now = await readRefund(context.table, report.refundId);
  invariant(now !== undefined, `refund ${report.refundId} is still there`);
  const meanwhile = outcomeBefore(now, report);
  if (meanwhile === undefined) throw requestMovedError(now);
  return { outcome: meanwhile, refund: now };
}

/** How a report stands to what is known: nothing while its attempt has not ended. */
function outcomeBefore(refund: Refund, report: PayoutReport): 'known' | 'ignored' | undefined {
  if (isMade(refund, report)) return 'known';
  const attempt = refund.attempts[report.attempt - 1];
  if (attempt === undefined) throw new DomainError('NOT_FOUND');
  if (attempt.outcome === undefined) return undefined;
  return saysTheSame(refund, attempt, report.result) ? 'known' : 'ignored';
}

function saysTheSame({ state, attempts }: Refund, attempt: PayoutAttempt, result: PayoutResult): boolean {
  if (result.outcome === 'paid') {
    const { outcome, reference, paidOn } = attempt;
    return outcome === 'paid' && reference === result.reference && paidOn === result.paidOn;
  }
  const isGivenUp = state === 'failed' && attempt.number === attempts.length;
  return attempt.outcome === 'failed' && attempt.problem === result.problem && result.retry !== isGivenUp;
}

async function write(
  context: LedgerContext,
  before: Refund,
  { attempt, result, by, keyPrint, bodyPrint }: PayoutReport,
): Promise<Refund | typeof requestMoved> {
  const at = context.clock();
  const condition = unchangedAndDecidedByAnother(before, by);
  const step: Omit<HistoryStep, 'to' | 'action'> = { at, by, keyPrint, bodyPrint };
  const ended = (how: Partial<PayoutAttempt>) =>
    before.attempts.map((each) => (each.number === attempt ? { ...each, ...how, endedAt: at } : each));
  if (result.outcome === 'paid') {
    const { outcome, reference, paidOn } = result;
    const attempts = ended({ outcome, reference, paidOn });
    return await captureRefund(
      context,
      { ...withStep(before, 'paid', { ...step, action: 'pay' }), attempts },
      condition,
    );
  }
  const { outcome, problem, retry } = result;
  const attempts = ended({ outcome, problem });
  const after: Refund = { ...withStep(before, retry ? 'approved' : 'failed', { ...step, action: 'fail' }), attempts };
  if (!retry) return await releaseRefund(context, after, condition);
  const written = await putIf(context, refundItem(after, context.zone), condition);
  return written === 'written' ? after : requestMoved;
}
