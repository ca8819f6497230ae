import { commentEvents } from '../charges/timeline/comment-events.ts';
import { taskEvents } from '../charges/timeline/task-events.ts';
import type { TimelineEvent } from '../charges/timeline/timeline-event.ts';
import { voucherEvents } from '../charges/timeline/voucher-events.ts';
import type { RefundCaseWire } from '../contracts/refunds.ts';
import type { Refund } from '../model/refund.ts';
import type { Item } from '../table/ledger-table.ts';
import { type RefundReader, refundToWire } from './refund-wire.ts';

/** Which rows of a refund's archive tell of events, by the first letters of their sort key. */
const tellers: readonly (readonly [prefix: string, events: (item: Item) => TimelineEvent[]])[] = [
  ['VOUCHER#', voucherEvents],
  ['COMMENT#', commentEvents],
  ['TASK#', taskEvents],
];

/** Everything that happened to a refund, in order; its customer sees its steps, and what he did himself. */
export function refundTimeline(
  refund: Refund,
  archive: readonly Item[],
  reader: RefundReader,
): RefundCaseWire['timeline'] {
  const steps = refundToWire(refund, reader).history.map(({ at, by, action, to, reason }) => ({
    ...{ at, by, what: `${action} → ${to}` },
    ...(reason === undefined ? {} : { text: reason }),
  }));
  const ofRows = archive
    .flatMap((item) => tellers.find(([prefix]) => String(item.sk).startsWith(prefix))?.[1](item) ?? [])
    .filter(({ by }) => reader.isStaff || by === reader.id)
    .map(({ at, by, what, text }) => ({ at, by, what, ...(text === undefined ? {} : { text }) }));
  return [...steps, ...ofRows].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
