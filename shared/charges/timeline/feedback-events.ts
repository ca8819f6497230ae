import { feedbackFromItem } from '../../table/items/feedback-item.ts';
import type { Item } from '../../table/ledger-table.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** The customer's answer through his one-time link (A29). */
export function feedbackEvents(item: Item): TimelineEvent[] {
  const { at, rating, text } = feedbackFromItem(item);
  return [{ at, by: 'customer', what: `feedback ${rating} of 5`, ...(text === '' ? {} : { text }), forCustomer: true }];
}
