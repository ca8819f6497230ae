import { businessDate } from '../model/dates.ts';
import { toWire } from '../model/money.ts';
import type { Teller } from '../notices/mailer.ts';
import { tellWhoCanBeReached } from '../notices/tell-once.ts';
import type { LedgerContext } from '../table/context.ts';
import { readMembers } from '../users/read-members.ts';
import { readLowBalances } from './low-balances.ts';

/** More rows than this make no mail that anybody reads; it says how many there are, and where the list is. */
const listedAtMost = 50;

/**
 * Every morning, the digest of all balances that are low now, to finance (C3): once a day, and none on a day without.
 * Answers how many there are, and who could not be reached.
 */
export async function tellLowBalances(
  context: LedgerContext,
  teller: Teller,
): Promise<{ low: number; untold: number }> {
  const date = businessDate(context.clock(), context.zone);
  const { count, first } = await readLowBalances(context, listedAtMost);
  if (count === 0) return { low: 0, untold: 0 };
  const event = { requestId: 'low-balances' as const, name: date };
  const { unsent } = await tellWhoCanBeReached(context, teller, event, async () => {
    const finance = await readMembers(context.table, 'finance');
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
      mail: { template: 'low-balances', language, data: { readerName: name, date, count, balances } },
    }));
  });
  return { low: count, untold: unsent.length };
}
