import { businessDate, later } from '../model/dates.ts';
import { toWire } from '../model/money.ts';
import type { Teller } from '../notices/mailer.ts';
import { type LowBalanceTeller, tellInTheMorning } from '../notices/tell-of-low-balance.ts';
import { tellWhoCanBeReached } from '../notices/tell-once.ts';
import { inLanes } from '../requests/in-lanes.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Item } from '../table/ledger-table.ts';
import { readMembers } from '../users/read-members.ts';
import { describeLowBalances, lowBalanceRows, untoldLowBalances } from './low-balances.ts';

/** More rows than this make no mail that anybody reads; it says how many there are, and where the list is. */
const listedAtMost = 50;
/** What fell just now is told by whoever follows the change, who may be at it. */
const graceMs = 900_000;
/** Whom nobody could reach for a week is not tried any longer. */
const triedMs = 7 * 86_400_000;
/** What is under way when time runs out may take this long. */
const reserveMs = 20_000;

/** What a morning has done. */
export interface Told {
  /** Balances that are low now. */
  readonly low: number;
  /** Falls that were told this morning, those for which there was no time, and people whom nothing reached. */
  readonly told: number;
  readonly left: number;
  readonly untold: number;
}

/**
 * Every morning, one digest of all balances that are low now to finance (C3): once a day, and none on a day without. Then
 * customers and colleagues hear of the falls that nobody has told them of yet (C9): the nightly control notices some, at
 * an hour at which nobody wants a short message. What fails keeps nothing else waiting, and fails the morning at its end.
 */
export async function tellLowBalances(
  context: LedgerContext,
  teller: LowBalanceTeller,
  remainingMs: () => number,
): Promise<Told> {
  const failed: unknown[] = [];
  const fail = (error: unknown) => void failed.push(error);
  const rows = await lowBalanceRows(context);
  let untold = 0;
  const count = (unsent: readonly string[]) => {
    untold += unsent.length;
  };
  await tellFinance(context, teller, rows).then(count).catch(fail);
  const now = context.clock();
  const falls = await untoldLowBalances(context, rows, { after: later(now, -triedMs), upTo: later(now, -graceMs) });
  const left = await inLanes(
    falls,
    () => remainingMs() > reserveMs,
    (alert) => tellInTheMorning(context, teller, alert).then(count).catch(fail),
  );
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} steps of telling low balances failed`);
  return { low: rows.length, told: falls.length - left, left, untold };
}

async function tellFinance(context: LedgerContext, teller: Teller, rows: readonly Item[]): Promise<readonly string[]> {
  const date = businessDate(context.clock(), context.zone);
  if (rows.length === 0) return [];
  const event = { requestId: 'low-balances' as const, name: date };
  const { unsent } = await tellWhoCanBeReached(context, teller, event, async () => {
    const [finance, first] = await Promise.all([
      readMembers(context.table, 'finance'),
      describeLowBalances(context, rows.slice(0, listedAtMost)),
    ]);
    const balances = first.map(({ customer, alert, balanceMinor }) => ({
      customerName: customer?.name ?? '',
      customerNumber: customer?.number ?? '',
      balance: toWire({ currency: alert.currency, minor: balanceMinor }),
      level: toWire({ currency: alert.currency, minor: alert.levelMinor }),
      since: alert.since,
    }));
    return finance.map(({ id, name, email, language }) => ({
      recipient: id,
      to: email,
      mail: { template: 'low-balances', language, data: { readerName: name, date, count: rows.length, balances } },
    }));
  });
  return unsent;
}
