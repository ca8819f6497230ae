import type { DisputeStep } from '../../model/dispute.ts';
import { disputeFromItem } from '../../table/items/dispute-item.ts';
import type { Item } from '../../table/ledger-table.ts';
import type { TimelineEvent } from './timeline-event.ts';

const words: Readonly<Record<DisputeStep['action'], string>> = {
  open: 'dispute opened',
  explain: 'dispute explained',
  reopen: 'dispute reopened',
  close: 'dispute closed',
};

/** What was said in one dispute (A45): the customer's own business, so he sees it too. */
export function disputeEvents(item: Item): TimelineEvent[] {
  return disputeFromItem(item).steps.map(({ at, by, action, text, outcome }) => ({
    at,
    by,
    what: outcome === undefined ? words[action] : `${words[action]}: ${outcome}`,
    text,
    forCustomer: true,
  }));
}
