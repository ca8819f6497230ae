import type { Clock } from '../model/clock.ts';
import type { RetryTiming } from './backoff.ts';
import type { LedgerTable } from './ledger-table.ts';

/** What every use case is handed: the table, the time, and how to wait between attempts. */
export interface LedgerContext {
  readonly table: LedgerTable;
  readonly clock: Clock;
  readonly timing: RetryTiming;
  /** The zone business days are counted in, such as `Asia/Shanghai`. */
  readonly zone: string;
}
