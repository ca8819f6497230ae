import * as z from 'zod';
import { paymentMethodSchema } from './arrival.ts';
import type { ChargeType } from './charge.ts';
import { type CalendarDate, calendarDateSchema, type Instant } from './dates.ts';
import type { CustomerId, DepositId, UserId } from './ids.ts';
import { type Money, positiveMoneySchema } from './money.ts';
import type { HistoryStep, PostedEntry } from './request.ts';
import { lineSchema } from './text.ts';

export const depositPurposeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,31}$/, { error: 'PURPOSE_FORMAT' })
  .meta({ description: 'A purpose the deposit policy knows', example: 'general' });

/** What is registered of a deposit (C1): amount, date, purpose, method and reference. */
export const depositContentSchema = z.strictObject({
  amount: positiveMoneySchema,
  purpose: depositPurposeSchema.default('general'),
  method: paymentMethodSchema,
  /** The day the money was paid. */
  paidOn: calendarDateSchema,
  reference: lineSchema(2, 64).optional().meta({ description: 'The bank’s or the cash book’s number' }),
  note: lineSchema(1, 200).optional(),
});
export type DepositContent = z.output<typeof depositContentSchema>;

/** What prepaid money may be used for and until when, as the deposit policy said when it was registered (C21). */
export interface LotTerms {
  /** Charge types it may pay; absent: all. An empty list is a security deposit (押金), which pays none. */
  readonly types?: readonly ChargeType[];
  /** The last day on which it pays charges; it may be refunded after that as well. */
  readonly expires?: CalendarDate;
  /** It cannot be refunded. */
  readonly isFixed?: boolean;
}

export const depositStates = ['registered', 'arrived', 'bounced', 'cancelled'] as const;
export type DepositState = (typeof depositStates)[number];

/** Prepaid money (预存): it counts from its arrival on, as a lot of its own. */
export interface Deposit {
  readonly kind: 'deposit';
  readonly id: DepositId;
  readonly customerId: CustomerId;
  readonly state: DepositState;
  readonly amount: Money;
  readonly purpose: string;
  readonly terms: LotTerms;
  /** Version of the deposit policy. */
  readonly policyVersion: number;
  readonly method: string;
  readonly paidOn: CalendarDate;
  /** The day the money was there, once it has arrived. */
  readonly arrivedOn?: CalendarDate;
  readonly reference?: string;
  readonly note?: string;
  readonly maker: UserId;
  readonly openedAt: Instant;
  readonly history: readonly HistoryStep[];
  readonly bodyPrint: string;
  /** Number of the receipt (收据), once it has arrived. */
  readonly receiptNumber?: string;
  /** Its arrival in the ledger; the sequence is also the number of its lot. */
  readonly posting?: PostedEntry;
  /** Its bouncing after it had arrived. */
  readonly bounce?: PostedEntry;
}
