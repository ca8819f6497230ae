import type { ReviewedId } from '../model/ids.ts';
import { isBeingWritten, type RequestCase } from '../model/request-case.ts';
import type { PayoutOutcome } from '../payouts/report-payout.ts';

/** How a stage ended, in the words the state machine chooses by. */
export type StageOutcome = 'next-stage' | 'posted' | 'approved' | 'rejected' | 'returned';

/** The state machine that runs the stages, as the use cases see it. */
export interface ApprovalWorkflow {
  /** Starts the run of a revision; starting it again is harmless. */
  start(id: ReviewedId, revision: number): Promise<void>;
  /** Starts it again under another name when no run of it is under way; safe to repeat. */
  ensureRunning(id: ReviewedId, revision: number): Promise<void>;
  /** The same, but a run that came to its end is left alone. */
  ensureEnded(id: ReviewedId, revision: number): Promise<void>;
  /** Tells the run that waits on a token how its stage or its payout ended; a token nobody waits on is ignored. */
  report(taskToken: string, outcome: StageOutcome | PayoutOutcome): Promise<void>;
}

/** What the record says of a stage of a revision; `undefined` while that stage still waits. */
export function outcomeOf(request: RequestCase, revision: number, stage: number): StageOutcome | undefined {
  // Withdrawn or being corrected: for the run of the earlier revision that is one and the same.
  if (isBeingWritten(request) || request.revision > revision) return 'returned';
  switch (request.state) {
    case 'in-review':
      return request.stage > stage ? 'next-stage' : undefined;
    case 'returned':
    case 'cancelled':
      return 'returned';
    case 'rejected':
    case 'withdrawn':
      return 'rejected';
    case 'posted':
    case 'corrected':
      return 'posted';
    default:
      // A refund: approved once, or ended before anybody approved all of it.
      return request.approvers.length === request.stages.length ? 'approved' : 'rejected';
  }
}
