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
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { chargeToWire } from './charge-wire.ts';

/**
 * Charges of a customer, or of a business day, newest first. State and type are looked at after reading, so a page may
 * hold fewer than `limit`; a page without `nextCursor` is the last. A customer sees his own.
 */
export async function listCharges(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const customerId = await ownOrAsked(context, call.actor, query.customerId);
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
      (query.state === undefined || charge.state === query.state) &&
      (query.type === undefined || charge.type === query.type),
  );
  return { body: { items: items.map(chargeToWire), ...writeCursor(page.last, scope) } };
}

function isCharge(item: Item): boolean {
  return item.kind === 'charge';
}

/** Staff may ask for any customer; a customer is answered about himself, and 404 about others. */
async function ownOrAsked(
  context: LedgerContext,
  actor: Actor,
  asked: CustomerId | undefined,
): Promise<CustomerId | undefined> {
  if (actor.roles.some((role) => role !== 'customer')) return asked;
  const { customerId } = await requireActiveUser(context.table, actor.id);
  if (customerId === undefined || (asked !== undefined && asked !== customerId)) throw new DomainError('NOT_FOUND');
  return customerId;
}
