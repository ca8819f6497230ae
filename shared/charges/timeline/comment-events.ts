import { commentFromItem } from '../../table/items/comment-item.ts';
import type { Item } from '../../table/ledger-table.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** What a colleague said about the charge; the customer does not see it. */
export function commentEvents(item: Item): TimelineEvent[] {
  const { at, by, kind, text } = commentFromItem(item);
  return [{ at, by, what: kind, text }];
}
