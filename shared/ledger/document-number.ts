import type { Currency } from '../model/currency.ts';
import type { CustomerId } from '../model/ids.ts';
import type { DocumentSeries, Head } from './journal-entry.ts';

const letters: Record<DocumentSeries, string> = { receipt: 'RC', 'refund-voucher': 'RV', 'credit-note': 'CN' };
const customerLetters = 10;

/**
 * The number a head has last given a series, as people read it: `RC-CNY-ABCDEFGHIJ-0001`. Series count without a gap for
 * each customer and currency, as part of the write that issues the document (F6, docs/adr/0018).
 */
export function documentNumber(head: Pick<Head, 'customerId' | 'currency' | 'issued'>, series: DocumentSeries): string {
  return documentNumberOf(series, head.customerId, head.currency, head.issued[series] ?? 0n);
}

export function documentNumberOf(
  series: DocumentSeries,
  customerId: CustomerId,
  currency: Currency,
  count: bigint,
): string {
  const customer = customerId.slice('cus_'.length, 'cus_'.length + customerLetters).toUpperCase();
  return `${letters[series]}-${currency}-${customer}-${count.toString().padStart(4, '0')}`;
}

/** The last part of a document's number. */
export function countOf(number: string): bigint {
  return BigInt(number.slice(number.lastIndexOf('-') + 1));
}
