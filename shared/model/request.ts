import type { ApprovalStage } from './approval-policy.ts';
import type { Instant } from './dates.ts';
import type { CustomerId, ReviewedId, UserId } from './ids.ts';
import type { Money } from './money.ts';
import type { RequestState } from './request-state.ts';
import type { ApprovingRole } from './role.ts';

/** What people and the policy do to a request. */
export type RequestAction =
  | 'submit'
  | 'resubmit'
  | 'approve'
  | 'return'
  | 'reject'
  | 'pass'
  | 'withdraw'
  | 'cancel'
  | 'escalate'
  | 'dispute'
  | 'explain'
  | 'close-dispute'
  | 'correct'
  | 'credit'
  | 'start-payout'
  | 'pay'
  | 'fail'
  | 'expire'
  | 'confirm-arrival'
  | 'report-missing'
  | 'register'
  | 'arrive'
  | 'bounce';

/** Who did what when, from which state to which, and why (F18). */
export interface HistoryStep {
  readonly at: Instant;
  /** A user, or `policy` where the policy decided without one. */
  readonly by: UserId | 'policy';
  readonly action: RequestAction;
  readonly to: RequestState;
  readonly stage?: number;
  readonly reason?: string;
  /** The absent colleague in whose place he acted. */
  readonly for?: UserId;
  /** Prints of the idempotency key and of the body, so that a step sent again is recognised. */
  readonly keyPrint?: string;
  readonly bodyPrint?: string;
}

/** What every request has that passes through stages of approval: a charge, a refund, a correction. */
export interface ReviewedRequest {
  readonly id: ReviewedId;
  readonly customerId: CustomerId;
  readonly state: RequestState;
  readonly revision: number;
  /** The stage that waits, from 1; 0 when none does. */
  readonly stage: number;
  readonly stages: readonly ApprovalStage[];
  readonly policyVersion: number;
  readonly maker: UserId;
  /** Who approved a stage of this revision: none of them decides again. */
  readonly approvers: readonly UserId[];
  /** When the case was begun, as a draft or by submitting it; it keeps this place in the customer's list. */
  readonly openedAt: Instant;
  readonly submittedAt: Instant;
  readonly amount: Money;
  readonly dueAt?: Instant;
  /** The role a silent stage was handed to as well. */
  readonly escalatedTo?: ApprovingRole;
  /** Why it needs more approvals than its amount alone: it belongs with others that were submitted lately (H5). */
  readonly together?: string;
  readonly history: readonly HistoryStep[];
  /** Print of the body that made the first revision (F1). */
  readonly bodyPrint: string;
}

/** Where the ledger has what a request posted. */
export interface PostedEntry {
  readonly sequence: bigint;
  readonly recordedAt: Instant;
  readonly hash: string;
}
