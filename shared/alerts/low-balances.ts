import type { BalanceAlert } from '../model/balance-alert.ts';
import type { Customer } from '../model/customer-record.ts';
import { businessDate, type Instant } from '../model/dates.ts';
import { fallBelow } from '../notices/tell-of-low-balance.ts';
import type { LedgerContext } from '../table/context.ts';
import { balanceAlertFromItem } from '../table/items/balance-alert-item.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { headFromItem } from '../table/items/ledger-items.ts';
import { allShards, keys, lowBalancesPartition } from '../table/keys.ts';
import { getItems, type Item, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { usableMinor } from './low-balance.ts';

/** A balance that is low, as it is now. */
export interface ListedLowBalance {
  readonly alert: BalanceAlert;
  readonly customer: Customer | undefined;
  /** Usable prepaid money, minor units. */
  readonly balanceMinor: bigint;
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
  const alerts = await readAlerts(table, rows);
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

/**
 * The falls that began in a time and of which not everybody was told who could be: those that the night noticed, and those
 * that somebody could not be told of when they came.
 */
export async function untoldLowBalances(
  { table }: LedgerContext,
  rows: readonly Item[],
  { after, upTo }: { after: Instant; upTo: Instant },
): Promise<BalanceAlert[]> {
  const alerts = (await readAlerts(table, rows)).filter(({ since }) => after < since && since <= upTo);
  const keyOf = (alert: BalanceAlert) => {
    const { requestId, name } = fallBelow(alert);
    return keys.notice(requestId, name);
  };
  const notes = await getItems(table, alerts.map(keyOf));
  const told = new Set(notes.filter(({ unsent }) => unsent === undefined).map(({ pk, sk }) => `${pk} ${sk}`));
  return alerts.filter((alert) => {
    const { pk, sk } = keyOf(alert);
    return !told.has(`${pk} ${sk}`);
  });
}

async function readAlerts(table: LedgerTable, rows: readonly Item[]): Promise<BalanceAlert[]> {
  const found = await getItems(
    table,
    rows.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
  );
  return found.map(balanceAlertFromItem).filter(({ state }) => state === 'low');
}
