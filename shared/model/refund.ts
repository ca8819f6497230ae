import * as z from 'zod';
import type { CalendarDate, Instant } from './dates.ts';
import { chargeIdSchema, depositIdSchema, type RefundId, type UserId } from './ids.ts';
import { positiveMoneySchema } from './money.ts';
import { type Payout, payoutSchema } from './payout.ts';
import type { PostedEntry, ReviewedRequest } from './request.ts';
import { paragraphSchema } from './text.ts';
import { voucherReferenceSchema } from './voucher.ts';

/** Why money goes back (B27); the first five are the common ones, the rest say what was wrong with a charge. */
export const refundReasons = [
  'service-not-as-expected',
  'technical-problem',
  'business-change',
  'price-change',
  'hard-to-use',
  'over-charged',
  'not-delivered',
  'other',
] as const;
export const refundReasonSchema = z.enum(refundReasons);
export type RefundReason = z.infer<typeof refundReasonSchema>;

/** What the money comes from (B4): prepaid money, of one deposit or of any; money not yet allocated; a paid charge. */
export const refundSourceSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('prepaid'), depositId: depositIdSchema.optional() }),
  z.strictObject({ from: z.literal('unapplied') }),
  z.strictObject({ from: z.literal('charge'), chargeId: chargeIdSchema }),
]);
export type RefundSource = z.output<typeof refundSourceSchema>;

/** What somebody asks for (B6): the gross amount; what the customer gets is that less the fee of the quote. */
export const refundContentSchema = z.strictObject({
  source: refundSourceSchema,
  amount: positiveMoneySchema,
  reason: z.strictObject({ code: refundReasonSchema, text: paragraphSchema(5, 300) }),
  payout: payoutSchema,
  vouchers: z.array(voucherReferenceSchema).max(10).default([]),
});
export type RefundContent = z.output<typeof refundContentSchema>;

/** What the refund policy said when it was asked for; fixed from then on (B17, B26). */
export interface RefundTerms {
  /** Version of the refund policy. */
  readonly refundPolicyVersion: number;
  /** Minor units that are kept as a fee (手续费). */
  readonly feeMinor: bigint;
  /** The day by which the money should be back with the customer. */
  readonly promisedBy: CalendarDate;
  /** When the request ends by itself, if it is not paid by then. */
  readonly expiresAt: Instant;
}

/** One attempt to pay a refund out. */
export interface PayoutAttempt {
  readonly number: number;
  readonly startedAt: Instant;
  readonly by: UserId;
  readonly outcome?: 'paid' | 'failed';
  readonly endedAt?: Instant;
  /** The bank's number of the payment, once paid. */
  readonly reference?: string;
  readonly paidOn?: CalendarDate;
  readonly problem?: string;
}

export const refundStates = [
  'in-review',
  'rejected',
  'withdrawn',
  'expired',
  'approved',
  'executing',
  'paid',
  'failed',
  'arrived',
] as const;
export type RefundState = (typeof refundStates)[number];

/** A refund (退费单): the money it is about is claimed on the customer's head from submission to the end. */
export interface Refund extends ReviewedRequest, RefundTerms, Omit<RefundContent, 'amount' | 'payout'> {
  readonly kind: 'refund';
  readonly id: RefundId;
  readonly state: RefundState;
  readonly payout: Payout;
  /** The customer asked for it himself (B19). */
  readonly askedByCustomer: boolean;
  readonly attempts: readonly PayoutAttempt[];
  /** Number of the refund voucher (退费凭证), once paid. */
  readonly voucherNumber?: string;
  /** Number of the credit note (F4), where a charge was refunded. */
  readonly creditNoteNumber?: string;
  readonly posting?: PostedEntry;
}

/** States in which the money is claimed. */
export function isClaiming(state: RefundState): boolean {
  return state === 'in-review' || state === 'approved' || state === 'executing';
}
