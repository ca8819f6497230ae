import type { listCustomerEntries as contract } from '../contracts/customers.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readReceipts } from '../deposits/lot-receipts.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { entryForCustomer, entryToWire } from './entry-wire.ts';
import { readProfile } from './stored-customer.ts';

/** A customer's journal entries of one currency, newest first. Refuses with NOT_FOUND. */
export async function listCustomerEntries(
  context: LedgerContext,
  call: { actor: Actor },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const sight = await sightOf(context.table, call.actor);
  refuseUnseen(sight, params.customerId);
  if ((await readProfile(context.table, params.customerId)) === undefined) throw new DomainError('NOT_FOUND');
  const scope = ['listCustomerEntries', params.customerId, query.currency];
  const { pk, skPrefix } = keys.entries(params.customerId, query.currency);
  const page = await queryShards(context.table, {
    partitions: [pk],
    skPrefix,
    newestFirst: true,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const entries = page.items.map(entryFromItem);
  const owner = { customerId: params.customerId, currency: query.currency };
  const receipts = await readReceipts(
    context.table,
    owner,
    entries.flatMap(({ lots = [] }) => lots),
  );
  const toWire = sight === 'every customer' ? entryToWire : entryForCustomer;
  return {
    body: {
      items: entries.map((entry) => toWire(entry, receipts)),
      ...writeCursor(page.last, scope),
    },
  };
}
