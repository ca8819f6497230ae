import { hash } from 'node:crypto';
import { customerAccounts } from '../ledger/accounts.ts';
import { applyPostings, type Balances, zeroBalances } from '../ledger/balances.ts';
import { entryHash, genesisHash, type Head, type JournalEntry } from '../ledger/journal-entry.ts';
import type { Lot } from '../ledger/lots.ts';
import { checkPostings, mirror } from '../ledger/posting-rules.ts';
import type { ControlRecord, RequestFacts } from '../table/control-records.ts';

/**
 * Holds the books of every customer against each other while a scan goes over the table in whatever order (H15).
 *
 * Everything that must agree is said twice in the table: once by the journal, once by a head, a receivable or a request.
 * Each saying is a number, the journal's added and the other one's taken off, all into one sum a ledger: where the books
 * agree it is zero. Amounts count with a weight of their own, everything else as 64 bits of SHA-256, so that two faults
 * do not cancel out. A chain needs no order either: each entry adds the state it leaves and takes off the state it
 * found. So memory is one small record a ledger, however many entries it has.
 *
 * A sum that is not zero is a suspicion only: a scan is no snapshot. `check-ledger.ts` looks again.
 */
export class LedgerSums {
  readonly #sums = new Map<string, Ledger>();

  add(record: ControlRecord): void {
    const { entry, head, receivable, request } = record;
    if (entry !== undefined) this.#addEntry(entry);
    if (head !== undefined) this.#addHead(head);
    if (receivable !== undefined) {
      this.#ledger(receivable).sum += weights.receivable * receivable.openMinor;
      if (receivable.openMinor <= 0n || receivable.openMinor > receivable.originalMinor)
        this.#ledger(receivable).isWrong = true;
    }
    if (request !== undefined) this.#addRequest(request);
  }

  /** Ledgers of which something does not add up, as `customer currency`. */
  get suspects(): string[] {
    return [...this.#sums]
      .filter(([, { sum, isWrong, at, headAt }]) => sum !== 0n || isWrong || at !== headAt)
      .map(([name]) => name);
  }

  get size(): number {
    return this.#sums.size;
  }

  #ledger({ customerId, currency }: { customerId: string; currency: string }): Ledger {
    const name = `${customerId} ${currency}`;
    const known = this.#sums.get(name);
    if (known !== undefined) return known;
    const fresh: Ledger = { sum: 0n, isWrong: false, at: '', headAt: '' };
    this.#sums.set(name, fresh);
    return fresh;
  }

  #addEntry(entry: JournalEntry): void {
    const ledger = this.#ledger(entry);
    const { sequence, previousHash, balancesAfter, recordedAt, lots = [] } = entry;
    if (recordedAt > ledger.at) ledger.at = recordedAt;
    if (!isSound(entry)) ledger.isWrong = true;
    ledger.sum +=
      state(sequence, entry.hash, balancesAfter) -
      state(sequence - 1n, previousHash, balancesBefore(entry)) +
      print('entry', entry.requestId, sequence, entry.hash) +
      sumOfLots(lots) +
      amountsOf(entry) +
      weights.credit * creditedBy(entry) -
      weights.receivable * (balancesAfter.receivable - balancesBefore(entry).receivable);
  }

  #addHead(head: Head): void {
    const ledger = this.#ledger(head);
    const { sequence, balances, lots, claims, issued, recordedAt } = head;
    ledger.headAt = recordedAt ?? '';
    if (hasNegative(head)) ledger.isWrong = true;
    ledger.sum += state(0n, genesisHash, zeroBalances) - state(sequence, head.hash, balances) - sumOfLots(lots);
    for (const claim of claims) ledger.sum += claimWords(claim.by, claim) - sumOfLots(claim.lots ?? []);
    for (const [series, count] of Object.entries(issued)) ledger.sum += print('document', series) * count;
  }

  #addRequest(request: RequestFacts): void {
    for (const own of request.entries) {
      this.#ledger(own).sum -= print('entry', request.id, own.sequence, own.hash);
    }
    // A request that moved no money and claims none says nothing of the books, nor that there is a ledger.
    if (request.entries.length === 0 && request.claim === undefined) return;
    const ledger = this.#ledger(request);
    if (request.claim !== undefined) ledger.sum -= claimWords(request.id, request.claim);
    if (request.entries.length > 0) ledger.sum -= amountWords(request.kind, request.amountMinor);
    ledger.sum -= weights.credit * request.creditedMinor;
    for (const series of request.documents) ledger.sum -= print('document', series);
  }
}

