import type { EntryWire } from '../contracts/customers.ts';
import type { JournalEntry } from '../ledger/journal-entry.ts';
import { currencyDigits } from '../model/currency.ts';
import { formatDecimal, toWire } from '../model/money.ts';

/** The id of an entry: its customer, currency and number say all. */
function entryId(entry: Pick<JournalEntry, 'customerId' | 'currency'>, sequence: bigint): string {
  return `je_${entry.customerId.slice('cus_'.length)}_${entry.currency.toLowerCase()}_${sequence}`;
}

/** A journal entry as its customer sees it: who worked on it is the company's own business. */
export function entryForCustomer(entry: JournalEntry): EntryWire {
  return { ...entryToWire(entry), makers: [] };
}

/** A journal entry as the API shows it. */
export function entryToWire(entry: JournalEntry): EntryWire {
  const { currency, balancesAfter } = entry;
  const amount = (minor: bigint) => formatDecimal(minor, currencyDigits(currency));
  return {
    id: entryId(entry, entry.sequence),
    customerId: entry.customerId,
    currency,
    sequence: Number(entry.sequence),
    requestId: entry.requestId,
    effectiveDate: entry.effectiveDate,
    ...(entry.period === undefined ? {} : { period: entry.period }),
    recordedAt: entry.recordedAt,
    makers: [...entry.makers],
    postings: entry.postings.map(({ event, account, side, amountMinor }) => ({
      event,
      account,
      side,
      amount: toWire({ minor: amountMinor, currency }),
    })),
    balancesAfter: {
      receivable: amount(balancesAfter.receivable),
      prepaid: amount(balancesAfter.prepaid),
      held: amount(balancesAfter.held),
      unapplied: amount(balancesAfter.unapplied),
    },
    ...(entry.reverses === undefined ? {} : { reverses: entryId(entry, entry.reverses.sequence) }),
    previousHash: entry.previousHash,
    hash: entry.hash,
  };
}
