import * as fc from 'fast-check';
import {
  appendEntry,
  emptyHead,
  headAfter,
  type JournalEntry,
  reversalDraft,
} from '../../shared/ledger/journal-entry.ts';
import { chargePostings, depositPostings, type Posting, postEvent } from '../../shared/ledger/posting-rules.ts';
import { later } from '../../shared/model/dates.ts';
import { chargeId, customerId, date, draftOf, instant, otherCustomerId } from './entries.ts';

/** One thing that happens to one customer in one currency. Amounts are minor units. */
export interface Act {
  readonly chain: number;
  readonly kind: (typeof kinds)[number];
  readonly first: bigint;
  readonly second: bigint;
  /** Prepaid rather than unapplied money, where an act may touch either. */
  readonly prepaid: boolean;
  /** Which earlier entry of the chain a reversal takes back. */
  readonly earlier: number;
  /** How far the clock moves before it; it may stand or go back. */
  readonly clockMs: number;
}

const kinds = [
  'charge',
  'deposit',
  'payment',
  'allocate',
  'deallocate',
  'hold',
  'refund',
  'release',
  'credit-note',
  'late-fee',
  'write-off',
  'recovery',
  'settlement',
  'reversal',
] as const;

const chains = [
  { customerId, currency: 'CNY' },
  { customerId, currency: 'JPY' },
  { customerId: otherCustomerId, currency: 'CNY' },
] as const;

const amount = fc.bigInt({ min: 0n, max: 500n });
const act: fc.Arbitrary<Act> = fc.record({
  chain: fc.nat({ max: chains.length - 1 }),
  // Money has to come in before it can go anywhere, so what brings it in happens more often.
  kind: fc.constantFrom(...kinds, 'charge', 'charge', 'deposit', 'deposit', 'payment', 'hold', 'reversal'),
  first: amount.map((minor) => minor + 1n),
  second: amount,
  prepaid: fc.boolean(),
  earlier: fc.nat(),
  clockMs: fc.integer({ min: -3, max: 5 }),
});

/** Acts of a few customers, in any order; some of them cannot be done. */
export const acts = fc.array(act, { minLength: 1, maxLength: 60, size: 'max' });

/** What each account holds, as a bookkeeper would keep it in his head: plain sums, no postings, no sides. */
export interface Books {
  receivable: bigint;
  prepaid: bigint;
  held: bigint;
  unapplied: bigint;
}

type Change = Partial<Books>;

/** What an act does to a customer's money, told without the ledger's own words. */
function changeOf({ kind, first, second, prepaid }: Act): Change {
  switch (kind) {
    case 'charge':
      return { receivable: first, prepaid: -second };
    case 'deposit':
      return { prepaid: first };
    case 'payment':
      return { receivable: -second, unapplied: first };
    case 'allocate':
      return { unapplied: -first, receivable: -first };
    case 'deallocate':
      return { unapplied: first, receivable: first };
    case 'hold':
      return prepaid ? { prepaid: -first, held: first } : { unapplied: -first, held: first };
    case 'refund':
      return { held: -first - second };
    case 'release':
      return prepaid ? { held: -first, prepaid: first } : { held: -first, unapplied: first };
    case 'credit-note':
      return { receivable: -first, unapplied: second };
    case 'late-fee':
      return { receivable: first };
    case 'write-off':
      return { receivable: -first };
    default:
      return {};
  }
}

