import { getReconciliation as contract } from '../contracts/control.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { readReconciliation, reconciliationToWire } from './stored-reconciliation.ts';

/** Reads how a month was reconciled (C2). Refuses with USER_DISABLED, NOT_FOUND. */
export async function getReconciliation(
  context: LedgerContext,
  call: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  await requireActiveUser(context.table, call.actor.id, contract.roles);
  const record = await readReconciliation(context.table, params.month, params.currency);
  if (record === undefined) throw new DomainError('NOT_FOUND');
  return { body: reconciliationToWire(record) };
}
