import type { UserId } from '../model/ids.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { readMembers } from '../users/read-members.ts';
import { readUser } from '../users/read-user.ts';
import { mayWork } from './may-work.ts';

/** Who has a new task of a charge: its maker, or a manager where the maker cannot work on it any more. */
export async function taskOwner(table: LedgerTable, maker: UserId): Promise<UserId> {
  if (mayWork(await readUser(table, maker))) return maker;
  const [manager] = await readMembers(table, 'manager');
  return manager?.id ?? maker;
}
