import type { EntryWire } from '../contracts/customers.ts';
import type { Balances } from '../ledger/balances.ts';
import type { JournalEntry } from '../ledger/journal-entry.ts';
import type { Posting } from '../ledger/posting-rules.ts';
import { type Currency, currencyDigits } from '../model/currency.ts';
import { formatDecimal, toWire } from '../model/money.ts';

/** The id of an entry: its customer, currency and number say all. */
export function entryId(entry: Pick<JournalEntry, 'customerId' | 'currency'>, sequence: bigint): string {
  return `je_${entry.customerId.slice('cus_'.length)}_${entry.currency.toLowerCase()}_${sequence}`;
}

/** A journal entry as its customer sees it: who worked on it is the company's own business. */
export function entryForCustomer(entry: JournalEntry): EntryWire {
  return { ...entryToWire(entry), makers: [] };
}

/** A journal entry as the API shows it. */
export function entryToWire(entry: JournalEntry): EntryWire {
  const { currency } = entry;
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
    postings: postingsToWire(entry.postings, currency),
    balancesAfter: balancesToWire(entry.balancesAfter, currency),
    ...(entry.reverses === undefined ? {} : { reverses: entryId(entry, entry.reverses.sequence) }),
    previousHash: entry.previousHash,
    hash: entry.hash,
  };
}

/** The lines of an entry, written or planned. */
export function postingsToWire(postings: readonly Posting[], currency: Currency): EntryWire['postings'] {
  return postings.map(({ event, account, side, amountMinor }) => ({
    event,
    account,
    side,
    amount: toWire({ minor: amountMinor, currency }),
  }));
}

/** Balances as decimal strings of their currency. */
export function balancesToWire(balances: Balances, currency: Currency): EntryWire['balancesAfter'] {
  const amount = (minor: bigint) => formatDecimal(minor, currencyDigits(currency));
  return {
    receivable: amount(balances.receivable),
    prepaid: amount(balances.prepaid),
    held: amount(balances.held),
    unapplied: amount(balances.unapplied),
  };
}
