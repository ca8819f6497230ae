import type { listDeposits as contract } from '../contracts/deposits.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { DepositId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { depositFromItem } from '../table/items/deposit-item.ts';
import { headFromItem } from '../table/items/ledger-items.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItems, queryPartition } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { depositToWire, forCustomer, isForCustomer } from './deposit-wire.ts';

/**
 * A customer's deposits, newest first, with what is left of each (C8, C13). A customer sees his own, and none that was
 * cancelled, so his page may hold fewer. Refuses with USER_DISABLED, NOT_FOUND.
 */
export async function listDeposits(
  context: LedgerContext,
  { actor }: { actor: Actor },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const { customerId } = params;
  const sight = await sightOf(table, actor);
  refuseUnseen(sight, customerId);
  const isStaff = sight === 'every customer';
  const scope = ['listDeposits', customerId, isStaff ? 'staff' : 'customer'];
  const after = readCursor(query.cursor, scope);
  const [customer, page, headItems] = await Promise.all([
    readProfile(table, customerId),
    queryShards(table, {
      index: 'GSI3',
      partitions: [customerRequestsPartition(customerId)],
      skPrefix: 'deposit#',
      newestFirst: true,
      limit: query.limit,
      after,
    }),
    queryPartition(table, { ...keys.heads(customerId), strong: true }),
  ]);
  if (customer === undefined) throw new DomainError('NOT_FOUND');
  const heads = new Map(headItems.map(headFromItem).map((head) => [head.currency, head]));
  const items = await getItems(
    table,
    page.items.map(({ pk }) => keys.request(String(pk).slice(2) as DepositId)),
  );
  const deposits = items.map(depositFromItem).filter((deposit) => isStaff || isForCustomer(deposit));
  const wires = deposits.map((deposit) => depositToWire(deposit, heads.get(deposit.amount.currency)));
  return { body: { items: isStaff ? wires : wires.map(forCustomer), ...writeCursor(page.last, scope) } };
}
