import { type ChargeCase, isDraft } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';

/** How a stage ended, in the words the state machine chooses by. */
export type StageOutcome = 'next-stage' | 'posted' | 'rejected' | 'returned';

/** The state machine that runs the stages, as the use cases see it. */
export interface ApprovalWorkflow {
  /** Starts the run of a revision; starting it again is harmless. */
  start(id: ChargeId, revision: number): Promise<void>;
  /** Starts it again under another name when no run of it is under way; safe to repeat. */
  ensureRunning(id: ChargeId, revision: number): Promise<void>;
  /** Tells the run that waits on a token how its stage ended; a token nobody waits on is ignored. */
  report(taskToken: string, outcome: StageOutcome): Promise<void>;
}

/** What the record says of a stage of a revision; `undefined` while that stage still waits. */
export function outcomeOf(charge: ChargeCase, revision: number, stage: number): StageOutcome | undefined {
  // Withdrawn or being corrected: for the run of the earlier revision that is one and the same.
  if (isDraft(charge) || charge.revision > revision || charge.state === 'cancelled') return 'returned';
  if (charge.state === 'in-review') return charge.stage > stage ? 'next-stage' : undefined;
  if (charge.state === 'rejected' || charge.state === 'returned') return charge.state;
  return 'posted';
}
