import type { PeriodsWire } from '../contracts/periods.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Instant } from '../model/dates.ts';
import type { UserId } from '../model/ids.ts';
import type { LockStep, PeriodLock } from '../model/period-lock.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { periodLockItem } from '../table/items/period-lock-item.ts';
import type { Condition } from '../table/write.ts';
import { putIf } from '../table/write.ts';
import { readPeriodLock } from './period-lock.ts';
import { periodsToWire } from './period-wire.ts';

interface Change {
  readonly by: UserId;
  readonly action: LockStep['action'];
  readonly month: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

const attempts = 3;

/**
 * Closes or reopens a month under the lock's own condition, so that of two who act at once one is first and the other
 * is judged again. `next` says what the step leads to where the lock stands, or refuses it. Refuses with
 * IDEMPOTENCY_KEY_REUSED, and with BUSY where others keep being first.
 */
export async function changeLock(
  context: LedgerContext,
  { by, action, month, reason, idempotencyKey }: Change,
  next: (lock: PeriodLock, now: Instant) => Pick<LockStep, 'from' | 'through'>,
): Promise<{ body: PeriodsWire; replayed?: boolean }> {
  const keyPrint = fingerprint(by, 'periods', idempotencyKey);
  const bodyPrint = bodyFingerprint({ action, month, reason });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const now = context.clock();
    const lock = await readPeriodLock(context.table, { strong: true });
    const earlier = lock.steps.find((step) => step.keyPrint === keyPrint);
    if (earlier !== undefined) {
      if (earlier.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
      return { body: periodsToWire(lock, now), replayed: true };
    }
    const step: LockStep = { at: now, by, action, month, reason, ...next(lock, now), keyPrint, bodyPrint };
    const changed = { version: lock.version + 1, steps: [...lock.steps, step] };
    if ((await putIf(context, periodLockItem(changed), unchangedLock(lock))) === 'written') {
      return { body: periodsToWire(changed, now) };
    }
  }
  throw new DomainError('BUSY');
}

function unchangedLock({ version }: PeriodLock): Condition {
  if (version === 0) return { expression: 'attribute_not_exists(pk)' };
  return { expression: 'ver = :ver', values: { ':ver': BigInt(version) } };
}
