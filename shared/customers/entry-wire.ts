import type { EntryWire, LotWire } from '../contracts/customers.ts';
import type { LotReceipts } from '../deposits/lot-receipts.ts';
import type { Balances } from '../ledger/balances.ts';
import type { JournalEntry } from '../ledger/journal-entry.ts';
import type { Lot } from '../ledger/lots.ts';
import type { Posting } from '../ledger/posting-rules.ts';
import { type Currency, currencyDigits } from '../model/currency.ts';
import type { CustomerId } from '../model/ids.ts';
import { formatDecimal, toWire } from '../model/money.ts';

/** The id of an entry: its customer, currency and number say all. */
export function entryId(entry: Pick<JournalEntry, 'customerId' | 'currency'>, sequence: bigint): string {
  return `je_${entry.customerId.slice('cus_'.length)}_${entry.currency.toLowerCase()}_${sequence}`;
}

/** A journal entry as its customer sees it: who worked on it is the company's own business. */
export function entryForCustomer(entry: JournalEntry, receipts: LotReceipts): EntryWire {
  return { ...entryToWire(entry, receipts), makers: [] };
}

/** A journal entry as the API shows it, with the receipts of the deposits it used (C22). */
export function entryToWire(entry: JournalEntry, receipts: LotReceipts): EntryWire {
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
    ...(entry.lots === undefined ? {} : { lots: entry.lots.map((lot) => lotToWire(entry, lot, receipts)) }),
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

/** A lot, or what an entry did to one, as the API shows it. */
export function lotToWire(
  owner: { customerId: CustomerId; currency: Currency },
  { number, minor }: Pick<Lot, 'number' | 'minor'>,
  receipts: LotReceipts,
): LotWire {
  return {
    number: Number(number),
    entry: entryId(owner, number),
    ...receipts.get(number),
    amount: toWire({ minor, currency: owner.currency }),
  };
}
