import type { ChargeId, CustomerId } from '../model/ids.ts';
import type { ReadRow } from './check-row.ts';

/** A row of a checked file as it lies in the bucket; a good one says whose charge it is. */
export interface StoredRow extends ReadRow {
  readonly customerId?: CustomerId;
  readonly chargeId?: ChargeId;
  /** The charge was there when the file was checked. */
  readonly known?: true;
}

/** What became of a row when it was entered. */
export type RowOutcome =
  | {
      readonly number: number;
      readonly status: 'entered' | 'already';
      readonly chargeId: ChargeId;
      readonly state: string;
    }
  | {
      readonly number: number;
      readonly status: 'refused';
      readonly code: RefusalCode;
      readonly params: Readonly<Record<string, string>>;
    };

type RefusalCode =
  | 'CUSTOMER_UNKNOWN'
  | 'CUSTOMER_NAME_DIFFERS'
  | 'REFERENCE_USED'
  | 'VOUCHERS_INCOMPLETE'
  | 'PERIOD_CLOSED';
