import type { Currency } from '../../model/currency.ts';
import {
  countersOf,
  type PrepaidMovements,
  type Reconciliation,
  type ReconciliationStep,
} from '../../model/reconciliation.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';
import { partitions } from '../names.ts';

/** How the prepaid money of a month and currency was reconciled, as an item. */
export function reconciliationItem(record: Reconciliation): Item {
  const { month, currency, openingMinor, movements, closingMinor, clearingMinor, ...rest } = record;
  return {
    ...keys.reconciliation(month, currency),
    kind: 'reconciliation',
    state: rest.state,
    opening: openingMinor,
    moved: movements,
    closing: closingMinor,
    clearing: clearingMinor,
    actual: rest.actualMinor,
    cbys: countersOf(rest),
    hist: rest.history,
  };
}

export function reconciliationFromItem(item: Item): Reconciliation {
  const raw = item as unknown as ReconciliationAttributes;
  return {
    month: raw.pk.slice(partitions.reconciliation.length),
    currency: raw.sk,
    state: raw.state,
    openingMinor: raw.opening,
    movements: raw.moved,
    closingMinor: raw.closing,
    clearingMinor: raw.clearing,
    ...(raw.actual === undefined ? {} : { actualMinor: raw.actual }),
    history: raw.hist,
  };
}

interface ReconciliationAttributes {
  readonly pk: string;
  readonly sk: Currency;
  readonly state: Reconciliation['state'];
  readonly opening: bigint;
  readonly moved: PrepaidMovements;
  readonly closing: bigint;
  readonly clearing: Readonly<Record<string, bigint>>;
  readonly actual?: bigint;
  readonly hist: readonly ReconciliationStep[];
}
