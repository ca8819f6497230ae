import type { Currency } from './currency.ts';
import type { Instant } from './dates.ts';
import type { CustomerId } from './ids.ts';

/** Whether a customer's prepaid money is below his level (C3, C9); there is none until it was for the first time. */
export interface BalanceAlert {
  readonly customerId: CustomerId;
  readonly currency: Currency;
  readonly state: 'low' | 'enough';
  /** The level it was judged by, minor units. */
  readonly levelMinor: bigint;
  /** Version of the low-balance policy. */
  readonly policyVersion: number;
  /** Version of the head it was judged by: what is older says nothing any more. */
  readonly headVersion: bigint;
  /** Since when it is so. */
  readonly since: Instant;
  /** How often it fell below; each time is told once (G6). */
  readonly crossings: number;
}
