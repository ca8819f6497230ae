import type { RequestId } from '../model/ids.ts';
import type { RequestCase } from '../model/request-case.ts';
import { reviewedFromItem } from '../table/items/reviewed-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';

/** Reads a request strongly: a decision hangs on it. Deposits have no stages, so they are not found here. */
export async function readReviewed(table: LedgerTable, id: RequestId): Promise<RequestCase | undefined> {
  const item = await getItem(table, keys.request(id), { strong: true });
  return item && reviewedFromItem(item);
}
