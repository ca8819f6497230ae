import type { LockStep, PeriodLock } from '../../model/period-lock.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** Two a month for eight years: the archive keeps every one. */
const keptSteps = 200;

/** The one item that says which months are closed. */
export function periodLockItem({ version, steps }: PeriodLock): Item {
  return { ...keys.periodLock(), kind: 'period-lock', ver: BigInt(version), log: steps.slice(-keptSteps).map(stepRow) };
}

function stepRow(step: LockStep) {
  return {
    at: step.at,
    by: step.by,
    do: step.action,
    month: step.month,
    why: step.reason,
    from: step.from,
    to: step.through,
    k: step.keyPrint,
    b: step.bodyPrint,
  };
}

export function periodLockFromItem(item: Item): PeriodLock {
  const raw = item as unknown as { ver: bigint; log: readonly ReturnType<typeof stepRow>[] };
  return {
    version: Number(raw.ver),
    steps: raw.log.map((row) => ({
      at: row.at,
      by: row.by,
      action: row.do,
      month: row.month,
      reason: row.why,
      from: row.from,
      ...(row.to === undefined ? {} : { through: row.to }),
      keyPrint: row.k,
      bodyPrint: row.b,
    })),
  };
}
