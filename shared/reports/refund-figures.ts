import { beyondCalendar, workingDaysBetween } from '../arrivals/working-days.ts';
import type { RefundFiguresWire, RefundStatisticsWire } from '../contracts/reports.ts';
import type { Currency } from '../model/currency.ts';
import { businessDate } from '../model/dates.ts';
import { formatDecimal, toWire } from '../model/money.ts';
import type { Refund } from '../model/refund.ts';
import type { WorkingCalendar } from '../model/working-calendar.ts';

type Row = RefundStatisticsWire['byReason'][number];

/** Refunds by one word each and by currency, in the order of the words. */
export function rowsBy(refunds: readonly Refund[], wordOf: (refund: Refund) => string): Row[] {
  const groups = Map.groupBy(refunds, (refund) => `${wordOf(refund)}\u0000${refund.amount.currency}`);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, some]) => {
      const [first] = some;
      const [key = ''] = name.split('\u0000');
      return first === undefined ? [] : [{ key, ...figuresOf(first.amount.currency, some) }];
    });
}

/** The figures of all refunds of one currency beside what was charged in it. */
export function totalOf(
  currency: Currency,
  refunds: readonly Refund[],
  { chargedMinor, calendar, zone }: { chargedMinor: bigint; calendar: WorkingCalendar; zone: string },
): RefundStatisticsWire['totals'][number] {
  const paid = refunds.filter(isPaid);
  const rate = chargedMinor === 0n ? {} : { refundRate: percent(netMinor(paid), chargedMinor) };
  const days = paid.map((refund) => daysToPay(refund, calendar, zone)).filter((count) => count !== undefined);
  return {
    ...figuresOf(currency, refunds),
    fees: toWire({ minor: paid.reduce((sum, { feeMinor }) => sum + feeMinor, 0n), currency }),
    charged: toWire({ minor: chargedMinor, currency }),
    ...rate,
    ...(days.length === 0 ? {} : { workingDaysToPay: median(days) }),
  };
}

function figuresOf(currency: Currency, refunds: readonly Refund[]): RefundFiguresWire {
  const paid = refunds.filter(isPaid);
  const grossMinor = refunds.reduce((sum, { amount }) => sum + amount.minor, 0n);
  return {
    currency,
    count: refunds.length,
    amount: toWire({ minor: grossMinor, currency }),
    paidCount: paid.length,
    paidNet: toWire({ minor: netMinor(paid), currency }),
  };
}

function isPaid({ state }: Refund): boolean {
  return state === 'paid' || state === 'arrived';
}

function netMinor(paid: readonly Refund[]): bigint {
  return paid.reduce((sum, { amount, feeMinor }) => sum + amount.minor - feeMinor, 0n);
}

/** A share in percent with two decimals, rounded half up. */
function percent(partMinor: bigint, wholeMinor: bigint): string {
  return formatDecimal((partMinor * 20_000n + wholeMinor) / (wholeMinor * 2n), 2);
}

/** Working days from asking to the day the bank paid; nothing where the calendar does not know them all. */
function daysToPay({ submittedAt, attempts }: Refund, calendar: WorkingCalendar, zone: string): number | undefined {
  const paidOn = attempts.findLast(({ outcome }) => outcome === 'paid')?.paidOn;
  if (paidOn === undefined) return undefined;
  const days = workingDaysBetween(calendar, businessDate(submittedAt, zone), paidOn);
  return days === beyondCalendar ? undefined : days;
}

/** The middle one, or the mean of the two in the middle; one decimal. */
function median(days: readonly number[]): string {
  const sorted = [...days].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0;
  return formatDecimal(BigInt(low + high) * 5n, 1);
}
