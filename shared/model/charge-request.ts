import type { ApprovalStage } from './approval-policy.ts';
import type { ChargeContent, RequestState } from './charge.ts';
import type { CalendarDate, Instant } from './dates.ts';
import type { ChargeId, CustomerId, UserId } from './ids.ts';

/** Who did what when, from which state to which, and why (F18). */
export interface HistoryStep {
  readonly at: Instant;
  /** A user, or `policy` where the policy decided without one. */
  readonly by: UserId | 'policy';
  readonly action: 'submit' | 'resubmit' | 'approve' | 'return' | 'reject' | 'pass';
  readonly to: RequestState;
  readonly stage?: number;
  readonly reason?: string;
  /** Prints of the idempotency key and of the body, so that a step sent again is recognised. */
  readonly keyPrint?: string;
  readonly bodyPrint?: string;
}

/** A charge (补费单) as the ledger keeps it: what it says, where it stands, and everything that happened to it. */
export interface Charge extends ChargeContent {
  readonly id: ChargeId;
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
  readonly submittedAt: Instant;
  readonly effectiveDate: CalendarDate;
  readonly dueAt?: Instant;
  readonly history: readonly HistoryStep[];
  /** Print of the body that made the first revision (F1). */
  readonly bodyPrint: string;
  /** Where the ledger has it, once posted, and until when the customer has to pay what prepaid money did not. */
  readonly posting?: ChargePosting;
}

export interface ChargePosting {
  readonly sequence: bigint;
  readonly recordedAt: Instant;
  readonly hash: string;
  readonly dueDate?: CalendarDate;
}

/** What an earlier revision said, kept when the next one replaced it (A39, A46). */
export type ChargeRevision = Pick<
  Charge,
  'revision' | 'type' | 'reason' | 'amount' | 'basis' | 'period' | 'vouchers' | 'history'
>;
