import type { ApprovalStage } from './approval-policy.ts';
import type { ChargeContent, DraftContent, RequestState } from './charge.ts';
import type { CalendarDate, Instant } from './dates.ts';
import type { ChargeId, CustomerId, UserId } from './ids.ts';
import type { ApprovingRole } from './role.ts';

/** Who did what when, from which state to which, and why (F18). */
export interface HistoryStep {
  readonly at: Instant;
  /** A user, or `policy` where the policy decided without one. */
  readonly by: UserId | 'policy';
  readonly action:
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
    | 'close-dispute';
  readonly to: RequestState;
  readonly stage?: number;
  readonly reason?: string;
  /** The absent colleague in whose place he acted. */
  readonly for?: UserId;
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
  /** When the case was begun, as a draft or by submitting it; it keeps this place in the customer's list. */
  readonly openedAt: Instant;
  readonly submittedAt: Instant;
  readonly effectiveDate: CalendarDate;
  readonly dueAt?: Instant;
  /** The role a silent stage was handed to as well. */
  readonly escalatedTo?: ApprovingRole;
  /** How far an objection of the customer has come; absent when there is none or it is closed (A45). */
  readonly dispute?: 'open' | 'explained';
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
> &
  Partial<Pick<Charge, 'effectiveDate'>>;

/** One save of a draft, so that it is recognised when it is sent again. */
export interface DraftSave {
  readonly keyPrint: string;
  readonly bodyPrint: string;
}

/** The next revision of a charge while it is written (A14, A31): saved as often as one likes, seen by nobody's inbox. */
export interface ChargeDraft {
  readonly id: ChargeId;
  readonly customerId: CustomerId;
  readonly state: 'draft' | 'cancelled';
  /** The revision that submitting it makes. */
  readonly revision: number;
  /** Counts the saves. */
  readonly version: number;
  readonly maker: UserId;
  readonly openedAt: Instant;
  readonly savedAt: Instant;
  readonly content: DraftContent;
  /** The latest saves, newest last. */
  readonly saves: readonly DraftSave[];
  readonly history: readonly HistoryStep[];
  /** Print of the body that opened the case (F1). */
  readonly bodyPrint: string;
}

/** A charge in whatever state it is. */
export type ChargeCase = Charge | ChargeDraft;

export function isDraft(of: ChargeCase): of is ChargeDraft {
  return 'content' in of;
}
