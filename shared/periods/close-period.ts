import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { closePeriod as contract } from '../contracts/periods.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate, later } from '../model/dates.ts';
import { lastClosed } from '../model/period-lock.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { changeLock } from './change-lock.ts';
import { monthAfter, monthOf } from './period-lock.ts';

/** A posting that looked before it was closed is done by then, however often it was tried again. */
const graceMs = 120_000;

/**
 * Closes a month (F14): two minutes later nothing is entered into it any more. Refuses with USER_DISABLED,
 * IDEMPOTENCY_KEY_REUSED, PERIOD_NOT_ENDED, PERIOD_ORDER, BUSY.
 */
export async function closePeriod(
  context: LedgerContext,
  call: { actor: Actor },
  { params: { month }, body: { reason }, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  await requireActiveUser(context.table, actor.id, contract.roles);
  const change = { by: actor.id, action: 'close' as const, month, reason, idempotencyKey };
  return await changeLock(context, change, (lock, now) => {
    const last = lastClosed(lock);
    if (month >= monthOf(businessDate(now, context.zone))) {
      throw new DomainError('PERIOD_NOT_ENDED', { month, from: `${monthAfter(month)}-01` });
    }
    if (last !== undefined && month !== monthAfter(last)) {
      throw new DomainError('PERIOD_ORDER', { month, through: last, next: monthAfter(last) });
    }
    return { from: later(now, graceMs), through: month };
  });
}
