import { hash } from 'node:crypto';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import { type Currency, currencyDigits } from '../model/currency.ts';
import { type CalendarDate, type Instant, later } from '../model/dates.ts';
import type { ChargeId, CustomerId, RequestId } from '../model/ids.ts';
import { formatDecimal } from '../model/money.ts';
import { customerAccounts } from './accounts.ts';
import { applyPostings, type Balances, overdrawn, zeroBalances } from './balances.ts';
import { applyLots, type Lot, type LotChange, negated, ownLot, sumOf } from './lots.ts';
import { checkPostings, mirror, type Posting } from './posting-rules.ts';

/**
 * Money set apart for a request that is under way (F3), or a charge that a correction has its hand on. What is claimed of
 * prepaid money has left the lots it came from, and goes back to them when the claim ends; balances keep it until it is
 * paid out.
 */
export interface Claim {
  readonly by: RequestId;
  readonly on: 'prepaid' | 'unapplied' | ChargeId;
  /** Minor units; a correction claims the charge and no money. */
  readonly minor: bigint;
  /** With prepaid money: what of which lots. */
  readonly lots?: readonly Lot[];
}

/** Series in which documents are numbered without a gap, a customer and currency each (F6, docs/adr/0018). */
export const documentSeries = ['receipt', 'refund-voucher', 'credit-note'] as const;
export type DocumentSeries = (typeof documentSeries)[number];

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
  /** Counts every change, those without an entry as well: whoever writes says which state he saw. */
  readonly version: bigint;
  /** Prepaid money by the deposit that brought it, without what is claimed. */
  readonly lots: readonly Lot[];
  readonly claims: readonly Claim[];
  /** The last number issued of each series; a series without one has not begun. */
  readonly issued: Readonly<Partial<Record<DocumentSeries, bigint>>>;
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
  /** What it does to the lots of prepaid money; they sum to what it does to the prepaid balance. */
  readonly lots?: readonly LotChange[];
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
  return {
    ...{ customerId, currency, sequence: 0n, hash: genesisHash, balances: zeroBalances },
    ...{ version: 0n, lots: [], claims: [], issued: {} },
  };
}

/** What of an account's balance is not claimed by a request that is under way, minor units. */
export function unclaimed(head: Pick<Head, 'balances' | 'claims'>, account: 'prepaid' | 'unapplied'): bigint {
  return head.balances[account] - sumOf(head.claims.filter(({ on }) => on === account));
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
  const sequence = head.sequence + 1n;
  const { lots: changes = [], ...rest } = draft;
  const lots = changes.map((change) => (change.number === ownLot ? { ...change, number: sequence } : change));
  invariant(
    sumOf(lots) === balancesAfter.prepaid - head.balances.prepaid,
    'what an entry does to lots is what it does to prepaid money',
  );
  const entry = {
    ...rest,
    ...(lots.length === 0 ? {} : { lots }),
    customerId: head.customerId,
    currency: head.currency,
    sequence,
    recordedAt: head.recordedAt !== undefined && head.recordedAt >= now ? later(head.recordedAt, 1) : now,
    balancesAfter,
    previousHash: head.hash,
  };
  return { ...entry, hash: entryHash(entry) };
}

/** What else changes at a head with some entries, or without any. */
export interface HeadChange {
  readonly claim?: Claim;
  /** Claims of this request end: what they hold goes back to its lots before the first entry. */
  readonly release?: RequestId;
  readonly issue?: readonly DocumentSeries[];
}

/** The head with claims that end given back and numbers issued: what entries are then chained to. */
export function headBefore(head: Head, { release, issue = [] }: HeadChange): Head {
  const ended = head.claims.filter(({ by }) => by === release);
  const issued: Partial<Record<DocumentSeries, bigint>> = { ...head.issued };
  for (const series of issue) issued[series] = (issued[series] ?? 0n) + 1n;
  return {
    ...head,
    version: head.version + 1n,
    claims: head.claims.filter(({ by }) => by !== release),
    lots: applyLots(
      head.lots,
      ended.flatMap(({ lots = [] }) => lots),
    ),
    issued,
  };
}

/** The head after an entry. */
export function headAfter(before: Head, entry: JournalEntry): Head {
  const { sequence, hash, recordedAt, balancesAfter, lots = [] } = entry;
  return { ...before, sequence, hash, recordedAt, balances: balancesAfter, lots: applyLots(before.lots, lots) };
}

/** The head with a new claim; its lots have left. */
export function withClaim(head: Head, claim: Claim): Head {
  invariant(
    claim.on !== 'prepaid' || sumOf(claim.lots ?? []) === claim.minor,
    'a claim on prepaid money names its lots',
  );
  return { ...head, claims: [...head.claims, claim], lots: applyLots(head.lots, negated(claim.lots ?? [])) };
}

/** A draft that takes an entry back: the mirror of its postings, pointing at it (promise 2). */
export function reversalDraft(
  entry: JournalEntry,
  by: { requestId: RequestId; effectiveDate: CalendarDate; makers: readonly string[] },
): EntryDraft {
  invariant(entry.reverses === undefined, 'a reversal is not reversed: post the right entry again');
  return {
    ...by,
    postings: mirror(entry.postings),
    reverses: { sequence: entry.sequence },
    // What it takes back was earned in that time and no other (A30).
    ...(entry.period === undefined ? {} : { period: entry.period }),
    ...(entry.lots === undefined ? {} : { lots: negated(entry.lots) }),
  };
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
    ...(entry.lots === undefined ? [] : [entry.lots.map(lotWords)]),
  ]);
}

function lotWords({ number, minor, types, expires, isFixed }: LotChange) {
  return [number.toString(), minor.toString(), types ?? null, expires ?? null, isFixed ?? false];
}
