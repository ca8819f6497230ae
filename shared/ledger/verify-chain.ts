import { customerAccounts } from './accounts.ts';
import { applyPostings, type Balances, sameBalances, zeroBalances } from './balances.ts';
import { entryHash, genesisHash, type Head, type JournalEntry } from './journal-entry.ts';
import { type Lot, sumOf } from './lots.ts';
import { checkPostings, mirror, type Posting } from './posting-rules.ts';

/**
 * What the entries of one customer and currency come to, entry by entry: nothing that is stored is trusted, and no more
 * is kept than what the next entry is held against.
 */
export interface ChainState {
  readonly sequence: bigint;
  readonly hash: string;
  readonly recordedAt: string;
  readonly balances: Balances;
  /** Prepaid money left of each deposit, by the number of its lot; empty ones are gone. */
  readonly lots: ReadonlyMap<bigint, Lot>;
}

export const emptyChain: ChainState = {
  ...{ sequence: 0n, hash: genesisHash, recordedAt: '', balances: zeroBalances, lots: new Map() },
};

/** The chain with its next entry, or what is wrong with that. */
export function checkNext(chain: ChainState, entry: JournalEntry): ChainState | string {
  const sequence = chain.sequence + 1n;
  if (entry.sequence !== sequence) return `entry ${sequence} is missing: the next is ${entry.sequence}`;
  if (entry.previousHash !== chain.hash) return 'the previous hash is not that of the entry before';
  if (entry.recordedAt <= chain.recordedAt) return 'the entry is recorded before the one before it';
  const broken = brokenRule(entry);
  if (broken !== undefined) return broken;
  const balances = applyPostings(chain.balances, entry.postings);
  if (!sameBalances(balances, entry.balancesAfter))
    return 'the balances after the entry are not the fold of its postings';
  if (customerAccounts.some((name) => balances[name] < 0n)) return 'an account is overdrawn';
  if (sumOf(entry.lots ?? []) !== balances.prepaid - chain.balances.prepaid) {
    return 'what the entry does to lots is not what it does to prepaid money';
  }
  const lots = lotsAfter(chain, entry);
  if (typeof lots === 'string') return lots;
  if (entryHash(entry) !== entry.hash) return 'the hash does not fit the entry: it was changed after it was posted';
  return { sequence, hash: entry.hash, recordedAt: entry.recordedAt, balances, lots };
}

/** Lots after an entry, or which of them cannot be: it holds less, is of a later entry, or was meant for something else. */
function lotsAfter(chain: ChainState, entry: JournalEntry): ChainState['lots'] | string {
  const lots = new Map(chain.lots);
  for (const change of entry.lots ?? []) {
    const { number } = change;
    const lot = lots.get(number) ?? { ...change, minor: 0n };
    const minor = lot.minor + change.minor;
    if (minor < 0n || number > entry.sequence) return `lot ${number} does not hold what the entry takes`;
    if (termsOf(lot) !== termsOf(change)) return `lot ${number} has other terms than it came with`;
    if (minor === 0n) lots.delete(number);
    else lots.set(number, { ...lot, minor });
  }
  return lots;
}

/** What is wrong with a head, given what its entries come to: number, hash, time, balances, lots and claims. */
export function checkHead(chain: ChainState, head: Head): string | undefined {
  if (head.sequence !== chain.sequence) {
    return `the head is at entry ${head.sequence}, the journal ends at ${chain.sequence}`;
  }
  if (head.hash !== chain.hash) return "the head's hash is not that of the last entry";
  if ((head.recordedAt ?? '') !== chain.recordedAt) return "the head's time is not that of the last entry";
  if (!sameBalances(head.balances, chain.balances)) return "the head's balances are not the fold of the postings";
  const claimed = head.claims.flatMap(({ lots = [] }) => lots);
  if (!isSame(chain.lots, byNumber([...head.lots, ...claimed]))) {
    return "the head's lots, with what is claimed of them, are not the fold of the entries";
  }
  const unlike = head.claims.find(({ on, minor, lots = [] }) => sumOf(lots) !== (on === 'prepaid' ? minor : 0n));
  if (unlike !== undefined) return `the claim of ${unlike.by} is not what its lots come to`;
  const unapplied = sumOf(head.claims.filter(({ on }) => on === 'unapplied'));
  return unapplied > head.balances.unapplied ? 'more unapplied money is claimed than there is' : undefined;
}

/** Lots by number, those of one number together; nothing where they disagree on its terms. */
function byNumber(lots: readonly Lot[]): ReadonlyMap<bigint, Lot> | undefined {
  const sums = new Map<bigint, Lot>();
  for (const lot of lots) {
    const other = sums.get(lot.number) ?? { ...lot, minor: 0n };
    if (termsOf(other) !== termsOf(lot)) return undefined;
    sums.set(lot.number, { ...lot, minor: other.minor + lot.minor });
  }
  return sums;
}

function isSame(a: ReadonlyMap<bigint, Lot>, b: ReadonlyMap<bigint, Lot> | undefined): boolean {
  const isAlike = (one: Lot, other: Lot | undefined) =>
    other !== undefined && one.minor === other.minor && termsOf(one) === termsOf(other);
  return a.size === b?.size && [...a].every(([number, lot]) => isAlike(lot, b.get(number)));
}

function termsOf({ types, expires, isFixed }: Lot): string {
  return JSON.stringify([types, expires, isFixed === true]);
}

function brokenRule(entry: JournalEntry): string | undefined {
  try {
    checkPostings(entry.postings, entry.reverses !== undefined);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A reversal mirrors one earlier entry, to the letter, and no entry is reversed twice. */
export function wrongReversal(
  entry: JournalEntry,
  earlier: (sequence: bigint) => readonly Posting[] | undefined,
  reversed: Set<bigint>,
): string | undefined {
  if (entry.reverses === undefined) return undefined;
  const { sequence } = entry.reverses;
  const first = sequence < entry.sequence ? earlier(sequence) : undefined;
  if (first === undefined) return `it reverses entry ${sequence}, which is not an earlier one`;
  if (reversed.has(sequence)) return `it reverses entry ${sequence}, which was reversed before`;
  reversed.add(sequence);
  const isMirror = JSON.stringify(mirror(first), asText) === JSON.stringify(entry.postings, asText);
  return isMirror ? undefined : `it is not the mirror of entry ${sequence}`;
}

function asText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
