import type { ReconciliationWire } from '../contracts/control.ts';
import type { Currency } from '../model/currency.ts';
import { toWire } from '../model/money.ts';
import type { Reconciliation } from '../model/reconciliation.ts';
import { reconciliationFromItem } from '../table/items/reconciliation-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';

export async function readReconciliation(
  table: LedgerTable,
  month: string,
  currency: Currency,
): Promise<Reconciliation | undefined> {
  const item = await getItem(table, keys.reconciliation(month, currency), { strong: true });
  return item && reconciliationFromItem(item);
}

/** A reconciliation as the API shows it. */
export function reconciliationToWire(record: Reconciliation): ReconciliationWire {
  const { month, currency, state, movements, actualMinor, closingMinor } = record;
  const wire = (minor: bigint) => toWire({ minor, currency });
  return {
    ...{ month, currency, state },
    opening: wire(record.openingMinor),
    movements: {
      earlier: wire(movements.earlierMinor),
      arrived: wire(movements.arrivedMinor),
      used: wire(movements.usedMinor),
      givenBack: wire(movements.givenBackMinor),
      refunded: wire(movements.refundedMinor),
      bounced: wire(movements.bouncedMinor),
    },
    closing: wire(closingMinor),
    clearing: Object.entries(record.clearingMinor)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([method, minor]) => ({ method, amount: wire(minor) })),
    ...(actualMinor === undefined ? {} : { actual: wire(actualMinor), difference: wire(actualMinor - closingMinor) }),
    history: record.history.map(({ keyPrint: _, bodyPrint: __, actualMinor: counted, ...step }) => ({
      ...step,
      ...(counted === undefined ? {} : { actual: wire(counted) }),
    })),
  };
}
