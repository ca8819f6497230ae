import { listDrafts as contract } from '../contracts/charge-drafts.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { type ChargeCase, isDraft } from '../model/charge-request.ts';
import type { Customer } from '../model/customer-record.ts';
import type { RequestId } from '../model/ids.ts';
import { toWire } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { caseFromItem } from '../table/items/charge-item.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { keys, personInboxPartition } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';

type Row = ReplyOf<typeof contract>['body']['items'][number];

/**
 * What a clerk has to finish: his drafts and what came back to him, oldest first (A14, A20). His tasks stand in the same
 * list of the table and are passed over, so a page may be short; one without `nextCursor` is the last.
 */
export async function listDrafts(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { id } = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const scope = ['listDrafts', id];
  const page = await queryShards(context.table, {
    index: 'GSI1',
    partitions: [personInboxPartition(id)],
    skPrefix: '',
    newestFirst: false,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const unfinished = page.items.filter(({ kind }) => kind === 'charge');
  const items = await getItems(
    context.table,
    unfinished.map(({ pk }) => keys.request(String(pk).slice(2) as RequestId)),
  );
  // The list is eventually consistent: what was submitted a moment ago is no longer unfinished.
  const cases = items.map(caseFromItem).filter(({ state }) => state === 'draft' || state === 'returned');
  const profiles = await getItems(
    context.table,
    [...new Set(cases.map(({ customerId }) => customerId))].map(keys.profile),
  );
  const customers = new Map(profiles.map(profileFromItem).map((customer) => [customer.id, customer]));
  const rows = cases.map((each) => unfinishedRow(each, customers.get(each.customerId)));
  return { body: { items: rows, ...writeCursor(page.last, scope) } };
}

function unfinishedRow(of: ChargeCase, customer: Customer | undefined): Row {
  const { type, amount } = isDraft(of) ? of.content : of;
  const last = of.history.at(-1);
  return {
    id: of.id,
    customerId: of.customerId,
    customerNumber: customer?.number ?? '',
    customerName: customer?.name ?? '',
    state: of.state,
    revision: of.revision,
    since: isDraft(of) ? of.savedAt : (last?.at ?? of.submittedAt),
    ...(type === undefined ? {} : { type }),
    ...(amount === undefined ? {} : { amount: toWire(amount) }),
    ...(of.state === 'returned' && last?.reason !== undefined ? { returnedFor: last.reason } : {}),
  };
}
