import { readCase } from '../charges/stored-charge.ts';
import type { AnnouncedPayment, ArrivalRules, DelayRecord } from '../model/arrival.ts';
import { type Charge, type ChargeCase, isDraft } from '../model/charge-request.ts';
import { businessDate, type CalendarDate, type Instant } from '../model/dates.ts';
import type { ChargeId } from '../model/ids.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import type { WorkingCalendar } from '../model/working-calendar.ts';
import type { LedgerContext } from '../table/context.ts';
import { announcedPaymentFromItem } from '../table/items/announced-payment-item.ts';
import { delayRecordFromItem } from '../table/items/delay-record-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { readArrivalRules } from './arrival-rules.ts';
import { type ArrivalStatus, arrivalStatus } from './arrival-status.ts';
import { type ArrivalWindow, arrivalWindow, type Known } from './arrival-window.ts';
import { readCalendar } from './working-calendar.ts';

/** Where the money of a charge stands, as the table has it. */
export interface ArrivalCase {
  readonly charge: ChargeCase;
  /** What is still owed, in minor units of the charge's currency; nothing before it is posted. */
  readonly openMinor: bigint;
  readonly payments: readonly AnnouncedPayment[];
  readonly delays: readonly DelayRecord[];
  readonly calendar: PublishedPolicy<WorkingCalendar>;
  readonly rules: PublishedPolicy<ArrivalRules>;
  readonly known: Known;
  readonly now: Instant;
  readonly today: CalendarDate;
  /** When the newest announced payment arrives. */
  readonly announced?: { readonly payment: AnnouncedPayment; readonly window: ArrivalWindow };
  readonly status: ArrivalStatus;
}

/** Reads a charge with what was said of its payment: four reads, one more once it is posted and was not prepaid (A68). */
export async function readArrival(context: LedgerContext, id: ChargeId): Promise<ArrivalCase | undefined> {
  const { table } = context;
  const [charge, payments, delays, calendar, rules] = await Promise.all([
    readCase(table, id),
    queryPartition(table, { ...keys.announcedPayments(id), strong: true }),
    queryPartition(table, { ...keys.delayRecords(id), strong: true }),
    readCalendar(table),
    readArrivalRules(table),
  ]);
  if (charge === undefined) return undefined;
  const now = context.clock();
  return arrivalCase({
    charge,
    openMinor: isDraft(charge) ? 0n : await readOpenMinor(table, charge),
    payments: payments.map(announcedPaymentFromItem),
    delays: delays.map(delayRecordFromItem),
    calendar,
    rules,
    now,
    today: businessDate(now, context.zone),
  });
}

type Read = Omit<ArrivalCase, 'known' | 'announced' | 'status'>;

/** What follows from what was read. */
export function arrivalCase(read: Read): ArrivalCase {
  const known = { calendar: read.calendar.content, rules: read.rules.content };
  const payment = read.payments.at(-1);
  const announced =
    payment === undefined
      ? undefined
      : {
          payment,
          window: arrivalWindow(known, {
            method: payment.method,
            earliestPaid: payment.paidOn,
            latestPaid: payment.paidOn,
          }),
        };
  const money = { openMinor: read.openMinor, announced: payment, latest: announced?.window.latest };
  return {
    ...read,
    known,
    ...(announced === undefined ? {} : { announced }),
    status: arrivalStatus(read.charge, money, read.today),
  };
}

/** What the customer still owes for a posted charge: prepaid money may have paid it, and a payment since (A25). */
async function readOpenMinor(table: LedgerTable, charge: Charge): Promise<bigint> {
  const dueDate = charge.posting?.dueDate;
  if (dueDate === undefined) return 0n;
  const item = await getItem(table, keys.receivable(charge.customerId, dueDate, charge.id), { strong: true });
  return item === undefined ? 0n : (item.amt as bigint);
}
