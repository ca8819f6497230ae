import type { ChargeCaseWire } from '../../contracts/charges.ts';
import { type ChargeCase, type ChargeRevision, isDraft } from '../../model/charge-request.ts';
import type { Item } from '../../table/ledger-table.ts';
import { announcedPaymentEvents } from './announced-payment-events.ts';
import { chargeEvents } from './charge-events.ts';
import { commentEvents } from './comment-events.ts';
import { delayRecordEvents } from './delay-record-events.ts';
import { disputeEvents } from './dispute-events.ts';
import { feedbackEvents } from './feedback-events.ts';
import { taskEvents } from './task-events.ts';
import type { TimelineEvent } from './timeline-event.ts';
import { voucherEvents } from './voucher-events.ts';

/** Which rows of a charge's archive tell of events, by the first letters of their sort key. */
const tellers: readonly (readonly [prefix: string, events: (item: Item) => TimelineEvent[]])[] = [
  ['VOUCHER#', voucherEvents],
  ['COMMENT#', commentEvents],
  ['DISPUTE#', disputeEvents],
  ['TASK#', taskEvents],
  ['FEEDBACK', feedbackEvents],
  ['PAYMENT#', announcedPaymentEvents],
  ['DELAY#', delayRecordEvents],
];

/** Everything that happened to a charge, in order; its customer sees his part of it. */
export function timelineOf(
  archive: readonly Item[],
  current: ChargeCase,
  earlier: readonly ChargeRevision[],
  isStaff: boolean,
): ChargeCaseWire['timeline'] {
  const ofRows = archive.flatMap((item) => {
    const teller = tellers.find(([prefix]) => String(item.sk).startsWith(prefix));
    return teller === undefined ? [] : teller[1](item);
  });
  const events: TimelineEvent[] = [
    ...(isDraft(current) || current.openedAt < (earlier[0]?.history[0]?.at ?? current.submittedAt)
      ? [{ at: current.openedAt, by: current.maker, what: 'draft begun' }]
      : []),
    ...earlier.flatMap(({ revision, history }) => chargeEvents(revision, history)),
    ...chargeEvents(current.revision, current.history),
    ...ofRows,
  ];
  return events
    .filter(({ forCustomer }) => isStaff || forCustomer === true)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ at, by, what, text }) => ({ at, by: isStaff ? by : '', what, ...(text === undefined ? {} : { text }) }));
}
