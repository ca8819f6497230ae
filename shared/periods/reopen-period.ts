import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { reopenPeriod as contract } from '../contracts/periods.ts';
import { DomainError } from '../errors/domain-error.ts';
import { lastClosed } from '../model/period-lock.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { changeLock } from './change-lock.ts';
import { monthBefore } from './period-lock.ts';

/**
 * Opens the last closed month again, at once (F14); the reason stays. Refuses with USER_DISABLED,
 * IDEMPOTENCY_KEY_REUSED, PERIOD_ORDER, BUSY.
 */
export async function reopenPeriod(
  context: LedgerContext,
  call: { actor: Actor },
  { params: { month }, body: { reason }, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  await requireActiveUser(context.table, actor.id, contract.roles);
  const change = { by: actor.id, action: 'reopen' as const, month, reason, idempotencyKey };
  return await changeLock(context, change, (lock, now) => {
    const last = lastClosed(lock);
    if (last !== month) throw new DomainError('PERIOD_ORDER', { month, through: last ?? '—', next: last ?? '—' });
    return { from: now, through: monthBefore(month) };
  });
}
