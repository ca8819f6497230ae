import { type Delegation, isInForce } from '../model/delegation.ts';
import type { UserId } from '../model/ids.ts';
import type { ApprovingRole } from '../model/role.ts';
import type { User } from '../model/user.ts';
import type { LedgerContext } from '../table/context.ts';
import { delegationFromItem, type KeptDelegation, standInFromItem } from '../table/items/delegation-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, getItems, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { readUser } from './read-user.ts';

/** More people than this do not hand over to one person at a time. */
const receivedAtMost = 50;

/** What somebody handed over last, whether it is in force, to come or over. */
export async function readDelegation(table: LedgerTable, delegator: UserId): Promise<KeptDelegation | undefined> {
  const item = await getItem(table, keys.delegation(delegator), { strong: true });
  return item === undefined ? undefined : delegationFromItem(item);
}

/** What others handed over to somebody and is not over yet. */
export async function readReceived(context: LedgerContext, delegate: UserId): Promise<Delegation[]> {
  const now = context.clock();
  const items = await queryPartition(context.table, {
    ...keys.standsInFor(delegate),
    limit: receivedAtMost,
    strong: true,
  });
  return items.map(standInFromItem).filter(({ until }) => now < until);
}

/**
 * Whose decisions of a role somebody may take now: each of them is read again, is active and holds one of the roles
 * himself. What one of them received from others is not looked at, so power is never passed on twice.
 */
export async function readDelegators(
  context: LedgerContext,
  delegate: UserId,
  roles: readonly ApprovingRole[],
): Promise<User[]> {
  const now = context.clock();
  const received = (await readReceived(context, delegate)).filter((delegation) => isInForce(delegation, now));
  const delegators = await Promise.all(received.map(({ delegator }) => readUser(context.table, delegator)));
  return delegators.filter(
    (user) => user !== undefined && !user.disabled && roles.some((role) => user.roles.includes(role)),
  ) as User[];
}

/** Which of these people are away now, and who decides for each of them. */
export async function readAbsences(context: LedgerContext, people: readonly UserId[]): Promise<Delegation[]> {
  const now = context.clock();
  const items = await getItems(context.table, people.map(keys.delegation));
  return items.map((item) => delegationFromItem(item).delegation).filter((delegation) => isInForce(delegation, now));
}
