import type { DocumentSeries, Head } from './journal-entry.ts';

const letters: Record<DocumentSeries, string> = { receipt: 'RC', 'refund-voucher': 'RV', 'credit-note': 'CN' };
const customerLetters = 10;

/**
 * The number a head has last given a series, as people read it: `RC-CNY-ABCDEFGHIJ-0001`. Series count without a gap for
 * each customer and currency, as part of the write that issues the document (F6, docs/adr/0018).
 */
export function documentNumber(head: Pick<Head, 'customerId' | 'currency' | 'issued'>, series: DocumentSeries): string {
  const customer = head.customerId.slice('cus_'.length, 'cus_'.length + customerLetters).toUpperCase();
  return `${letters[series]}-${head.currency}-${customer}-${(head.issued[series] ?? 0n).toString().padStart(4, '0')}`;
}