/** The same act in the ledger's words. */
function postingsOf({ kind, first, second, prepaid }: Act): Posting[] {
  const own = prepaid ? 'prepaid' : 'unapplied';
  switch (kind) {
    case 'charge':
      return chargePostings('usage', first + second, second);
    case 'deposit':
      return depositPostings('wechat', first);
    case 'payment':
      return postEvent(
        'payment-arrived',
        [['clearing:wechat', first + second]],
        [
          ['receivable', second],
          ['unapplied', first],
        ],
      );
    case 'allocate':
      return postEvent('unapplied-allocated', [['unapplied', first]], [['receivable', first]]);
    case 'deallocate':
      return postEvent('unapplied-deallocated', [['receivable', first]], [['unapplied', first]]);
    case 'hold':
      return postEvent('refund-held', [[own, first]], [['held', first]]);
    case 'refund':
      return postEvent(
        'refund-paid',
        [['held', first + second]],
        [
          ['clearing:wechat', first],
          ['refund-fee-income', second],
        ],
      );
    case 'release':
      return postEvent('refund-released', [['held', first]], [[own, first]]);
    case 'credit-note':
      return postEvent(
        'credit-note',
        [['revenue:usage', first + second]],
        [
          ['receivable', first],
          ['unapplied', second],
        ],
      );
    case 'late-fee':
      return postEvent('late-fee', [['receivable', first]], [['late-fee-income', first]]);
    case 'write-off':
      return postEvent('write-off', [['bad-debt', first]], [['receivable', first]]);
    case 'recovery':
      return postEvent('recovery', [['clearing:wechat', first]], [['bad-debt-recovered', first]]);
    case 'settlement':
      return postEvent('settlement', [['bank', first]], [['clearing:wechat', first]]);
    case 'reversal':
      return [];
  }
}

const names = ['receivable', 'prepaid', 'held', 'unapplied'] as const;

function plus(books: Books, change: Change, times: bigint): Books {
  const after = { ...books };
  for (const name of names) after[name] += times * (change[name] ?? 0n);
  return after;
}

/** Plays acts against the ledger and, beside it, in the bookkeeper's head; answers both, act by act. */
export function play(story: readonly Act[]) {
  const books = chains.map((): Books => ({ receivable: 0n, prepaid: 0n, held: 0n, unapplied: 0n }));
  const heads = chains.map((of) => emptyHead(of.customerId, of.currency));
  const journals = chains.map((): { entry: JournalEntry; change: Change; isReversed: boolean }[] => []);
  const refusals: { name: string; expected: string }[] = [];
  const steps: { entry: JournalEntry; books: Books }[] = [];
  let now = instant('2026-10-12T01:00:00.000Z');
  for (const each of story) {
    now = later(now, each.clockMs);
    const journal = journals[each.chain] ?? [];
    const before = books[each.chain];
    const head = heads[each.chain];
    if (before === undefined || head === undefined) continue;
    const earlier = each.kind === 'reversal' ? journal[each.earlier % Math.max(1, journal.length)] : undefined;
    if (each.kind === 'reversal' && (earlier === undefined || earlier.isReversed || earlier.entry.reverses)) continue;
    const change = earlier?.change ?? changeOf(each);
    const after = plus(before, change, earlier === undefined ? 1n : -1n);
    const draft =
      earlier === undefined
        ? draftOf(postingsOf(each))
        : reversalDraft(earlier.entry, { requestId: chargeId, effectiveDate: date('2026-10-12'), makers: ['li.na'] });
    const short = names.find((name) => after[name] < 0n);
    if (short !== undefined) {
      refusals.push({
        name: refusalOf(() => appendEntry(head, draft, now)),
        expected: short === 'prepaid' ? 'PREPAID_INSUFFICIENT' : 'InvariantError',
      });
      continue;
    }
    const entry = appendEntry(head, draft, now);
    if (earlier !== undefined) earlier.isReversed = true;
    journal.push({ entry, change, isReversed: false });
    heads[each.chain] = headAfter(entry);
    books[each.chain] = after;
    steps.push({ entry, books: after });
  }
  const used = heads.filter(({ sequence }) => sequence > 0n);
  return {
    steps,
    refusals,
    entries: steps.map(({ entry }) => entry),
    heads: used,
    openItems: used.map((head) => ({
      customerId: head.customerId,
      currency: head.currency,
      openMinor: books[heads.indexOf(head)]?.receivable ?? 0n,
    })),
  };
}

function refusalOf(attempt: () => unknown): string {
  try {
    attempt();
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
