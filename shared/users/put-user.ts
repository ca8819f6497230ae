import { roles } from '../model/role.ts';
import type { User } from '../model/user.ts';
import type { LedgerContext } from '../table/context.ts';
import { memberItem, userItem } from '../table/items/user-item.ts';
import { keys } from '../table/keys.ts';
import { type Write, writeTogether } from '../table/write.ts';

/** Writes a person's record and his row under each role, wholly or not at all; safe to repeat. A disabled user has no rows. */
export async function putUser(context: Pick<LedgerContext, 'table' | 'timing'>, user: User): Promise<void> {
  const TableName = context.table.name;
  const writes: Write[] = roles.map((role) =>
    user.roles.includes(role) && !user.disabled
      ? { Put: { TableName, Item: memberItem(user, role) } }
      : { Delete: { TableName, Key: { ...keys.member(role, user.id) } } },
  );
  await writeTogether(context, [{ Put: { TableName, Item: userItem(user) } }, ...writes]);
}
