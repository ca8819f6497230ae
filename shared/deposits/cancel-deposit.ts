import { cancelDeposit as contract } from '../contracts/deposits.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Deposit } from '../model/deposit.ts';
import type { LedgerContext } from '../table/context.ts';
import { depositItem } from '../table/items/deposit-item.ts';
import { putIf } from '../table/write.ts';
import type { Actor } from '../users/read-user.ts';
import { depositMoved, stepDeposit, unchangedDeposit } from './step-deposit.ts';

/**
 * Takes back a deposit that was registered by mistake, while it is not confirmed. Refuses with USER_DISABLED, FORBIDDEN,
 * NOT_FOUND, IDEMPOTENCY_KEY_REUSED, NOT_THE_MAKER, DEPOSIT_MOVED, BUSY.
 */
export async function cancelDeposit(
  context: LedgerContext,
  { actor }: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const request = { actor, roles: contract.roles, depositId: params.depositId, body, idempotencyKey };
  const step = { action: 'cancel', to: 'cancelled', reason: body.reason } as const;
  return await stepDeposit(context, request, step, async (before, taken) => {
    if (before.maker !== actor.id) throw new DomainError('NOT_THE_MAKER', { maker: before.maker });
    if (before.state !== 'registered') throw depositMoved(before);
    const after: Deposit = { ...before, state: 'cancelled', history: [...before.history, taken] };
    const outcome = await putIf(context, depositItem(after, context.zone), unchangedDeposit(before));
    return outcome === 'written' ? after : undefined;
  });
}
