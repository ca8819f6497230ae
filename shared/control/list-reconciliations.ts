import { listReconciliations as contract } from '../contracts/control.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { businessDate } from '../model/dates.ts';
import type { LedgerContext } from '../table/context.ts';
import { reconciliationFromItem } from '../table/items/reconciliation-item.ts';
import { keys } from '../table/keys.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { monthBefore } from './months.ts';
import { reconciliationToWire } from './stored-reconciliation.ts';

/** Reconciliations of a month, by currency (C2). Refuses with USER_DISABLED, FORBIDDEN. */
export async function listReconciliations(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  await requireActiveUser(context.table, call.actor.id, contract.roles);
  const month = query.month ?? monthBefore(businessDate(context.clock(), context.zone));
  const scope = [contract.id, month];
  const page = await queryShards(context.table, {
    partitions: [keys.reconciliations(month).pk],
    skPrefix: '',
    newestFirst: false,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const items = page.items.map((item) => reconciliationToWire(reconciliationFromItem(item)));
  return { body: { items, ...writeCursor(page.last, scope) } };
}
