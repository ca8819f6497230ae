import { hash } from 'node:crypto';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import { type Currency, currencyDigits } from '../model/currency.ts';
import { type CalendarDate, type Instant, later } from '../model/dates.ts';
import type { CustomerId, RequestId } from '../model/ids.ts';
import { formatDecimal } from '../model/money.ts';
import { customerAccounts } from './accounts.ts';
import { applyPostings, type Balances, overdrawn, zeroBalances } from './balances.ts';
import { checkPostings, mirror, type Posting } from './posting-rules.ts';

/** Where a customer's ledger of one currency stands: what the next entry is chained to. */
export interface Head {
  readonly customerId: CustomerId;
  readonly currency: Currency;
  /** Number of the last entry; 0 before the first. */
  readonly sequence: bigint;
  /** Hash of the last entry; of nothing before the first. */
  readonly hash: string;
  readonly recordedAt?: Instant;
  readonly balances: Balances;
}

/** What somebody wants posted. Dates are kept apart: business date, charged period, and when it was recorded (X1). */
export interface EntryDraft {
  readonly requestId: RequestId;
  readonly effectiveDate: CalendarDate;
  readonly period?: { readonly start: CalendarDate; readonly end: CalendarDate };
  /** Who made the request, then who approved it, in order; X4: money never appears without them. */
  readonly makers: readonly string[];
  readonly postings: readonly Posting[];
  /** The entry this one mirrors. */
  readonly reverses?: { readonly sequence: bigint };
}

/** An entry of the journal: written once, never changed (promise 2). */
export interface JournalEntry extends EntryDraft {
  readonly customerId: CustomerId;
  readonly currency: Currency;
  readonly sequence: bigint;
  readonly recordedAt: Instant;
  readonly balancesAfter: Balances;
  readonly previousHash: string;
  readonly hash: string;
}

/** The previous hash of every first entry. */
export const genesisHash = hash('sha256', '', 'base64url');

export function emptyHead(customerId: CustomerId, currency: Currency): Head {
  return { customerId, currency, sequence: 0n, hash: genesisHash, balances: zeroBalances };
}

/**
 * Chains a draft to the head: the next number, a time after the last entry's, balances after it, and the hash.
 * Refuses with PREPAID_INSUFFICIENT when prepaid money does not reach; any other overdraft is a fault of ours.
 */
export function appendEntry(head: Head, draft: EntryDraft, now: Instant): JournalEntry {
  checkPostings(draft.postings, draft.reverses !== undefined);
  const balancesAfter = applyPostings(head.balances, draft.postings);
  const short = overdrawn(balancesAfter);
  if (short === 'prepaid') {
    const needed = head.balances.prepaid - balancesAfter.prepaid;
    const digits = currencyDigits(head.currency);
    throw new DomainError('PREPAID_INSUFFICIENT', { needed: `${head.currency} ${formatDecimal(needed, digits)}` });
  }
  invariant(short === undefined, `the entry would overdraw ${short}`);
  const entry = {
    ...draft,
    customerId: head.customerId,
    currency: head.currency,
    sequence: head.sequence + 1n,
    recordedAt: head.recordedAt !== undefined && head.recordedAt >= now ? later(head.recordedAt, 1) : now,
    balancesAfter,
    previousHash: head.hash,
  };
  return { ...entry, hash: entryHash(entry) };
}

/** The head after an entry. */
export function headAfter(entry: JournalEntry): Head {
  const { customerId, currency, sequence, hash, recordedAt, balancesAfter } = entry;
  return { customerId, currency, sequence, hash, recordedAt, balances: balancesAfter };
}

/** A draft that takes an entry back: the mirror of its postings, pointing at it (promise 2). */
export function reversalDraft(
  entry: JournalEntry,
  by: { requestId: RequestId; effectiveDate: CalendarDate; makers: readonly string[] },
): EntryDraft {
  invariant(entry.reverses === undefined, 'a reversal is not reversed: post the right entry again');
  return { ...by, postings: mirror(entry.postings), reverses: { sequence: entry.sequence } };
}

/** SHA-256 over the previous hash and every field of the entry in a fixed order (F28); base64url. */
export function entryHash(entry: Omit<JournalEntry, 'hash'>): string {
  return hash('sha256', `${entry.previousHash}\n${canonicalEntry(entry)}`, 'base64url');
}

function canonicalEntry(entry: Omit<JournalEntry, 'hash'>): string {
  return JSON.stringify([
    entry.customerId,
    entry.currency,
    entry.sequence.toString(),
    entry.requestId,
    entry.effectiveDate,
    entry.period === undefined ? null : [entry.period.start, entry.period.end],
    entry.recordedAt,
    entry.makers,
    entry.postings.map(({ event, account, side, amountMinor }) => [event, account, side, amountMinor.toString()]),
    customerAccounts.map((name) => entry.balancesAfter[name].toString()),
    entry.reverses === undefined ? null : entry.reverses.sequence.toString(),
  ]);
}
