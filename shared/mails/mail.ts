import type { ChargeType, ReasonCode } from '../model/charge.ts';
import type { CommentKind } from '../model/comment.ts';
import type { Mistake, Remedy } from '../model/correction.ts';
import type { DisputeOutcome, DisputeWish } from '../model/dispute.ts';
import type { Language } from '../model/language.ts';
import type { MoneyWire } from '../model/money.ts';
import type { ApprovingRole } from '../model/role.ts';
import type { ControlFindings, LowBalance, LowBalances, PrepaidShortfall, TopUpDue } from './control-mails.ts';
import type { DepositArrived, DepositBounced } from './deposit-mails.ts';
import type { PolicyNews } from './policy-news.ts';
import type { PayoutWaiting, RefundEnded, RefundNews } from './refund-mails.ts';

/** Tells the customer what was charged, why, how much and for which time (A24). */
export interface ChargePosted {
  readonly customerName: string;
  readonly chargeId: string;
  readonly chargeType: ChargeType;
  readonly reasonCode: ReasonCode;
  readonly reasonText: string;
  readonly basisText: string;
  readonly amount: MoneyWire;
  /** Calendar dates, both included. */
  readonly period: { readonly start: string; readonly end: string };
  readonly effectiveDate: string;
  readonly paidFromPrepaid: MoneyWire;
  readonly outstanding: MoneyWire;
  readonly dueDate?: string | undefined;
  /** Where the customer may say, once, how he found it (A29). */
  readonly feedbackUrl: string;
}

/** Tells a reviewer that a request waits for a decision. */
export interface ReviewRequested {
  readonly reviewerName: string;
  readonly requestId: string;
  readonly customerName: string;
  readonly amount: MoneyWire;
  /** The stage that waits, from 1. */
  readonly stage: number;
  readonly stageCount: number;
  readonly makerName: string;
  /** Instant. */
  readonly dueAt: string;
  /** The absent colleague for whom the reader stands in. */
  readonly inPlaceOf?: string | undefined;
  /** Why it needs more approvals than its amount alone (H5). */
  readonly together?: string | undefined;
}

/** Tells that a stage nobody decided was handed to another role as well (F15). */
export interface ReviewEscalated extends Omit<ReviewRequested, 'reviewerName'> {
  readonly readerName: string;
  /** Whether the reader may decide from now on, might have decided all along, or waits for it. */
  readonly reader: 'newcomer' | 'reviewer' | 'maker';
  readonly role: ApprovingRole;
  readonly escalatedTo: ApprovingRole;
}

/** Tells the clerk who entered a charge what became of it. */
export interface ChargeDecided {
  readonly clerkName: string;
  readonly outcome: 'posted' | 'returned' | 'rejected';
  readonly requestId: string;
  readonly customerName: string;
  readonly amount: MoneyWire;
  readonly decidedBy: string;
  readonly comment?: string | undefined;
}

/** Tells the staff concerned that a customer objects to a charge, or is not convinced by the explanation (A45). */
export interface DisputeOpened {
  readonly readerName: string;
  readonly isAgain: boolean;
  readonly chargeId: string;
  readonly customerName: string;
  readonly amount: MoneyWire;
  readonly wants: DisputeWish;
  readonly text: string;
  readonly openedBy: string;
}

/** Explains a disputed charge to its customer, with everything it was calculated from (A45). */
export interface DisputeExplained {
  readonly customerName: string;
  readonly chargeId: string;
  readonly chargeType: ChargeType;
  readonly amount: MoneyWire;
  /** Calendar dates, both included. */
  readonly period: { readonly start: string; readonly end: string };
  readonly basisText: string;
  readonly basisLines: readonly {
    readonly description: string;
    readonly quantity: string;
    readonly unitPrice: string;
  }[];
  /** The entry of the customer's account. */
  readonly entryReference: string;
  readonly explanation: string;
}

