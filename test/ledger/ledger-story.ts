import * as fc from 'fast-check';
import {
  emptyHead,
  type Head,
  headBefore,
  type JournalEntry,
  reversalDraft,
  withClaim,
} from '../../shared/ledger/journal-entry.ts';
import { sumOf, takeFrom } from '../../shared/ledger/lots.ts';
import { chargePostings, depositPostings, type Posting, postEvent } from '../../shared/ledger/posting-rules.ts';
import { type Instant, later } from '../../shared/model/dates.ts';
import type { RequestId } from '../../shared/model/ids.ts';
import { append, chargeId, customerId, date, draftOf, instant, otherCustomerId } from './entries.ts';
import { fromOldest, type Piles, piled } from './piles.ts';

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
  'withdraw-credit',
  'bounce',
  'late-fee',
  'write-off',
  'recovery',
  'settlement',
  'reversal',
  'claim',
  'end-claim',
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
  kind: fc.constantFrom(
    ...kinds,
    'charge',
    'charge',
    'deposit',
    'deposit',
    'payment',
    'hold',
    'reversal',
    'claim',
    'claim',
  ),
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
    case 'bounce':
      return { prepaid: -first, receivable: second };
    case 'withdraw-credit':
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
    case 'withdraw-credit':
      return postEvent('credit-note-withdrawn', [['receivable', first]], [['revenue:usage', first]]);
    case 'bounce':
      return postEvent(
        'deposit-bounced',
        [
          ['prepaid', first],
          ['receivable', second],
        ],
        [['clearing:wechat', first + second]],
      );
    case 'late-fee':
      return postEvent('late-fee', [['receivable', first]], [['late-fee-income', first]]);
    case 'write-off':
      return postEvent('write-off', [['bad-debt', first]], [['receivable', first]]);
    case 'recovery':
      return postEvent('recovery', [['clearing:wechat', first]], [['bad-debt-recovered', first]]);
    case 'settlement':
      return postEvent('settlement', [['bank', first]], [['clearing:wechat', first]]);
    default:
      return [];
  }
}

const names = ['receivable', 'prepaid', 'held', 'unapplied'] as const;

function plus(books: Books, change: Change, times: bigint): Books {
  const after = { ...books };
  for (const name of names) after[name] += times * (change[name] ?? 0n);
  return after;
}

interface Chain {
  books: Books;
  piles: Piles;
  /** What requests under way have set apart, oldest first. */
  claims: { by: RequestId; taken: Piles }[];
  head: Head;
  readonly journal: { entry: JournalEntry; change: Change; moved: Piles; isReversed: boolean }[];
}

/** Plays acts against the ledger and, beside it, in the bookkeeper's head; answers both, act by act. */
export function play(story: readonly Act[]) {
  const all = chains.map(
    (of): Chain => ({
      books: { receivable: 0n, prepaid: 0n, held: 0n, unapplied: 0n },
      ...{ piles: new Map(), claims: [], journal: [], head: emptyHead(of.customerId, of.currency) },
    }),
  );
  const refusals: { name: string; expected: string }[] = [];
  const steps: { entry: JournalEntry; books: Books }[] = [];
  let now = instant('2026-10-12T01:00:00.000Z');
  for (const each of story) {
    now = later(now, each.clockMs);
    const chain = all[each.chain];
    if (chain === undefined) continue;
    if (each.kind === 'claim' || each.kind === 'end-claim') setApart(chain, each, refusals);
    else post(chain, each, now, { refusals, steps });
  }
  const used = all.filter(({ head }) => head.sequence > 0n);
  return {
    steps,
    refusals,
    entries: steps.map(({ entry }) => entry),
    heads: used.map(({ head }) => head),
    piles: used.map(({ piles }) => piles),
    openItems: used.map(({ head: { customerId: whose, currency }, books }) => ({
      customerId: whose,
      currency,
      openMinor: books.receivable,
    })),
  };
}

function post(
  chain: Chain,
  each: Act,
  now: Instant,
  {
    refusals,
    steps,
  }: { refusals: { name: string; expected: string }[]; steps: { entry: JournalEntry; books: Books }[] },
): void {
  const { journal, books, piles, head } = chain;
  const earlier = each.kind === 'reversal' ? journal[each.earlier % Math.max(1, journal.length)] : undefined;
  if (each.kind === 'reversal' && (earlier === undefined || earlier.isReversed || earlier.entry.reverses)) return;
  const change = earlier?.change ?? changeOf(each);
  const after = plus(books, change, earlier === undefined ? 1n : -1n);
  const draft =
    earlier === undefined
      ? draftOf(postingsOf(each))
      : reversalDraft(earlier.entry, { requestId: chargeId, effectiveDate: date('2026-10-12'), makers: ['li.na'] });
  const prepaid = change.prepaid ?? 0n;
  const fresh = prepaid > 0n ? new Map([[head.sequence + 1n, prepaid]]) : fromOldest(piles, -prepaid);
  const moved = earlier?.moved ?? fresh;
  const left = moved && piled(piles, moved, earlier === undefined ? 1n : -1n);
  const short = names.find((name) => after[name] < 0n);
  if (short !== undefined || moved === undefined || left === undefined) {
    refusals.push({
      name: refusalOf(() => append(head, draft, now)),
      // Money that is there, but set apart or not in the lot it was in, is a fault of ours to ask for.
      expected: short === 'prepaid' ? 'PREPAID_INSUFFICIENT' : 'InvariantError',
    });
    return;
  }
  const next = append(head, draft, now);
  if (earlier !== undefined) earlier.isReversed = true;
  journal.push({ entry: next.entry, change, moved, isReversed: false });
  Object.assign(chain, { head: next.head, books: after, piles: left });
  steps.push({ entry: next.entry, books: after });
}

/** Sets prepaid money apart, or gives back what was set apart first. */
function setApart(chain: Chain, each: Act, refusals: { name: string; expected: string }[]): void {
  const { head, piles, claims } = chain;
  if (each.kind === 'end-claim') {
    const [ended] = claims;
    if (ended === undefined) return;
    const back = piled(piles, ended.taken, -1n);
    Object.assign(chain, { claims: claims.slice(1), piles: back, head: headBefore(head, { release: ended.by }) });
    return;
  }
  const by = `rfd_${head.version.toString().padStart(26, 'a')}` as RequestId;
  const before = headBefore(head, {});
  const claim = () => {
    const lots = takeFrom(before.lots, each.first);
    return withClaim(before, { by, on: 'prepaid', minor: sumOf(lots), lots });
  };
  const taken = fromOldest(piles, each.first);
  if (taken === undefined) {
    refusals.push({ name: refusalOf(claim), expected: 'InvariantError' });
    return;
  }
  Object.assign(chain, { claims: [...claims, { by, taken }], piles: piled(piles, taken), head: claim() });
}

function refusalOf(attempt: () => unknown): string {
  try {
    attempt();
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
