import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { zeroBalances } from '../../shared/ledger/balances.ts';
import { sumOf } from '../../shared/ledger/lots.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import { acts, play } from './ledger-story.ts';

const runs = { numRuns: 300 };

/** Charges, deposits, payments, refunds and the rest, in any order, beside a small model that adds and takes away. */
describe('after any sequence of events', () => {
  it('a customer has what a bookkeeper would have counted', async () => {
    await fc.assert(
      fc.property(acts, (story) => {
        for (const { entry, books } of play(story).steps) expect(entry.balancesAfter).toEqual(books);
      }),
      runs,
    );
  });

  it('prepaid money lies in the lots it would have been counted into, without what is set apart', async () => {
    await fc.assert(
      fc.property(acts, (story) => {
        const { heads, piles } = play(story);
        for (const [index, { lots, claims, balances }] of heads.entries()) {
          expect(new Map(lots.map(({ number, minor }) => [number, minor]))).toEqual(piles[index]);
          expect(sumOf(lots) + sumOf(claims)).toBe(balances.prepaid);
        }
      }),
      runs,
    );
  });

  it('money that is not there was refused, prepaid money by its own code', async () => {
    await fc.assert(
      fc.property(acts, (story) => {
        for (const { name, expected } of play(story).refusals) expect(name).toBe(expected);
      }),
      runs,
    );
  });

  it('every entry balances and so does the whole ledger', async () => {
    await fc.assert(
      fc.property(acts, (story) => {
        let total = 0n;
        for (const { postings } of play(story).entries) {
          const sum = (side: string) =>
            postings.filter((posting) => posting.side === side).reduce((all, { amountMinor }) => all + amountMinor, 0n);
          expect(sum('debit')).toBe(sum('credit'));
          total += sum('debit') - sum('credit');
        }
        expect(total).toBe(0n);
      }),
      runs,
    );
  });

  it('numbers have no gap, times only go forward, and each entry is chained to the one before it', async () => {
    await fc.assert(
      fc.property(acts, (story) => {
        const { entries, heads } = play(story);
        for (const head of heads) {
          const own = entries.filter(
            (entry) => entry.customerId === head.customerId && entry.currency === head.currency,
          );
          expect(own.map(({ sequence }) => sequence)).toEqual(own.map((_, index) => BigInt(index + 1)));
          for (const [index, entry] of own.entries()) {
            const before = own[index - 1];
            if (before === undefined) continue;
            expect(entry.recordedAt > before.recordedAt).toBe(true);
            expect(entry.previousHash).toBe(before.hash);
          }
          expect(own.at(-1)).toMatchObject({ sequence: head.sequence, hash: head.hash, balancesAfter: head.balances });
        }
      }),
      runs,
    );
  });

  it('the verifier finds nothing, and its accounts are the folds of the postings', async () => {
    await fc.assert(
      fc.property(acts, (story) => {
        const { entries, heads, openItems } = play(story);
        const verification = verifyLedger(entries, heads, openItems);
        expect(verification.findings).toEqual([]);
        expect(verification).toMatchObject({
          entries: entries.length,
          chains: heads.length,
          balances: 4 * heads.length,
        });
        for (const [currency, sum] of verification.trialBalance)
          expect({ currency, sum }).toEqual({ currency, sum: 0n });
        for (const currency of ['CNY', 'JPY'] as const) {
          const owned = heads.filter((head) => head.currency === currency).map(({ balances }) => balances);
          const inAll = (name: keyof typeof zeroBalances) => owned.reduce((sum, balances) => sum + balances[name], 0n);
          const account = (name: string) => verification.accounts.get(`${currency} ${name}`) ?? 0n;
          expect(account('receivable')).toBe(inAll('receivable'));
          expect(account('prepaid')).toBe(-inAll('prepaid'));
          expect(account('held')).toBe(-inAll('held'));
          expect(account('unapplied')).toBe(-inAll('unapplied'));
        }
      }),
      runs,
    );
  });

  it('the stories are worth telling: most acts are done, every kind of event happens, and some are refused', () => {
    const seen = new Set<string>();
    const counts = { done: 0, refused: 0, reversals: 0, claims: 0 };
    for (const story of fc.sample(acts, { numRuns: 200, seed: 20_261_122 })) {
      const { entries, refusals, heads } = play(story);
      counts.done += entries.length;
      counts.refused += refusals.length;
      for (const { postings } of entries) for (const { event } of postings) seen.add(event);
      counts.claims += heads.flatMap(({ claims }) => claims).length;
      counts.reversals += entries.filter(({ reverses }) => reverses !== undefined).length;
    }
    expect(seen.size).toBe(17);
    expect(counts.done).toBeGreaterThan(2_000);
    expect(counts.refused).toBeGreaterThan(500);
    expect(counts.reversals).toBeGreaterThan(100);
    expect(counts.claims).toBeGreaterThan(40);
  });
});
