import type { NewCustomer } from './customer.ts';
import type { Instant } from './dates.ts';
import type { CustomerId, UserId } from './ids.ts';

/** A customer as the ledger keeps him; personal data stands here and nowhere else. */
export interface Customer extends NewCustomer {
  readonly id: CustomerId;
  readonly version: number;
  readonly createdAt: Instant;
  readonly createdBy: UserId;
  readonly updatedAt: Instant;
  readonly updatedBy: UserId;
  /** Print of the body that created him (F1). */
  readonly bodyPrint: string;
  /** Prints of the last change, so that it is recognised when sent again. */
  readonly lastChange?: { readonly keyPrint: string; readonly bodyPrint: string };
}
