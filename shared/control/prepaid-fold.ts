import { accountKind } from '../ledger/accounts.ts';
import type { JournalEntry } from '../ledger/journal-entry.ts';
import type { Posting, PostingEvent } from '../ledger/posting-rules.ts';
import type { Currency } from '../model/currency.ts';
import type { PrepaidMovements } from '../model/reconciliation.ts';

type Movement = Exclude<keyof PrepaidMovements, 'earlierMinor'>;

/** Which row of a reconciliation an event belongs to; what a correction takes back was a use. */
const rowOf: Readonly<Partial<Record<PostingEvent, Movement>>> = {
  'deposit-arrived': 'arrivedMinor',
  'prepaid-applied': 'usedMinor',
  reversal: 'givenBackMinor',
  'refund-held': 'refundedMinor',
  'refund-released': 'refundedMinor',
  'deposit-bounced': 'bouncedMinor',
};

/** What prepaid money of one currency did up to the end of a month, minor units. */
export interface PrepaidMonth {
  /** Everything of earlier months. */
  beforeMinor: bigint;
  readonly moved: Record<Movement, bigint>;
  readonly clearingMinor: Record<string, bigint>;
}

/** Adds up what prepaid money did in a month and before it, by business date, entry by entry in whatever order (C2). */
export class PrepaidFold {
  readonly #month: string;
  readonly #currencies = new Map<Currency, PrepaidMonth>();

  constructor(month: string) {
    this.#month = month;
  }

  get currencies(): ReadonlyMap<Currency, PrepaidMonth> {
    return this.#currencies;
  }

  add(entry: JournalEntry): void {
    const month = entry.effectiveDate.slice(0, this.#month.length);
    if (month > this.#month) return;
    const isPrepaid = entry.postings.some(({ account }) => account === 'prepaid');
    // A deposit that had been used up bounces without touching prepaid money: the customer owes it.
    const isDeposit = entry.requestId.startsWith('dep_');
    if (!isPrepaid && !isDeposit) return;
    const sums = this.#of(entry.currency);
    for (const posting of entry.postings) {
      if (posting.account === 'prepaid') addPrepaid(sums, posting, month < this.#month);
      if (month === this.#month && accountKind(posting.account) === 'clearing') addClearing(sums, posting);
    }
  }

  #of(currency: Currency): PrepaidMonth {
    const known = this.#currencies.get(currency);
    if (known !== undefined) return known;
    const moved = { arrivedMinor: 0n, usedMinor: 0n, givenBackMinor: 0n, refundedMinor: 0n, bouncedMinor: 0n };
    const fresh: PrepaidMonth = { beforeMinor: 0n, moved, clearingMinor: {} };
    this.#currencies.set(currency, fresh);
    return fresh;
  }
}

function addPrepaid(sums: PrepaidMonth, { event, side, amountMinor }: Posting, isEarlier: boolean): void {
  const minor = side === 'credit' ? amountMinor : -amountMinor;
  const row = rowOf[event];
  if (isEarlier) sums.beforeMinor += minor;
  else if (row !== undefined) sums.moved[row] += minor;
}

function addClearing({ clearingMinor }: PrepaidMonth, { account, side, amountMinor }: Posting): void {
  const method = account.slice('clearing:'.length);
  clearingMinor[method] = (clearingMinor[method] ?? 0n) + (side === 'debit' ? amountMinor : -amountMinor);
}
