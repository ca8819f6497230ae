import type { getDeposit as contract } from '../contracts/deposits.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Deposit } from '../model/deposit.ts';
import type { DepositId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, refuseUnseen, type Sight, sightOf } from '../users/read-user.ts';
import { forCustomer, isForCustomer } from './deposit-wire.ts';
import { showDeposit } from './step-deposit.ts';
import { readDeposit } from './stored-deposit.ts';

/** A deposit with what is left of it (C13, C22). Refuses with NOT_FOUND, also where it is not the caller's own. */
export async function getDeposit(
  context: LedgerContext,
  { actor }: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { deposit, sight } = await seenDeposit(context, actor, params.depositId);
  const wire = await showDeposit(context.table, deposit);
  return { body: sight === 'every customer' ? wire : forCustomer(wire) };
}

/** A deposit that somebody may see. Refuses with USER_DISABLED and NOT_FOUND. */
export async function seenDeposit(
  { table }: LedgerContext,
  actor: Actor,
  id: DepositId,
): Promise<{ deposit: Deposit; sight: Sight }> {
  const [sight, deposit] = await Promise.all([sightOf(table, actor), readDeposit(table, id)]);
  if (deposit === undefined) throw new DomainError('NOT_FOUND');
  refuseUnseen(sight, deposit.customerId);
  if (sight !== 'every customer' && !isForCustomer(deposit)) throw new DomainError('NOT_FOUND');
  return { deposit, sight };
}
