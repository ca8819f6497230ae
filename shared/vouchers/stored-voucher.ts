import type { CustomerId, ReviewedId, VoucherId } from '../model/ids.ts';
import type { Voucher } from '../model/voucher.ts';
import { voucherFromItem } from '../table/items/voucher-item.ts';
import { keys, sameFilePartition } from '../table/keys.ts';
import { getItem, getItems, type LedgerTable, queryPartition } from '../table/ledger-table.ts';

export async function readVoucher(
  table: LedgerTable,
  id: ReviewedId,
  voucher: VoucherId,
): Promise<Voucher | undefined> {
  const item = await getItem(table, keys.voucher(id, voucher), { strong: true });
  return item === undefined ? undefined : voucherFromItem(item);
}

/** All files of a request, strongly: whether it is complete hangs on them. One query. */
export async function readVouchers(table: LedgerTable, id: ReviewedId): Promise<Voucher[]> {
  const items = await queryPartition(table, { ...keys.vouchers(id), strong: true });
  return items.map(voucherFromItem);
}

/** Where a file was accepted. */
export interface FileUse {
  readonly requestId: ReviewedId;
  readonly customerId: CustomerId;
  readonly voucherId: VoucherId;
}

/** More uses of one file than this are not told one by one. */
const mostUses = 20;

/**
 * Everywhere the very same bytes were accepted, on whichever request and customer (A47, H9): one query by their SHA-256,
 * and one read of the requests that come up for whose they are.
 */
export async function findSameFile(table: LedgerTable, sha256: string): Promise<FileUse[]> {
  const found = await queryPartition(table, { index: 'GSI3', pk: sameFilePartition(sha256), limit: mostUses });
  const uses = found.map(({ g3sk }) => String(g3sk).split('#') as [ReviewedId, VoucherId]);
  const requests = await getItems(
    table,
    [...new Set(uses.map(([requestId]) => requestId))].map((requestId) => keys.request(requestId)),
  );
  const customerOf = new Map(requests.map(({ pk, cust }) => [String(pk).slice(2), cust as CustomerId]));
  return uses.flatMap(([requestId, voucherId]) => {
    const customerId = customerOf.get(requestId);
    return customerId === undefined ? [] : [{ requestId, customerId, voucherId }];
  });
}
