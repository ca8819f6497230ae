import type { Charge } from '../model/charge-request.ts';
import type { ChargeId, CustomerId, ReviewedId } from '../model/ids.ts';
import type { Voucher } from '../model/voucher.ts';
import { chargeFromItem, isSubmittedCharge } from '../table/items/charge-item.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItems, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { findSameFile } from '../vouchers/stored-voucher.ts';

/** So many of a customer's charges are compared: two batches of reads. */
const comparedAtMost = 200;

/** The newest submitted charges of a customer but the one that is looked at, newest first; and whether these are all. */
export async function otherCharges(
  table: LedgerTable,
  customerId: CustomerId,
  but: ChargeId,
): Promise<{ charges: Charge[]; isComplete: boolean }> {
  const rows = await queryPartition(table, {
    pk: customerRequestsPartition(customerId),
    index: 'GSI3',
    skPrefix: 'charge#',
    newestFirst: true,
    limit: comparedAtMost + 2,
  });
  const ids = rows.map(({ pk }) => String(pk).slice(2) as ChargeId).filter((id) => id !== but);
  return {
    charges: await readSubmitted(table, ids.slice(0, comparedAtMost)),
    isComplete: ids.length <= comparedAtMost,
  };
}

/** Other charges, of whichever customer, on which a file of this one was accepted. */
export async function chargesWithSameFile(
  table: LedgerTable,
  files: readonly Voucher[],
  but: ChargeId,
): Promise<Charge[]> {
  const accepted = new Set(files.filter(({ state }) => state === 'accepted').map(({ sha256 }) => sha256));
  const uses = await Promise.all([...accepted].map((sha256) => findSameFile(table, sha256)));
  const ids = new Set(uses.flat().map(({ requestId }) => requestId));
  ids.delete(but);
  return await readSubmitted(table, [...ids]);
}

/** Refunds and corrections among them are passed over. */
async function readSubmitted(table: LedgerTable, ids: readonly ReviewedId[]): Promise<Charge[]> {
  return (await getItems(table, ids.map(keys.request))).filter(isSubmittedCharge).map(chargeFromItem);
}
