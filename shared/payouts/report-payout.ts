import type { StageOutcome } from '../approvals/approval-workflow.ts';
import type { RefundId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import type { LedgerContext } from '../table/context.ts';
import { readStageToken } from '../table/stage-token.ts';

/** How a turn ended, in the words the state machine chooses by; `again`: a cashier began, or the attempt failed and another is due. */
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

/** Each attempt takes two turns of the run: it is announced (odd), and once a cashier began it, it is ordered (even). */
export function turnOf({ state, attempts }: Pick<Refund, 'state' | 'attempts'>): number {
  return 2 * attempts.length + (state === 'approved' ? 1 : 0);
}

/** What the record says of a turn; `undefined` while a cashier or the provider still has to say. */
export function outcomeOfPayout(refund: Refund, turn: number): PayoutOutcome | undefined {
  switch (refund.state) {
    case 'paid':
    case 'arrived':
      return 'paid';
    case 'approved':
    case 'executing':
      return turnOf(refund) > turn ? 'again' : undefined;
    default:
      return 'failed';
  }
}

/** Where the token of a run that waits in a turn lies: refunds have one revision, and stage 0 waits for money. */
export function payoutStage(id: RefundId, turn: number) {
  return { id, revision: turn, stage: 0 };
}

/** The turns a run may still wait in: the two of the last attempt, and the announcement of the next. */
const turnsBack = 2;

/** Tells the run that waits that its turn is over, and how; where it has not asked yet, it will see that for itself. */
export async function reportPayout(context: LedgerContext, runs: PayoutRuns, refund: Refund): Promise<void> {
  if (refund.state === 'in-review') return;
  const last = 2 * refund.attempts.length + 1;
  for (let turn = Math.max(1, last - turnsBack); turn <= last; turn += 1) {
    const outcome = outcomeOfPayout(refund, turn);
    const token = outcome && (await readStageToken(context, payoutStage(refund.id, turn)));
    if (outcome !== undefined && token !== undefined) await runs.report(token, outcome);
  }
}
