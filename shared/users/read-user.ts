import { DomainError } from '../errors/domain-error.ts';
import type { CustomerId, UserId } from '../model/ids.ts';
import { approvingRoles, type Role } from '../model/role.ts';
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

/**
 * The person behind a token, as the company's own record has him now. Refuses with USER_DISABLED, and with FORBIDDEN
 * when he no longer has any of the roles that are asked for: a role that was taken away counts at once.
 */
export async function requireActiveUser(table: LedgerTable, id: UserId, anyOf?: readonly Role[]): Promise<User> {
  const user = await readUser(table, id);
  if (user === undefined || user.disabled) throw new DomainError('USER_DISABLED');
  if (anyOf !== undefined && !anyOf.some((role) => user.roles.includes(role))) {
    throw new DomainError('FORBIDDEN', { roles: anyOf.join(', ') });
  }
  return user;
}

/** Whether somebody may decide on requests at all, and so stand in for somebody else. */
export function mayApprove({ disabled, roles }: User): boolean {
  return !disabled && approvingRoles.some((role) => roles.includes(role));
}

/** Whether somebody works for the company; the others are customers, who see what is theirs. */
export function isStaff({ roles }: Pick<Actor, 'roles'>): boolean {
  return roles.some((role) => role !== 'customer');
}

/** Whose accounts somebody may see: everybody's, or those of one customer. */
export type Sight = 'every customer' | { readonly only: CustomerId | undefined };

/**
 * Staff see every customer, a customer his own account. Asked before anything is looked up, so that somebody without
 * sight learns nothing from the answer. Refuses a customer's user with USER_DISABLED.
 */
export async function sightOf(table: LedgerTable, actor: Actor): Promise<Sight> {
  if (isStaff(actor)) return 'every customer';
  const { customerId } = await requireActiveUser(table, actor.id);
  return { only: customerId };
}

/** What is out of sight does not exist: refuses with NOT_FOUND. */
export function refuseUnseen(sight: Sight, customerId: CustomerId): void {
  if (sight !== 'every customer' && sight.only !== customerId) throw new DomainError('NOT_FOUND');
}
