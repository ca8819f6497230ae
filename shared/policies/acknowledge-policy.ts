import { acknowledgePolicy as contract } from '../contracts/agreed-policies.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { LedgerContext } from '../table/context.ts';
import { acknowledgementFromItem, acknowledgementItem } from '../table/items/agreed-policy-item.ts';
import { keys } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { requireVersion } from './policy-versions.ts';

/**
 * Keeps somebody's word that he has read an approved version (C5); the first counts, whatever the key. Refuses with
 * USER_DISABLED, FORBIDDEN, NOT_FOUND, POLICY_MOVED, BUSY.
 */
export async function acknowledgePolicy(
  context: LedgerContext,
  call: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { kind, version } = params;
  const { id: by } = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const { state } = await requireVersion(context.table, kind, version);
  if (state !== 'approved') throw new DomainError('POLICY_MOVED', { state });
  const location = `/policies/${kind}/versions/${version}/acknowledgements`;
  const said = { kind, version, by, at: context.clock() };
  const outcome = await putIf(context, acknowledgementItem(said), { expression: 'attribute_not_exists(pk)' });
  if (outcome === 'written') return { body: said, location };
  const item = await getItem(context.table, keys.acknowledgement(kind, version, by), { strong: true });
  invariant(item !== undefined, 'an acknowledgement that was in the way is there');
  return { body: { kind, version, ...acknowledgementFromItem(item) }, location, replayed: true };
}
