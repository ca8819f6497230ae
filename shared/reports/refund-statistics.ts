import { readCalendar } from '../arrivals/working-calendar.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { refundStatistics as contract } from '../contracts/reports.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Currency } from '../model/currency.ts';
import { addDays, businessDate, businessDayStart, monthsOf } from '../model/dates.ts';
import type { RefundId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import { allInRange, type DateRange, type RangeLimits } from '../table/charge-lists.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeFromItem, isSubmittedCharge } from '../table/items/charge-item.ts';
import { refundFromItem } from '../table/items/refund-item.ts';
import { keys, requestMonthPartition } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { largestReport } from './charge-statistics.ts';
import { readAll } from './read-all.ts';
import { rowsBy, totalOf } from './refund-figures.ts';

/**
 * Why, how much and how fast money went back, and what share of the charges that is (B27): read afresh from the months'
 * lists of refunds and of charges. Refuses with USER_DISABLED, FORBIDDEN, REPORT_TOO_LARGE.
 */
export async function refundStatistics(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
  limits: RangeLimits = largestReport,
): Promise<ReplyOf<typeof contract>> {
  const { from, to } = query;
  const { zone } = context;
  await requireActiveUser(context.table, call.actor.id, contract.roles);
  const [refunds, charged, { content: calendar }] = await Promise.all([
    refundsOf(context, { from, to }, limits),
    chargedOf(context, { from, to }, limits),
    readCalendar(context.table),
  ]);
  const byCurrency = Map.groupBy(refunds, ({ amount }) => amount.currency);
  const currencies = [...new Set([...byCurrency.keys(), ...charged.keys()])].sort();
  return {
    body: {
      ...{ from, to, asOf: context.clock() },
      byReason: rowsBy(refunds, ({ reason }) => reason.code),
      bySource: rowsBy(refunds, ({ source }) => source.from),
      byState: rowsBy(refunds, ({ state }) => state),
      byMethod: rowsBy(refunds, ({ payout }) => payout.method),
      byMonth: rowsBy(refunds, ({ submittedAt }) => businessDate(submittedAt, zone).slice(0, 'YYYY-MM'.length)),
      totals: currencies.map((currency) =>
        totalOf(currency, byCurrency.get(currency) ?? [], {
          chargedMinor: charged.get(currency) ?? 0n,
          calendar,
          zone,
        }),
      ),
    },
  };
}

/** The refunds asked for in a range, as they stand now. */
async function refundsOf(
  { table, zone }: LedgerContext,
  { from, to }: DateRange,
  limits: RangeLimits,
): Promise<Refund[]> {
  const between = { low: businessDayStart(from, zone), high: businessDayStart(addDays(to, 1), zone) };
  const ids: RefundId[] = [];
  for (const month of monthsOf(from, to)) {
    const rows = await queryPartition(table, { index: 'GSI2', pk: requestMonthPartition(month, 'refund'), between });
    ids.push(...rows.map(({ pk }) => String(pk).slice(2) as RefundId));
    if (ids.length > limits.most) throw tooLarge(limits);
  }
  const refunds: Refund[] = [];
  await readAll(table, ids.map(keys.request), (item) => refunds.push(refundFromItem(item)));
  return refunds;
}

/** What the charges submitted in a range and posted come to, by currency. */
async function chargedOf(
  { table, zone }: LedgerContext,
  range: DateRange,
  limits: RangeLimits,
): Promise<ReadonlyMap<Currency, bigint>> {
  const ids = await allInRange(table, { zone, range, shown: {} }, limits);
  if (ids === undefined) throw tooLarge(limits);
  const sums = new Map<Currency, bigint>();
  await readAll(table, ids.map(keys.request), (item) => {
    if (!isSubmittedCharge(item)) return;
    const { state, amount } = chargeFromItem(item);
    if (state === 'posted') sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.minor);
  });
  return sums;
}

function tooLarge({ most, mostRead }: RangeLimits): DomainError {
  return new DomainError('REPORT_TOO_LARGE', { most: String(most), mostRead: String(mostRead) });
}
