import type { listAcknowledgements as contract } from '../contracts/agreed-policies.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { staffRoles } from '../model/role.ts';
import type { LedgerContext } from '../table/context.ts';
import { acknowledgementFromItem } from '../table/items/agreed-policy-item.ts';
import { type Member, memberFromItem } from '../table/items/user-item.ts';
import { keys } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { requireVersion } from './policy-versions.ts';

/**
 * Everybody who works here now, with who has read a version and who has not (C5). Whoever has several roles stands in
 * several partitions under one name, side by side in key order, and is shown once. Refuses with NOT_FOUND.
 */
export async function listAcknowledgements(
  { table }: LedgerContext,
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { kind, version } = params;
  const scope = ['listAcknowledgements', kind, String(version)];
  const [page] = await Promise.all([
    queryShards(table, {
      partitions: staffRoles.map((role) => keys.members(role).pk),
      skPrefix: '',
      newestFirst: false,
      limit: query.limit,
      after: readCursor(query.cursor, scope),
    }),
    requireVersion(table, kind, version),
  ]);
  const people = new Map<string, Member>(page.items.map(memberFromItem).map((member) => [member.id, member]));
  const rows = await getItems(
    table,
    [...people.values()].map(({ id }) => keys.acknowledgement(kind, version, id)),
  );
  const saidAt = new Map<string, string>(rows.map(acknowledgementFromItem).map(({ by, at }) => [by, at]));
  const items = [...people.values()]
    .filter(({ id }) => query.read === undefined || saidAt.has(id) === (query.read === 'yes'))
    .map(({ id, name }) => {
      const acknowledgedAt = saidAt.get(id);
      return { userId: id, name, ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }) };
    });
  return { body: { items, ...writeCursor(page.last, scope) } };
}
