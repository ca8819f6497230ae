import { describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { InvariantError } from '../../shared/errors/invariant.ts';
import {
  appendEntry,
  emptyHead,
  entryHash,
  genesisHash,
  headAfter,
  type JournalEntry,
  reversalDraft,
} from '../../shared/ledger/journal-entry.ts';
import { chargePostings, postEvent } from '../../shared/ledger/posting-rules.ts';
import { chain, chargeDraft, chargeId, customerId, date, depositDraft, draftOf, instant } from './entries.ts';

const start = emptyHead(customerId, 'CNY');
const nine = instant('2026-10-12T01:00:00.000Z');

const reversalBy = { requestId: chargeId, effectiveDate: date('2026-10-13'), makers: ['li.na', 'zhao.min'] };

/** The three entries whose hashes are fixed for ever: a deposit, a charge paid in part by it, and its reversal. */
function fixedEntries(): [JournalEntry, JournalEntry, JournalEntry] {
  const deposit = appendEntry(start, depositDraft, nine);
  const charge = appendEntry(headAfter(deposit), chargeDraft, nine);
  const reversal = reversalDraft(charge, reversalBy);
  return [deposit, charge, appendEntry(headAfter(charge), reversal, instant('2026-10-13T02:03:04.567Z'))];
}

describe('an entry', () => {
  it('of a customer without any is number 1, chained to the hash of nothing', () => {
    const entry = appendEntry(start, depositDraft, nine);
    expect(entry).toMatchObject({
      customerId,
      currency: 'CNY',
      sequence: 1n,
      recordedAt: '2026-10-12T01:00:00.000Z',
      balancesAfter: { receivable: 0n, prepaid: 30_000n, held: 0n, unapplied: 0n },
      previousHash: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
    });
    expect(entry).toMatchObject(depositDraft);
  });

  it('is numbered after the last one and chained to its hash', () => {
    const { entries, head } = chain([depositDraft, chargeDraft]);
    expect(entries.map(({ sequence }) => sequence)).toEqual([1n, 2n]);
    expect(entries[1]?.previousHash).toBe(entries[0]?.hash);
    expect(head).toEqual({
      customerId,
      currency: 'CNY',
      sequence: 2n,
      hash: entries[1]?.hash,
      recordedAt: '2026-10-12T01:00:01.000Z',
      balances: { receivable: 95_000n, prepaid: 0n, held: 0n, unapplied: 0n },
    });
  });

  it('leaves the head it is appended to as it was', () => {
    appendEntry(start, depositDraft, nine);
    expect(start).toEqual({
      customerId,
      currency: 'CNY',
      sequence: 0n,
      hash: genesisHash,
      balances: { receivable: 0n, prepaid: 0n, held: 0n, unapplied: 0n },
    });
  });

  it.each([
    ['stands', '2026-10-12T01:00:00.000Z', '2026-10-12T01:00:00.001Z'],
    ['goes back an hour', '2026-10-12T00:00:00.000Z', '2026-10-12T01:00:00.001Z'],
    ['goes on a millisecond', '2026-10-12T01:00:00.001Z', '2026-10-12T01:00:00.001Z'],
    ['goes on a day', '2026-10-13T01:00:00.000Z', '2026-10-13T01:00:00.000Z'],
  ])('is recorded after the one before it when the clock %s', (_, now, recordedAt) => {
    const head = headAfter(appendEntry(start, depositDraft, nine));
    expect(appendEntry(head, chargeDraft, instant(now)).recordedAt).toBe(recordedAt);
  });

  it('breaks no posting rule', () => {
    const postings = chargePostings('setup', 100n, 0n).map((posting) => ({ ...posting, side: 'debit' as const }));
    expect(() => appendEntry(start, draftOf(postings), nine)).toThrow(
      new InvariantError('charge-posted may not debit revenue:setup'),
    );
  });
});

describe('money that is not there', () => {
  const head = headAfter(appendEntry(start, depositDraft, nine));

  it('is refused with PREPAID_INSUFFICIENT and what was needed, when it is prepaid', () => {
    const draft = draftOf(chargePostings('setup', 40_000n, 30_001n));
    expect(() => appendEntry(head, draft, nine)).toThrow(
      expect.objectContaining({ code: 'PREPAID_INSUFFICIENT', params: { needed: 'CNY 300.01' } }),
    );
  });

  it('is written in the decimals of its currency', () => {
    for (const [currency, needed] of [
      ['JPY', 'JPY 1250'],
      ['KWD', 'KWD 1.250'],
    ] as const) {
      const draft = draftOf(chargePostings('setup', 1_250n, 1_250n));
      expect(() => appendEntry(emptyHead(customerId, currency), draft, nine)).toThrow(
        expect.objectContaining({ params: { needed } }),
      );
    }
  });

  it('is used to the last minor unit', () => {
    const entry = appendEntry(head, draftOf(chargePostings('setup', 30_000n, 30_000n)), nine);
    expect(entry.balancesAfter.prepaid).toBe(0n);
  });

  it.each([
    ['receivable', postEvent('write-off', [['bad-debt', 1n]], [['receivable', 1n]])],
    ['held', postEvent('refund-paid', [['held', 1n]], [['clearing:card', 1n]])],
    ['unapplied', postEvent('unapplied-allocated', [['unapplied', 1n]], [['receivable', 1n]])],
  ])('is a fault of ours when it is %s: callers look before they post', (name, postings) => {
    const owing = { ...head, balances: { ...head.balances, receivable: name === 'unapplied' ? 1n : 0n } };
    expect(() => appendEntry(owing, draftOf(postings), nine)).toThrow(
      new InvariantError(`the entry would overdraw ${name}`),
    );
  });

  it('is an expected refusal, so that it never raises the alarm, only for prepaid money', () => {
    const attempt = () => appendEntry(head, draftOf(chargePostings('setup', 30_001n, 30_001n)), nine);
    expect(attempt).toThrow(DomainError);
  });
});

describe('the hash of an entry', () => {
  it('never changes its format: an old journal must verify with a new release', () => {
    expect(fixedEntries().map(({ hash }) => hash)).toEqual([
      'klYuJbtsltPh0_rBIm-F5t4Sq4km5Xz5jUfvVwrc3Vk',
      'YYpH03jXHhwO4dlZTUWuoygZW8d0onElf_wHxvCNuB0',
      'GNNvDEkzMs86eeMfGc3VCL-91bEge8noqZwcA7T9YDo',
    ]);
  });

  const [, charge] = fixedEntries();
  it.each<[string, Partial<JournalEntry>]>([
    ['customer', { customerId: `cus_${'e'.repeat(26)}` as JournalEntry['customerId'] }],
    ['currency', { currency: 'USD' }],
    ['number', { sequence: 3n }],
    ['request', { requestId: `chg_${'e'.repeat(26)}` as JournalEntry['requestId'] }],
    ['business date', { effectiveDate: date('2026-10-13') }],
    ['start of the period', { period: { start: date('2026-10-02'), end: date('2026-10-31') } }],
    ['end of the period', { period: { start: date('2026-10-01'), end: date('2026-10-30') } }],
    ['time', { recordedAt: instant('2026-10-12T01:00:00.002Z') }],
    ['makers', { makers: ['wang.fang', 'liu.yang'] }],
    ['order of its makers', { makers: ['chen.jie', 'wang.fang'] }],
    ['order of its postings', { postings: [...charge.postings].reverse() }],
    ['amount', { postings: chargePostings('upgrade', 125_001n, 30_000n) }],
    ['account', { postings: chargePostings('setup', 125_000n, 30_000n) }],
    ['receivable', { balancesAfter: { ...charge.balancesAfter, receivable: 95_001n } }],
    ['prepaid money', { balancesAfter: { ...charge.balancesAfter, prepaid: 1n } }],
    ['held money', { balancesAfter: { ...charge.balancesAfter, held: 1n } }],
    ['unapplied money', { balancesAfter: { ...charge.balancesAfter, unapplied: 1n } }],
    ['entry it mirrors', { reverses: { sequence: 1n } }],
    ['previous hash', { previousHash: genesisHash }],
  ])('changes with its %s', (_, change) => {
    expect(entryHash(charge)).toBe(charge.hash);
    expect(entryHash({ ...charge, ...change })).not.toBe(charge.hash);
  });

  it('changes when the period is taken away', () => {
    const { period: _, ...rest } = charge;
    expect(entryHash(rest)).not.toBe(charge.hash);
  });

  it('keeps names apart: two makers are not one with a comma', () => {
    expect(entryHash({ ...charge, makers: ['wang.fang,chen.jie'] })).not.toBe(charge.hash);
    expect(entryHash({ ...charge, makers: ['wang.fang","chen.jie'] })).not.toBe(charge.hash);
  });
});

describe('a reversal', () => {
  it('mirrors the entry, points at it, and brings back the balances of before', () => {
    const [deposit, charge, reversal] = fixedEntries();
    expect(reversal).toMatchObject({
      sequence: 3n,
      reverses: { sequence: 2n },
      effectiveDate: '2026-10-13',
      makers: ['li.na', 'zhao.min'],
      postings: [
        { event: 'reversal', account: 'receivable', side: 'credit', amountMinor: 125_000n },
        { event: 'reversal', account: 'revenue:upgrade', side: 'debit', amountMinor: 125_000n },
        { event: 'reversal', account: 'prepaid', side: 'credit', amountMinor: 30_000n },
        { event: 'reversal', account: 'receivable', side: 'debit', amountMinor: 30_000n },
      ],
    });
    expect(charge.balancesAfter).toEqual({ receivable: 95_000n, prepaid: 0n, held: 0n, unapplied: 0n });
    expect(reversal.balancesAfter).toEqual(deposit.balancesAfter);
    expect(reversal.period).toBeUndefined();
  });

  it('leaves the first entry as it was', () => {
    const [, charge] = fixedEntries();
    const copy = structuredClone(charge);
    reversalDraft(charge, reversalBy);
    expect(charge).toEqual(copy);
  });

  it('is not reversed itself: the right entry is posted again', () => {
    const [, , reversal] = fixedEntries();
    expect(() => reversalDraft(reversal, reversalBy)).toThrow(
      new InvariantError('a reversal is not reversed: post the right entry again'),
    );
  });

  it('of a deposit whose money is spent is refused with PREPAID_INSUFFICIENT', () => {
    const [deposit, charge] = fixedEntries();
    expect(() => appendEntry(headAfter(charge), reversalDraft(deposit, reversalBy), nine)).toThrow(
      expect.objectContaining({ code: 'PREPAID_INSUFFICIENT', params: { needed: 'CNY 300.00' } }),
    );
  });
});
