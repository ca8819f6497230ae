import { describe, expect, it } from 'vitest';
import {
  type Claim,
  type EntryDraft,
  entryHash,
  type Head,
  headBefore,
  type JournalEntry,
  withClaim,
} from '../../shared/ledger/journal-entry.ts';
import { type Lot, ownLot, takeFrom } from '../../shared/ledger/lots.ts';
import { postEvent } from '../../shared/ledger/posting-rules.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import { chain, chargeDraft, date, depositDraft, draftOf } from './entries.ts';

describe('the verifier names what is wrong with prepaid money, where', () => {
  const until = { expires: date('2026-12-31') } as const;
  const own = (terms: Partial<Lot>): EntryDraft => ({
    ...depositDraft,
    lots: [{ ...terms, number: ownLot, minor: 30_000n }],
  });
  const deposits = chain([
    own({}),
    own(until),
    draftOf(postEvent('payment-arrived', [['clearing:alipay', 5_000n]], [['unapplied', 5_000n]])),
  ]);
  const refundId = `rfd_${'r'.repeat(26)}` as Claim['by'];
  const claimed = withClaim(headBefore(deposits.head, {}), {
    ...{ by: refundId, on: 'prepaid', minor: 40_000n },
    lots: takeFrom(deposits.head.lots, 40_000n),
  });
  const problems = (given: Head, entries: readonly JournalEntry[] = deposits.entries) =>
    verifyLedger(entries, [given], []).findings.map(({ sequence, problem }) => [sequence, problem]);
  const notTheFold = [3n, "the head's lots, with what is claimed of them, are not the fold of the entries"];

  it('nothing is: money that is claimed is still there', () => {
    expect(problems(deposits.head)).toEqual([]);
    expect(problems(claimed)).toEqual([]);
  });

  it.each<[string, Partial<Head>]>([
    ['a lot grew', { lots: [{ ...until, number: 2n, minor: 20_001n }] }],
    ['a lot is gone', { lots: [] }],
    ['a lot came from nowhere', { lots: [...claimed.lots, { number: 3n, minor: 1n }] }],
    ['a lot lost its last day', { lots: [{ number: 2n, minor: 20_000n }] }],
    ['a lot got another last day', { lots: [{ number: 2n, minor: 20_000n, expires: date('2027-12-31') }] }],
    ['a lot may pay for less', { lots: [{ ...until, number: 2n, minor: 20_000n, types: [] }] }],
    ['a lot cannot be refunded any more', { lots: [{ ...until, number: 2n, minor: 20_000n, isFixed: true }] }],
    ['a claim was dropped without giving back its money', { claims: [] }],
  ])('%s', (_, change) => {
    expect(problems({ ...claimed, ...change })).toEqual([notTheFold]);
  });

  it('a claim is over more or less than its lots', () => {
    const [claim] = claimed.claims as [Claim];
    for (const minor of [39_999n, 40_001n, 0n]) {
      expect(problems({ ...claimed, claims: [{ ...claim, minor }] })).toEqual([
        [3n, `the claim of ${refundId} is not what its lots come to`],
      ]);
    }
    expect(problems({ ...claimed, claims: [{ ...claim, on: 'unapplied' }] })).toEqual([
      [3n, `the claim of ${refundId} is not what its lots come to`],
    ]);
  });

  it('more of the money that is not allocated is claimed than there is', () => {
    const over = (minor: bigint) => withClaim(deposits.head, { by: refundId, on: 'unapplied', minor });
    expect(problems(over(5_000n))).toEqual([]);
    expect(problems(over(5_001n))).toEqual([[3n, 'more unapplied money is claimed than there is']]);
  });

  it('an entry brings prepaid money without a lot, or a lot without money', () => {
    const unlike = 'what the entry does to lots is not what it does to prepaid money';
    const { lots: _, ...without } = deposits.entries[1] as JournalEntry;
    const bare = { ...without, hash: entryHash(without) };
    expect(problems(deposits.head, [deposits.entries[0] as JournalEntry, bare])).toEqual([[2n, unlike]]);
    const last = { ...(deposits.entries[2] as JournalEntry), lots: [{ number: 3n, minor: 1n }] };
    const forged = { ...last, hash: entryHash(last) };
    expect(problems(deposits.head, [...deposits.entries.slice(0, 2), forged])).toEqual([[3n, unlike]]);
  });

  it('an entry takes from one lot what another holds', () => {
    const greedy = chain([own({}), own(until), { ...chargeDraft, lots: [{ number: 1n, minor: -30_000n }] }]);
    const forged = greedy.entries.map((entry) =>
      entry.sequence === 3n
        ? {
            ...entry,
            lots: [
              { number: 1n, minor: -30_001n },
              { ...until, number: 2n, minor: 1n },
            ],
          }
        : entry,
    );
    const hashed = forged.map((entry) => ({ ...entry, hash: entryHash(entry) }));
    expect(problems(greedy.head, hashed)).toEqual([[3n, 'lot 1 does not hold what the entry takes']]);
  });

  it('an entry brings money into a lot that does not exist yet', () => {
    const [first] = deposits.entries as [JournalEntry];
    const early = { ...first, lots: [{ number: 2n, minor: 30_000n }] };
    expect(problems(deposits.head, [{ ...early, hash: entryHash(early) }])).toEqual([
      [1n, 'lot 2 does not hold what the entry takes'],
    ]);
  });

  it('an entry gives money back with other terms than it came with', () => {
    const refund = draftOf(postEvent('refund-held', [['prepaid', 10_000n]], [['held', 10_000n]]));
    const other = chain([own(until), { ...refund, lots: [{ number: 1n, minor: -10_000n }] }]);
    expect(problems(other.head, other.entries)).toEqual([[2n, 'lot 1 has other terms than it came with']]);
  });
});
