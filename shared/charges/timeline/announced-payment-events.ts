import { announcedPaymentFromItem } from '../../table/items/announced-payment-item.ts';
import type { Item } from '../../table/ledger-table.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** A payment somebody announced (A70): the customer's own business, so he sees it too. */
export function announcedPaymentEvents(item: Item): TimelineEvent[] {
  const { at, by, method, paidOn, bankReference } = announcedPaymentFromItem(item);
  const what = `payment announced: ${method} on ${paidOn}`;
  return [{ at, by, what, ...(bankReference === undefined ? {} : { text: bankReference }), forCustomer: true }];
}
