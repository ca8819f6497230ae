import type { BalanceAlert } from '../../model/balance-alert.ts';
import type { Currency } from '../../model/currency.ts';
import type { Instant } from '../../model/dates.ts';
import type { CustomerId } from '../../model/ids.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A balance alert as an item: in the list of low balances while it is low. */
export function balanceAlertItem(alert: BalanceAlert): Item {
  const { customerId, currency } = alert;
  return {
    ...keys.balanceAlert(customerId, currency),
    kind: 'low-balance',
    state: alert.state,
    amt: alert.levelMinor,
    ccy: currency,
    pol: BigInt(alert.policyVersion),
    ver: alert.headVersion,
    since: alert.since,
    n: BigInt(alert.crossings),
    ...(alert.state === 'low' ? indexKeys.lowBalance(customerId, currency) : {}),
  };
}

export function balanceAlertFromItem(item: Item): BalanceAlert {
  const raw = item as unknown as BalanceAlertAttributes;
  return {
    customerId: raw.pk.slice(2) as CustomerId,
    currency: raw.sk,
    state: raw.state,
    levelMinor: raw.amt,
    policyVersion: Number(raw.pol),
    headVersion: raw.ver,
    since: raw.since,
    crossings: Number(raw.n),
  };
}

interface BalanceAlertAttributes {
  readonly pk: string;
  readonly sk: Currency;
  readonly state: BalanceAlert['state'];
  readonly amt: bigint;
  readonly pol: bigint;
  readonly ver: bigint;
  readonly since: Instant;
  readonly n: bigint;
}
