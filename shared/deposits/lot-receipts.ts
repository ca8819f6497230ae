import type { Lot } from '../ledger/lots.ts';
import type { Currency } from '../model/currency.ts';
import type { CustomerId, DepositId, RequestId } from '../model/ids.ts';
import { depositFromItem } from '../table/items/deposit-item.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItems, type LedgerTable, queryPartition } from '../table/ledger-table.ts';

const pageSize = 50;
const prefix = 'deposit#';

/** The deposit that brought a lot, and the number of its receipt. */
interface LotReceipt {
  readonly depositId: DepositId;
  readonly receiptNumber?: string;
}

/** Deposits by the number of their lot; which customer and currency is known from where they are asked for. */
export type LotReceipts = ReadonlyMap<bigint, LotReceipt>;

/**
 * Which deposits brought these lots (C22), the newest deposits first until all are found. A deposit that was made this
 * very moment may be missing: the list of a customer's deposits lags a little behind.
 */
export async function readReceipts(
  table: LedgerTable,
  { customerId, currency }: { customerId: CustomerId; currency: Currency },
  lots: readonly Pick<Lot, 'number'>[],
): Promise<LotReceipts> {
  const wanted = new Set(lots.map(({ number }) => number));
  const found = new Map<bigint, LotReceipt>();
  let after: string | undefined;
  while (found.size < wanted.size) {
    const pk = customerRequestsPartition(customerId);
    const page = await queryPartition(table, {
      ...{ index: 'GSI3' as const, pk, skPrefix: prefix, newestFirst: true, limit: pageSize, after },
    });
    const ofCurrency = page.filter(({ ccy }) => ccy === currency);
    const items = await getItems(
      table,
      ofCurrency.map(({ pk: id }) => keys.request(String(id).slice(2) as RequestId)),
    );
    for (const { id, posting, receiptNumber } of items.map(depositFromItem)) {
      if (posting === undefined || !wanted.has(posting.sequence)) continue;
      found.set(posting.sequence, { depositId: id, ...(receiptNumber === undefined ? {} : { receiptNumber }) });
    }
    if (page.length < pageSize) break;
    after = String(page.at(-1)?.g3sk);
  }
  return found;
}
