import type { CustomerHistoryWire } from '../contracts/review.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Currency } from '../model/currency.ts';
import type { CalendarDate } from '../model/dates.ts';
import { toWire } from '../model/money.ts';
import type { OpenReceivable } from '../table/items/ledger-items.ts';

const shownAtMost = 10;
const countedAtMost = 1000;
/** So many receivables are worth reading: one more tells that there are more. */
export const receivablesToRead = countedAtMost + 1;

/**
 * What a reviewer should know of a customer: his latest charges, how his charges ended, what he owes and what of it is
 * late, and whether he objects to anything. `charges` come newest first; what is due before `today` is overdue. Of the
 * receivables, in the order they are due, the first thousand count.
 */
export function customerHistory(
  charges: readonly Charge[],
  receivables: readonly OpenReceivable[],
  today: CalendarDate,
): CustomerHistoryWire {
  const byState = Map.groupBy(charges, ({ state }) => state);
  const byCurrency = Map.groupBy(receivables.slice(0, countedAtMost), ({ currency }) => currency);
  return {
    recent: charges.slice(0, shownAtMost).map((charge) => ({
      id: charge.id,
      type: charge.type,
      amount: toWire(charge.amount),
      state: charge.state,
      period: charge.period,
      date: charge.effectiveDate,
      ...(charge.dispute === undefined ? {} : { dispute: charge.dispute }),
    })),
    byState: [...byState].map(([state, { length }]) => ({ state, count: length })),
    receivables: [...byCurrency].map(([currency, open]) => owed(currency, open, today)),
    isComplete: receivables.length <= countedAtMost,
    disputes: charges.filter(({ dispute }) => dispute !== undefined).length,
  };
}

function owed(currency: Currency, open: readonly OpenReceivable[], today: CalendarDate) {
  const late = open.filter(({ dueDate }) => dueDate < today);
  return {
    currency,
    count: open.length,
    open: toWire({ currency, minor: sum(open) }),
    overdueCount: late.length,
    overdue: toWire({ currency, minor: sum(late) }),
  };
}

function sum(open: readonly OpenReceivable[]): bigint {
  return open.reduce((total, { openMinor }) => total + openMinor, 0n);
}
