import { getDelegations as contract } from '../contracts/delegations.ts';
import type { ReplyOf } from '../contracts/operation.ts';
import type { LedgerContext } from '../table/context.ts';
import { readDelegation, readReceived } from './read-delegations.ts';
import { type Actor, requireActiveUser } from './read-user.ts';

/** What the caller has handed over and what others handed over to him, unless it is over. Refuses with USER_DISABLED. */
export async function getDelegations(
  context: LedgerContext,
  call: { actor: Actor },
): Promise<ReplyOf<typeof contract>> {
  const now = context.clock();
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const [kept, received] = await Promise.all([readDelegation(context.table, user.id), readReceived(context, user.id)]);
  const given = kept?.delegation;
  const stands = given !== undefined && given.endedAt === undefined && now < given.until;
  return { body: { ...(stands ? { given } : {}), received } };
}
