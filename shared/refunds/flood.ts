import { DomainError } from '../errors/domain-error.ts';
import type { Head } from '../ledger/journal-entry.ts';
import { refundFromItem } from '../table/items/refund-item.ts';
import { keys } from '../table/keys.ts';
import { getItems, type LedgerTable } from '../table/ledger-table.ts';
import { isRefund } from './source-left.ts';

/** So many refunds of one customer and currency may be under way; the claims of all lie on one item. */
const mostUnderWay = 20;
/** Of those, so many that the customer asked for himself: somebody has to look at each. */
const mostOfCustomer = 5;

/**
 * Why no further refund may be asked for where the ledger stands at `head`: too many are under way; nothing while there
 * is room. One batch read, for a customer who has as many under way as he may ask for. Answers REFUND_LIMIT.
 */
export async function floodOf(
  table: LedgerTable,
  head: Head,
  { askedByCustomer }: { readonly askedByCustomer: boolean },
): Promise<DomainError | undefined> {
  const underWay = head.claims.map(({ by }) => by).filter(isRefund);
  if (underWay.length >= mostUnderWay) return new DomainError('REFUND_LIMIT', { limit: String(mostUnderWay) });
  if (!askedByCustomer || underWay.length < mostOfCustomer) return undefined;
  const refunds = (await getItems(table, underWay.map(keys.request))).map(refundFromItem);
  // One that was asked for a moment ago and cannot be read yet counts as his.
  const ofOffice = refunds.filter((refund) => !refund.askedByCustomer).length;
  const isFull = underWay.length - ofOffice >= mostOfCustomer;
  return isFull ? new DomainError('REFUND_LIMIT', { limit: String(mostOfCustomer) }) : undefined;
}
