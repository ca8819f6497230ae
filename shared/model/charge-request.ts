import type { ChargeContent, DraftContent } from './charge.ts';
import type { CalendarDate, Instant } from './dates.ts';
import type { ChargeId, CustomerId, UserId } from './ids.ts';
import type { HistoryStep, PostedEntry, ReviewedRequest } from './request.ts';
import type { RequestState } from './request-state.ts';

export type { HistoryStep } from './request.ts';

/** A charge (补费单) as the ledger keeps it: what it says, where it stands, and everything that happened to it. */
export interface Charge extends ReviewedRequest, ChargeContent {
  readonly kind: 'charge';
  readonly id: ChargeId;
  readonly amount: ChargeContent['amount'];
  readonly effectiveDate: CalendarDate;
  /** How far an objection of the customer has come; absent when there is none or it is closed (A45). */
  readonly dispute?: 'open' | 'explained';
  /** Where the ledger has it, once posted, and until when the customer has to pay what prepaid money did not. */
  readonly posting?: ChargePosting;
  /** Minor units of it that credit notes have taken back since (F4); 0 and absent are the same. */
  readonly creditedMinor?: bigint;
  /** Of these, what corrections took back because it was never right to charge it; the rest was refunded (A34). */
  readonly correctedMinor?: bigint;
}

/** The states a charge may be in; as a draft it may also be cancelled. */
export const chargeStates = [
  'draft',
  'in-review',
  'returned',
  'rejected',
  'posted',
  'corrected',
  'cancelled',
] as const satisfies readonly RequestState[];

export interface ChargePosting extends PostedEntry {
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
  readonly kind: 'charge';
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
