import { DomainError } from '../errors/domain-error.ts';
import type { CustomerId, UserId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';
import type { User } from '../model/user.ts';
import { userFromItem } from '../table/items/user-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';

/** Who acts, as his token says: which user, with which roles when he signed in. */
export interface Actor {
  readonly id: UserId;
  readonly roles: readonly Role[];
}

/** Reads a person's own record, strongly: a user disabled a second ago is disabled. */
export async function readUser(table: LedgerTable, id: UserId): Promise<User | undefined> {
  const item = await getItem(table, keys.user(id), { strong: true });
  return item === undefined ? undefined : userFromItem(item);
}

/** The person behind a token, as the company's own record has him now; refuses with USER_DISABLED. */
export async function requireActiveUser(table: LedgerTable, id: UserId): Promise<User> {
  const user = await readUser(table, id);
  if (user === undefined || user.disabled) throw new DomainError('USER_DISABLED');
  return user;
}

/** Staff see every customer; a customer sees his own account, and of others not even that they exist (404). */
export async function requireSight(table: LedgerTable, actor: Actor, customerId: CustomerId): Promise<void> {
  if (actor.roles.some((role) => role !== 'customer')) return;
  const user = await requireActiveUser(table, actor.id);
  if (user.customerId !== customerId) throw new DomainError('NOT_FOUND');
}
