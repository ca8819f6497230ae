import type { listCharges as contract } from '../contracts/charges.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate } from '../model/dates.ts';
import type { CustomerId, RequestId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeFromItem } from '../table/items/charge-item.ts';
import { allShards, customerRequestsPartition, keys, requestDayPartition } from '../table/keys.ts';
import { getItems, type Item } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, refuseUnseen, type Sight, sightOf } from '../users/read-user.ts';
import { chargeToWire, forCustomer, isForCustomer } from './charge-wire.ts';

/**
 * Charges of a customer, or of a business day, newest first. State and type, and a customer's date, are looked at
 * after reading, so a page may
 * hold fewer than `limit`; a page without `nextCursor` is the last. A customer sees his own.
 */
export async function listCharges(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const sight = await sightOf(context.table, call.actor);
  const customerId = ownOrAsked(sight, query.customerId);
  const isStaff = sight === 'every customer';
  const date = query.date ?? businessDate(context.clock(), context.zone);
  const list =
    customerId === undefined
      ? { index: 'GSI2' as const, partitions: allShards.map((shard) => requestDayPartition(date, shard)), skPrefix: '' }
      : { index: 'GSI3' as const, partitions: [customerRequestsPartition(customerId)], skPrefix: 'charge#' };
  const scope = ['listCharges', customerId ?? date];
  const page = await queryShards(context.table, {
    ...list,
    newestFirst: true,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const ids = page.items.map(({ pk }) => keys.request(String(pk).slice(2) as RequestId));
  const charges = (await getItems(context.table, ids)).filter(isCharge).map(chargeFromItem);
  const items = charges.filter(
    (charge) =>
      (isStaff || isForCustomer(charge)) &&
      (query.date === undefined || businessDate(charge.submittedAt, context.zone) === query.date) &&
      (query.state === undefined || charge.state === query.state) &&
      (query.type === undefined || charge.type === query.type),
  );
  return {
    body: {
      items: items.map(chargeToWire).map((wire) => (isStaff ? wire : forCustomer(wire))),
      ...writeCursor(page.last, scope),
    },
  };
}

function isCharge(item: Item): boolean {
  return item.kind === 'charge';
}

/** Whose charges are listed: those of the customer asked for, or a customer's own; 404 where he asks for another's. */
function ownOrAsked(sight: Sight, asked: CustomerId | undefined): CustomerId | undefined {
  if (asked !== undefined) refuseUnseen(sight, asked);
  if (sight === 'every customer') return asked;
  if (sight.only === undefined) throw new DomainError('NOT_FOUND');
  return sight.only;
}
