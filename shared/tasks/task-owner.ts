import type { UserId } from '../model/ids.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { readMembers } from '../users/read-members.ts';
import { readUser } from '../users/read-user.ts';

/** Who has a new task of a charge: its maker, or a manager where the maker works here no longer. */
export async function taskOwner(table: LedgerTable, maker: UserId): Promise<UserId> {
  const user = await readUser(table, maker);
  if (user !== undefined && !user.disabled) return maker;
  const [manager] = await readMembers(table, 'manager');
  return manager?.id ?? maker;
}
