import type { ChargeType, ReasonCode } from '../model/charge.ts';
import type { Language } from '../model/language.ts';
import type { MoneyWire } from '../model/money.ts';

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

/** One mail to one person, in that person's language: which template, and what fills it. */
export type Mail = { readonly language: Language } & (
  | { readonly template: 'charge-posted'; readonly data: ChargePosted }
  | { readonly template: 'review-requested'; readonly data: ReviewRequested }
  | { readonly template: 'charge-decided'; readonly data: ChargeDecided }
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
