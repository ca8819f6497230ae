import type { Currency } from '../model/currency.ts';
import { movedMinor, type Reconciliation } from '../model/reconciliation.ts';
import type { LedgerContext } from '../table/context.ts';
import { reconciliationFromItem, reconciliationItem } from '../table/items/reconciliation-item.ts';
import { keys } from '../table/keys.ts';
import { type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import { monthBefore } from './months.ts';
import type { PrepaidMonth } from './prepaid-fold.ts';

const nothing: PrepaidMonth = {
  beforeMinor: 0n,
  moved: { arrivedMinor: 0n, usedMinor: 0n, givenBackMinor: 0n, refundedMinor: 0n, bouncedMinor: 0n },
  clearingMinor: {},
};

/**
 * Prepares the reconciliation of a month that has ended, one record a currency (C2); one that is there stays as it is. It
 * opens with what the month before closed with, so whatever was posted into earlier months since stands in a row of its
 * own. Answers how many records were made.
 */
export async function prepareReconciliations(
  context: LedgerContext,
  month: string,
  currencies: ReadonlyMap<Currency, PrepaidMonth>,
): Promise<number> {
  const [there, earlier] = await Promise.all([
    readMonth(context.table, month),
    readMonth(context.table, monthBefore(month)),
  ]);
  let made = 0;
  for (const currency of new Set([...currencies.keys(), ...earlier.keys()])) {
    if (there.has(currency)) continue;
    const { beforeMinor, moved, clearingMinor } = currencies.get(currency) ?? nothing;
    const openingMinor = earlier.get(currency)?.closingMinor ?? beforeMinor;
    const movements = { earlierMinor: beforeMinor - openingMinor, ...moved };
    const record: Reconciliation = {
      ...{ month, currency, state: 'open', openingMinor, movements, clearingMinor },
      closingMinor: openingMinor + movedMinor(movements),
      history: [{ at: context.clock(), by: 'control', action: 'prepare' }],
    };
    const absent = { expression: 'attribute_not_exists(pk)' };
    if ((await putIf(context, reconciliationItem(record), absent)) === 'written') made += 1;
  }
  return made;
}

async function readMonth(table: LedgerTable, month: string): Promise<Map<Currency, Reconciliation>> {
  const { pk } = keys.reconciliations(month);
  const records = (await queryPartition(table, { pk, strong: true })).map(reconciliationFromItem);
  return new Map(records.map((record) => [record.currency, record]));
}
