import { delayRecordFromItem } from '../../table/items/delay-record-item.ts';
import type { Item } from '../../table/ledger-table.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** A step of the procedure for late money (A71); colleagues see it, the customer does not. */
export function delayRecordEvents(item: Item): TimelineEvent[] {
  const { at, by, step, finding, outcome } = delayRecordFromItem(item);
  return [{ at, by, what: `late money, ${step}: ${finding}`, text: outcome }];
}
