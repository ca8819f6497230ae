import { voucherFromItem } from '../../table/items/voucher-item.ts';
import type { Item } from '../../table/ledger-table.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** What happened to one file of a charge: announced, checked, replaced (A28). Colleagues see it, the customer does not. */
export function voucherEvents(item: Item): TimelineEvent[] {
  const voucher = voucherFromItem(item);
  const text = `${voucher.kind}: ${voucher.fileName}`;
  const events: TimelineEvent[] = [{ at: voucher.attachedAt, by: voucher.attachedBy, what: 'voucher attached', text }];
  const { findings, checkedAt, replacedAt } = voucher;
  if (findings !== undefined && checkedAt !== undefined) {
    const problems = findings.problems.join(', ');
    const what = problems === '' ? 'voucher accepted' : `voucher refused: ${problems}`;
    events.push({ at: checkedAt, by: 'policy', what, text });
  }
  if (replacedAt !== undefined) events.push({ at: replacedAt, by: voucher.attachedBy, what: 'voucher replaced', text });
  return events;
}