/** Tells the customer and the clerk how a dispute ended (A45). */
export interface DisputeClosed {
  readonly readerName: string;
  readonly isCustomer: boolean;
  readonly chargeId: string;
  readonly customerName: string;
  readonly amount: MoneyWire;
  readonly outcome: DisputeOutcome;
  readonly note: string;
}

/** Tells the customer and the colleagues concerned what became of a correction (A41). */
export interface CorrectionNews {
  readonly readerName: string;
  readonly isCustomer: boolean;
  readonly outcome: 'posted' | 'rejected';
  readonly chargeId: string;
  readonly correctionId: string;
  readonly customerName: string;
  /** What was charged. */
  readonly amount: MoneyWire;
  readonly mistake: Mistake;
  readonly remedy: Remedy;
  readonly causeText: string;
  /** The charge belongs to another customer. */
  readonly isOthers: boolean;
  readonly comment?: string | undefined;
  readonly credited?: MoneyWire | undefined;
  readonly refunded?: MoneyWire | undefined;
  readonly creditNoteNumber?: string | undefined;
  readonly replacementId?: string | undefined;
  readonly closedMonth?: string | undefined;
}

/** Tells a colleague what was said about a request he has to do with (A21). */
export interface CommentWritten {
  readonly readerName: string;
  readonly authorName: string;
  readonly isMentioned: boolean;
  readonly kind: CommentKind;
  readonly text: string;
  readonly requestId: string;
  readonly customerName: string;
  /** Absent while a draft has none. */
  readonly amount?: MoneyWire | undefined;
}

/** Tells a customer what the service says to him about his refund (B20). */
export type CommentForCustomer = Omit<CommentWritten, 'authorName' | 'isMentioned' | 'customerName'>;

/** One mail to one person, in that person's language: which template, and what fills it. */
export type Mail = { readonly language: Language } & (
  | { readonly template: 'charge-posted'; readonly data: ChargePosted }
  | { readonly template: 'review-requested'; readonly data: ReviewRequested }
  | { readonly template: 'review-reminder'; readonly data: ReviewRequested }
  | { readonly template: 'review-escalated'; readonly data: ReviewEscalated }
  | { readonly template: 'charge-decided'; readonly data: ChargeDecided }
  | { readonly template: 'comment-written'; readonly data: CommentWritten }
  | { readonly template: 'comment-for-customer'; readonly data: CommentForCustomer }
  | { readonly template: 'dispute-opened'; readonly data: DisputeOpened }
  | { readonly template: 'dispute-explained'; readonly data: DisputeExplained }
  | { readonly template: 'dispute-closed'; readonly data: DisputeClosed }
  | { readonly template: 'deposit-arrived'; readonly data: DepositArrived }
  | { readonly template: 'deposit-bounced'; readonly data: DepositBounced }
  | { readonly template: 'correction-news'; readonly data: CorrectionNews }
  | { readonly template: 'low-balance'; readonly data: LowBalance }
  | { readonly template: 'top-up-due'; readonly data: TopUpDue }
  | { readonly template: 'low-balances'; readonly data: LowBalances }
  | { readonly template: 'prepaid-shortfall'; readonly data: PrepaidShortfall }
  | { readonly template: 'control-findings'; readonly data: ControlFindings }
  | { readonly template: 'refund-news'; readonly data: RefundNews }
  | { readonly template: 'refund-ended'; readonly data: RefundEnded }
  | { readonly template: 'payout-waiting'; readonly data: PayoutWaiting }
  | { readonly template: 'policy-news'; readonly data: PolicyNews }
);

/** A label and its value; a value may have several lines. */
type Fact = readonly [label: string, value: string];

/** What a mail says, before it becomes HTML and plain text: so the two never say different things. */
export interface Notice {
  readonly subject: string;
  readonly heading: string;
  readonly greeting: string;
  readonly opening: string;
  readonly amountLabel: string;
  readonly amount: string;
  readonly facts: readonly Fact[];
  /** What the reader may or should do now, one paragraph each. */
  readonly closing: readonly string[];
}
