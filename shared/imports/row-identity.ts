import type { ChargeId, CustomerId } from '../model/ids.ts';
import { bodyFingerprint, documentId } from '../table/document-id.ts';
import type { RowContent } from './check-row.ts';

/** The part of a row that becomes the charge. */
export function chargeContentOf({ customerNumber: _, customerName: __, reference: ___, ...content }: RowContent) {
  return content;
}

/** Print of what a row says: the same for the same charge of the same customer, in whatever file and spelling. */
export function rowPrint(customerId: CustomerId, row: RowContent): string {
  return bodyFingerprint({ customerId, ...chargeContentOf(row) });
}

/**
 * The charge a row is (F1): made from the customer and the clerk's own reference, or from everything the row says where
 * it has none. The same row again, in another file, by another clerk or at the same time, is the same charge.
 */
export function chargeIdOfRow(customerId: CustomerId, row: RowContent): ChargeId {
  const { reference } = row;
  const identity = reference === undefined ? `row ${rowPrint(customerId, row)}` : `reference ${reference}`;
  return documentId('chg', 'import', customerId, identity) as ChargeId;
}
