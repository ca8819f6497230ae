import type { BalanceAlert } from '../model/balance-alert.ts';
import type { Customer } from '../model/customer-record.ts';
import { businessDate } from '../model/dates.ts';
import type { LedgerContext } from '../table/context.ts';
import { balanceAlertFromItem } from '../table/items/balance-alert-item.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { headFromItem } from '../table/items/ledger-items.ts';
import { allShards, keys, lowBalancesPartition } from '../table/keys.ts';
import { getItems, type Item, queryPartition } from '../table/ledger-table.ts';
import { usableMinor } from './low-balance.ts';

/** A balance that is low, as it is now. */
export interface ListedLowBalance {
  readonly alert: BalanceAlert;
  readonly customer: Customer | undefined;
  /** Usable prepaid money, minor units. */
  readonly balanceMinor: bigint;
}

/** How many balances are low, and the first ones of them. */
export async function readLowBalances(
  context: LedgerContext,
  atMost: number,
): Promise<{ count: number; first: ListedLowBalance[] }> {
  const rows = await lowBalanceRows(context);
  return { count: rows.length, first: await describeLowBalances(context, rows.slice(0, atMost)) };
}

/** The index rows of all balances that are low. */
export async function lowBalanceRows({ table }: LedgerContext): Promise<Item[]> {
  const shards = allShards.map((shard) => queryPartition(table, { pk: lowBalancesPartition(shard), index: 'GSI3' }));
  return (await Promise.all(shards)).flat();
}

/** What rows of the index speak of; what is enough meanwhile is left out, since the index is a moment behind. */
export async function describeLowBalances(
  { table, clock, zone }: LedgerContext,
  rows: readonly Item[],
): Promise<ListedLowBalance[]> {
  const keysOf = rows.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
  const alerts = (await getItems(table, keysOf)).map(balanceAlertFromItem).filter(({ state }) => state === 'low');
  const ids = [...new Set(alerts.map(({ customerId }) => customerId))];
  const [profiles, heads] = await Promise.all([
    getItems(table, ids.map(keys.profile)),
    getItems(
      table,
      alerts.map(({ customerId, currency }) => keys.head(customerId, currency)),
    ),
  ]);
  const customers = new Map(profiles.map(profileFromItem).map((customer) => [customer.id, customer]));
  const today = businessDate(clock(), zone);
  const balances = new Map(
    heads.map(headFromItem).map((head) => [`${head.customerId} ${head.currency}`, usableMinor(head.lots, today)]),
  );
  return alerts.map((alert) => ({
    alert,
    customer: customers.get(alert.customerId),
    balanceMinor: balances.get(`${alert.customerId} ${alert.currency}`) ?? 0n,
  }));
}