interface Ledger {
  sum: bigint;
  isWrong: boolean;
  /** When the last entry was recorded, by the entries and by the head. */
  at: string;
  headAt: string;
}

function print(...words: readonly (string | bigint)[]): bigint {
  return hash('sha256', words.join('\n'), 'buffer').readBigUInt64BE();
}

/** Amounts count with these. */
const weights = { receivable: print('weight', 'receivable'), credit: print('weight', 'credit') };

function state(sequence: bigint, entryHash: string, balances: Balances): bigint {
  return print('state', sequence, entryHash, ...customerAccounts.map((name) => balances[name]));
}

/** The balances an entry found, by its own account. */
function balancesBefore({ balancesAfter, postings }: JournalEntry): Balances {
  return applyPostings(balancesAfter, mirror(postings));
}

function sumOfLots(lots: readonly Lot[]): bigint {
  return lots.reduce((sum, lot) => sum + lotWeight(lot) * lot.minor, 0n);
}

/** Terms belong to the lot: money that comes back as something else than it was is a fault. */
function lotWeight({ number, types, expires, isFixed }: Lot): bigint {
  return print('lot', number, types?.join() ?? '*', expires ?? '', isFixed === true ? 'fixed' : '');
}

function claimWords(by: string, { on, minor }: { readonly on: string; readonly minor: bigint }): bigint {
  return print('claim', by, on, minor);
}

const amountKinds = { chg: 'charge', dep: 'deposit', rfd: 'refund' } as const;

/** The amount of the request an entry was made for, by its postings. */
function amountsOf(entry: JournalEntry): bigint {
  const kind = amountKinds[entry.requestId.slice(0, 3) as keyof typeof amountKinds];
  return kind === undefined ? 0n : amountWords(kind, postedAmount(entry));
}

function amountWords(kind: string, minor: bigint): bigint {
  const weight = amountEvents[kind]?.weight;
  return weight === undefined ? 0n : weight * minor;
}

/** Which postings say what a request of a kind is about. */
const amountEvents: Readonly<Record<string, { readonly event: string; readonly weight: bigint }>> = {
  charge: { event: 'charge-posted', weight: print('amount', 'charge') },
  deposit: { event: 'deposit-arrived', weight: print('amount', 'deposit') },
  refund: { event: 'refund-held', weight: print('amount', 'refund') },
};

/** What an entry posts for the request it belongs to, minor units. */
export function postedAmount({ postings, requestId }: JournalEntry): bigint {
  const kind = amountKinds[requestId.slice(0, 3) as keyof typeof amountKinds];
  const event = kind === undefined ? undefined : amountEvents[kind]?.event;
  return postings
    .filter((posting) => posting.event === event && posting.side === 'credit')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** What credit notes of an entry take back, minor units; one that is withdrawn counts against it. */
export function creditedBy({ postings }: JournalEntry): bigint {
  return postings.reduce((sum, { event, side, amountMinor }) => {
    if (event === 'credit-note' && side === 'debit') return sum + amountMinor;
    return event === 'credit-note-withdrawn' && side === 'debit' ? sum - amountMinor : sum;
  }, 0n);
}

/** The entry is what was posted, by its hash, and follows the rules of posting. */
export function isSound(entry: JournalEntry): boolean {
  try {
    checkPostings(entry.postings, entry.reverses !== undefined);
  } catch {
    return false;
  }
  return entryHash(entry) === entry.hash;
}

function hasNegative({ balances, lots, claims }: Head): boolean {
  return (
    customerAccounts.some((name) => balances[name] < 0n) ||
    lots.some(({ minor }) => minor <= 0n) ||
    claims.some(({ minor }) => minor < 0n)
  );
}
