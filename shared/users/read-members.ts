import type { Role } from '../model/role.ts';
import { type Member, memberFromItem } from '../table/items/user-item.ts';
import { keys } from '../table/keys.ts';
import { type LedgerTable, queryPartition } from '../table/ledger-table.ts';

/** More people than this share an inbox, not a mail. */
const mailedAtMost = 50;

/** The people who hold a role now. */
export async function readMembers(table: LedgerTable, role: Role): Promise<Member[]> {
  const items = await queryPartition(table, { pk: keys.members(role).pk, limit: mailedAtMost });
  return items.map(memberFromItem);
}
