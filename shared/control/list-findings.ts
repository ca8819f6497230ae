import { listFindings as contract } from '../contracts/control.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { findingFromItem } from '../table/items/finding-item.ts';
import { findingsPartition } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { findingToWire } from './stored-finding.ts';

/** Findings of one state, newest first (C6). Refuses with USER_DISABLED, FORBIDDEN. */
export async function listFindings(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  await requireActiveUser(table, call.actor.id, contract.roles);
  const scope = [contract.id, query.state];
  const page = await queryShards(table, {
    index: 'GSI3',
    partitions: [findingsPartition(query.state)],
    skPrefix: '',
    newestFirst: true,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const found = await getItems(
    table,
    page.items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
  );
  // The index is a moment behind the table: what went on meanwhile is not shown any more.
  const findings = found.map(findingFromItem).filter(({ state }) => state === query.state);
  const items = await Promise.all(findings.map((finding) => findingToWire(table, finding, call.language)));
  return { body: { items, ...writeCursor(page.last, scope) } };
}
