import type { listDepositsToConfirm as contract } from '../contracts/deposits.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { DepositId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { depositFromItem } from '../table/items/deposit-item.ts';
import { allShards, inboxPartition, keys } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { depositToWire } from './deposit-wire.ts';

/**
 * Deposits whose money nobody has confirmed, the longest waiting first. They share the cashiers' inbox with refunds to
 * be paid out, which are passed over, so a page may hold fewer.
 */
export async function listDepositsToConfirm(
  { table }: LedgerContext,
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const scope = ['listDepositsToConfirm', query.state];
  const page = await queryShards(table, {
    index: 'GSI1',
    partitions: allShards.map((shard) => inboxPartition('cashier', shard)),
    skPrefix: '',
    newestFirst: false,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const rows = page.items.filter(({ kind }) => kind === 'deposit');
  const items = await getItems(
    table,
    rows.map(({ pk }) => keys.request(String(pk).slice(2) as DepositId)),
  );
  // The inbox lags a little behind: one that was confirmed just now may still lie in it.
  const deposits = items.map(depositFromItem).filter(({ state }) => state === query.state);
  const customerIds = [...new Set(deposits.map(({ customerId }) => customerId))];
  const profiles = await getItems(table, customerIds.map(keys.profile));
  const customers = new Map(profiles.map(profileFromItem).map((customer) => [customer.id, customer]));
  return {
    body: {
      items: deposits.map((deposit) => ({
        ...depositToWire(deposit),
        customerNumber: customers.get(deposit.customerId)?.number ?? '',
        customerName: customers.get(deposit.customerId)?.name ?? '',
      })),
      ...writeCursor(page.last, scope),
    },
  };
}
