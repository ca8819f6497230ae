import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Currency } from '../../shared/model/currency.ts';
import type { Finding } from '../../shared/model/finding.ts';
import type { CustomerId, FindingId, UserId } from '../../shared/model/ids.ts';
import type { Reconciliation } from '../../shared/model/reconciliation.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { findingItem } from '../../shared/table/items/finding-item.ts';
import { reconciliationItem } from '../../shared/table/items/reconciliation-item.ts';
import type { Item } from '../../shared/table/ledger-table.ts';

let count = 0;

const put = async ({ table }: LedgerContext, item: Item) => {
  await table.client.send(new PutCommand({ TableName: table.name, Item: item }));
};

/** A finding as the nightly control keeps it. */
export async function keptFinding(context: LedgerContext, changes: Partial<Finding> = {}): Promise<Finding> {
  count += 1;
  const at = context.clock();
  const finding: Finding = {
    id: documentId('fnd', 'test', 'finding', String(count)) as FindingId,
    ...{ kind: 'balances', currency: 'CNY', state: 'open', occurrence: 1, foundAt: at, lastSeenAt: at },
    customerId: documentId('cus', 'test', 'finding', '1') as CustomerId,
    differences: [{ what: 'prepaid', stored: 'CNY 12.00', computed: 'CNY 10.00' }],
    history: [{ at, by: 'control', action: 'find' }],
    ...changes,
  };
  await put(context, findingItem(finding));
  return finding;
}

/** The reconciliation of a month as it is prepared, or as somebody has counted it. */
export async function keptReconciliation(
  context: LedgerContext,
  month: string,
  { countedBy, currency = 'CNY' }: { countedBy?: string; currency?: Currency } = {},
): Promise<Reconciliation> {
  const at = context.clock();
  const movements = { arrivedMinor: 100n, usedMinor: -40n, givenBackMinor: 0n, refundedMinor: 0n, bouncedMinor: 0n };
  const by = countedBy as UserId;
  const record: Reconciliation = {
    ...{ month, currency, state: 'open', openingMinor: 1_000n, closingMinor: 1_060n },
    movements: { earlierMinor: 0n, ...movements },
    clearingMinor: { 'bank-transfer': 100n },
    ...(by === undefined ? {} : { state: 'counted', actualMinor: 1_060n }),
    history: [
      { at, by: 'control', action: 'prepare' },
      ...(by === undefined ? [] : [{ at, by, action: 'count' as const, actualMinor: 1_060n }]),
    ],
  };
  await put(context, reconciliationItem(record));
  return record;
}
