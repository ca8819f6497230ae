import type { ReplyOf } from '../contracts/operation.ts';
import type { listPeriods as contract } from '../contracts/periods.ts';
import type { LedgerContext } from '../table/context.ts';
import { readPeriodLock } from './period-lock.ts';
import { periodsToWire } from './period-wire.ts';

/** Which months are closed, and who closed or reopened them (F14). */
export async function listPeriods(context: LedgerContext): Promise<ReplyOf<typeof contract>> {
  const lock = await readPeriodLock(context.table, { strong: true });
  return { body: periodsToWire(lock, context.clock()) };
}
