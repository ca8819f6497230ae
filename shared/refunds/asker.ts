import { DomainError } from '../errors/domain-error.ts';
import type { CustomerId, RefundId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import type { Role } from '../model/role.ts';
import type { User } from '../model/user.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { readRefund } from './stored-refund.ts';

/** Who acts on refunds: somebody of the staff, or the customer himself. */
export interface Asker {
  readonly user: User;
  readonly isStaff: boolean;
}

/** Who acts, as his own record has him now. Refuses with USER_DISABLED, FORBIDDEN. */
export async function askerOf(
  table: LedgerTable,
  actor: Actor,
  { roles }: { readonly roles: readonly Role[] },
): Promise<Asker> {
  const user = await requireActiveUser(table, actor.id, roles);
  const isStaff = roles.some((role) => role !== 'customer' && user.roles.includes(role) && actor.roles.includes(role));
  return { user, isStaff };
}

/** Staff act for every customer, a customer for himself; another one does not exist for him: NOT_FOUND. */
export function refuseForeign({ user, isStaff }: Asker, customerId: CustomerId): void {
  if (!isStaff && user.customerId !== customerId) throw new DomainError('NOT_FOUND');
}

/** A refund for who acts on it. Refuses with USER_DISABLED, FORBIDDEN, and NOT_FOUND what is another customer's. */
export async function readAskedRefund(
  table: LedgerTable,
  actor: Actor,
  operation: { readonly roles: readonly Role[] },
  id: RefundId,
): Promise<{ asker: Asker; refund: Refund }> {
  const [asker, refund] = await Promise.all([askerOf(table, actor, operation), readRefund(table, id)]);
  if (refund === undefined) throw new DomainError('NOT_FOUND');
  refuseForeign(asker, refund.customerId);
  return { asker, refund };
}
