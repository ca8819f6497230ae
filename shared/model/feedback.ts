import type { Instant } from './dates.ts';
import type { ChargeId, CustomerId } from './ids.ts';

/** What a customer said of one charge through his one-time link (A29). */
export interface Feedback {
  readonly chargeId: ChargeId;
  readonly customerId: CustomerId;
  readonly at: Instant;
  /** 1 (poor) to 5 (very good). */
  readonly rating: number;
  readonly text: string;
  readonly bodyPrint: string;
}
