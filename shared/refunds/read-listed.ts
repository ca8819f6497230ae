import type { Refund } from '../model/refund.ts';
import { refundFromItem } from '../table/items/refund-item.ts';
import { getItems, type Item, type LedgerTable } from '../table/ledger-table.ts';

/** The refunds that rows of an index name, as they stand now; other requests in the same list are passed over. */
export async function readListed(table: LedgerTable, rows: readonly Item[]): Promise<Refund[]> {
  const refunds = rows.filter(({ kind }) => kind === 'refund');
  const items = await getItems(
    table,
    refunds.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
  );
  return items.map(refundFromItem);
}
