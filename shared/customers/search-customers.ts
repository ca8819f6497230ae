import type { searchCustomers as contract } from '../contracts/customers.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { CustomerId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { keys, searchPartition } from '../table/keys.ts';
import { getItems, queryPartition } from '../table/ledger-table.ts';
import { readCursor, writeCursor } from '../table/pages.ts';
import type { Actor } from '../users/read-user.ts';
import { searchPlan } from './search-tokens.ts';

/** More matches than this want a narrower question. */
const matchesAtMost = 400;

/** Finds customers by what a clerk remembers of them (A9, A49, B3), in the order of the token found. */
export async function searchCustomers(
  context: LedgerContext,
  _call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const plan = searchPlan(query.q);
  const scope = ['searchCustomers', query.q];
  const found = await Promise.all(
    plan.map(({ kind, text }) =>
      queryPartition(context.table, { pk: searchPartition(kind, text), skPrefix: text, limit: matchesAtMost }),
    ),
  );
  const ids = [...new Set(found.flat().map(({ sk }) => String(sk).split('#').at(-1) as CustomerId))];
  const start = Number(readCursor(query.cursor, scope) ?? 0);
  const page = ids.slice(start, start + query.limit);
  const profiles = (await getItems(context.table, page.map(keys.profile))).map(profileFromItem);
  const items = profiles.map(({ id, number, name, kind, group, phone }) => ({
    id,
    number,
    name,
    kind,
    group,
    ...(phone === undefined ? {} : { phone }),
  }));
  const next = start + query.limit;
  const last = next < ids.length ? String(next) : undefined;
  return { body: { items, ...writeCursor(last, scope) } };
}
