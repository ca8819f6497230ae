import type { StageOutcome } from '../approvals/approval-workflow.ts';
import type { RefundId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import type { LedgerContext } from '../table/context.ts';
import { readStageToken } from '../table/stage-token.ts';

/** How a payout ended, in the words the state machine chooses by; `again`: it failed, and another attempt is due. */
export type PayoutOutcome = 'paid' | 'failed' | 'again';

/** The runs that wait for payouts, as the use cases see them. */
export interface PayoutRuns {
  /** Tells the run that waits on a token how the attempt ended; a token nobody waits on is ignored. */
  report(taskToken: string, outcome: StageOutcome | PayoutOutcome): Promise<void>;
}

/** The attempt that is due or under way: the one an order is made for. */
export function attemptOf({ state, attempts }: Pick<Refund, 'state' | 'attempts'>): number {
  return state === 'approved' ? attempts.length + 1 : attempts.length;
}

/** What the record says of an attempt; `undefined` while a cashier or the provider still has to say. */
export function outcomeOfPayout(refund: Refund, attempt: number): PayoutOutcome | undefined {
  switch (refund.state) {
    case 'paid':
    case 'arrived':
      return 'paid';
    case 'approved':
    case 'executing':
      return attemptOf(refund) > attempt ? 'again' : undefined;
    default:
      return 'failed';
  }
}

/** Where the token of a run that waits for an attempt lies: refunds have one revision, and stage 0 waits for money. */
export function payoutStage(id: RefundId, attempt: number) {
  return { id, revision: attempt, stage: 0 };
}

/** Tells the run that waits how its attempt ended; where it has not asked yet, it will see that for itself. */
export async function reportPayout(context: LedgerContext, runs: PayoutRuns, refund: Refund): Promise<void> {
  if (refund.state === 'in-review') return;
  // A refund that expires before it is paid ends the attempt that was due next.
  for (const attempt of [refund.attempts.length, refund.attempts.length + 1]) {
    const outcome = outcomeOfPayout(refund, attempt);
    const token = outcome && (await readStageToken(context, payoutStage(refund.id, attempt)));
    if (outcome !== undefined && token !== undefined) await runs.report(token, outcome);
  }
}
