import type { Instant } from '../../model/dates.ts';

/** One thing that happened to a charge, whatever row of its archive says so (A26). */
export interface TimelineEvent {
  readonly at: Instant;
  /** A user, `customer`, or `policy` and `system` where nobody acted. */
  readonly by: string;
  readonly what: string;
  readonly text?: string;
  /** Whether its customer may see that it happened. */
  readonly forCustomer?: boolean;
}
