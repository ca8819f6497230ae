import { describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { InvariantError } from '../../shared/errors/invariant.ts';
import {
  appendEntry,
  type EntryDraft,
  emptyHead,
  entryHash,
  genesisHash,
  headAfter,
  type JournalEntry,
  reversalDraft,
} from '../../shared/ledger/journal-entry.ts';
import { ownLot } from '../../shared/ledger/lots.ts';
import { chargePostings, postEvent } from '../../shared/ledger/posting-rules.ts';
import { append, chain, chargeDraft, chargeId, customerId, date, depositDraft, draftOf, instant } from './entries.ts';

const start = emptyHead(customerId, 'CNY');
const nine = instant('2026-10-12T01:00:00.000Z');

const reversalBy = { requestId: chargeId, effectiveDate: date('2026-10-13'), makers: ['li.na', 'zhao.min'] };

/** The three entries whose hashes are fixed for ever: a deposit, a charge paid in part by it, and its reversal. */
function fixedEntries(): [JournalEntry, JournalEntry, JournalEntry] {
  const deposit = append(start, depositDraft, nine);
  const charge = append(deposit.head, chargeDraft, nine);
  const reversal = append(charge.head, reversalDraft(charge.entry, reversalBy), instant('2026-10-13T02:03:04.567Z'));
  return [deposit.entry, charge.entry, reversal.entry];
}

describe('an entry', () => {
  it('of a customer without any is number 1, chained to the hash of nothing', () => {
    const { entry } = append(start, depositDraft, nine);
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
      version: 0n,
      lots: [],
      claims: [],
      issued: {},
    });
  });

  it('leaves the head it is appended to as it was', () => {
    append(start, depositDraft, nine);
    expect(start).toEqual({
      customerId,
      currency: 'CNY',
      sequence: 0n,
      hash: genesisHash,
      balances: { receivable: 0n, prepaid: 0n, held: 0n, unapplied: 0n },
      version: 0n,
      lots: [],
      claims: [],
      issued: {},
    });
  });

  it.each([
    ['stands', '2026-10-12T01:00:00.000Z', '2026-10-12T01:00:00.001Z'],
    ['goes back an hour', '2026-10-12T00:00:00.000Z', '2026-10-12T01:00:00.001Z'],
    ['goes on a millisecond', '2026-10-12T01:00:00.001Z', '2026-10-12T01:00:00.001Z'],
    ['goes on a day', '2026-10-13T01:00:00.000Z', '2026-10-13T01:00:00.000Z'],
  ])('is recorded after the one before it when the clock %s', (_, now, recordedAt) => {
    const { head } = append(start, depositDraft, nine);
    expect(append(head, chargeDraft, instant(now)).entry.recordedAt).toBe(recordedAt);
  });

  it('breaks no posting rule', () => {
    const postings = chargePostings('setup', 100n, 0n).map((posting) => ({ ...posting, side: 'debit' as const }));
    expect(() => appendEntry(start, draftOf(postings), nine)).toThrow(
      new InvariantError('charge-posted may not debit revenue:setup'),
    );
  });
});

describe('money that is not there', () => {
  const { head } = append(start, depositDraft, nine);
  const attempt = (draft: EntryDraft) => () => append(head, draft, nine);

  it('is refused with PREPAID_INSUFFICIENT and what was needed, when it is prepaid', () => {
    const draft = draftOf(chargePostings('setup', 40_000n, 30_001n));
    expect(attempt(draft)).toThrow(
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
    const { entry } = append(head, draftOf(chargePostings('setup', 30_000n, 30_000n)), nine);
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
    expect(attempt(draftOf(chargePostings('setup', 30_001n, 30_001n)))).toThrow(DomainError);
  });
});

describe('what an entry does to lots', () => {
  const { head } = append(start, depositDraft, nine);
  const unlike = new InvariantError('what an entry does to lots is what it does to prepaid money');

  it('is what it does to prepaid money, no more, no less, and not nothing', () => {
    expect(() => appendEntry(start, depositDraft, nine)).toThrow(unlike);
    for (const minor of [-29_999n, -30_001n, 30_000n]) {
      expect(() => appendEntry(head, { ...chargeDraft, lots: [{ number: 1n, minor }] }, nine)).toThrow(unlike);
    }
    const lateFee = draftOf(postEvent('late-fee', [['receivable', 1n]], [['late-fee-income', 1n]]));
    expect(() => appendEntry(head, { ...lateFee, lots: [{ number: 1n, minor: -1n }] }, nine)).toThrow(unlike);
  });

  it('is said with the number of the entry where money comes in', () => {
    expect(fixedEntries().map(({ lots }) => lots)).toEqual([
      [{ number: 1n, minor: 30_000n }],
      [{ number: 1n, minor: -30_000n }],
      [{ number: 1n, minor: 30_000n }],
    ]);
    const second = append(head, depositDraft, nine);
    expect(second.head.lots).toEqual([
      { number: 1n, minor: 30_000n },
      { number: 2n, minor: 30_000n },
    ]);
  });

  it('is not said where it does nothing', () => {
    const { entry } = append(head, { ...draftOf(chargePostings('setup', 1n, 0n)), lots: [] }, nine);
    expect(entry).not.toHaveProperty('lots');
  });

  it('takes no more from a lot than it holds, though there is more prepaid money', () => {
    const { head: two } = append(head, depositDraft, nine);
    const draft = draftOf(chargePostings('setup', 30_001n, 30_001n));
    const greedy = appendEntry(two, { ...draft, lots: [{ number: 1n, minor: -30_001n }] }, nine);
    expect(() => headAfter(two, greedy)).toThrow(new InvariantError('lot 1 does not hold so much'));
  });
});

describe('the hash of an entry', () => {
  it('never changes its format: a journal must verify with a later release', () => {
    expect(fixedEntries().map(({ hash }) => hash)).toEqual([
      'bKyxUIo-yDCwhQOZ0XMuPzVL6PfrcIpt09yN-AGAImw',
      'gYUEglqhif9RFedAUD1Gf91-wPt6zd7IWBrXmtC0rZk',
      'T7jZgTGGazXixmmYhFkf32RwZi10VES-6fpKIlzYSPY',
    ]);
  });

  it('is what it was before entries had lots, where an entry has none', () => {
    let previousHash = genesisHash;
    // Reversals said no period then.
    const [deposit, charge, { period: _, ...reversal }] = fixedEntries();
    const hashes = [deposit, charge, reversal].map(({ lots: __, hash: ___, ...entry }) => {
      previousHash = entryHash({ ...entry, previousHash });
      return previousHash;
    });
    expect(hashes).toEqual([
      'klYuJbtsltPh0_rBIm-F5t4Sq4km5Xz5jUfvVwrc3Vk',
      'YYpH03jXHhwO4dlZTUWuoygZW8d0onElf_wHxvCNuB0',
      'GNNvDEkzMs86eeMfGc3VCL-91bEge8noqZwcA7T9YDo',
    ]);
  });

  const [, charge] = fixedEntries();
  const lot = { number: 1n, minor: -30_000n };
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
    ['lot', { lots: [{ ...lot, number: 2n }] }],
    [
      'split over lots',
      {
        lots: [
          { ...lot, minor: -29_999n },
          { number: 2n, minor: -1n },
        ],
      },
    ],
    ['purposes of a lot', { lots: [{ ...lot, types: ['setup'] }] }],
    ['empty list of purposes of a lot', { lots: [{ ...lot, types: [] }] }],
    ['last day of a lot', { lots: [{ ...lot, expires: date('2026-12-31') }] }],
    ['lot, which becomes fixed', { lots: [{ ...lot, isFixed: true }] }],
    ['lots, which are taken away', { lots: [] }],
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
  it('gives money back to the lot it came from, with the terms it had', () => {
    const terms = { types: ['upgrade'], expires: date('2026-12-31'), isFixed: true } as const;
    const deposit = { ...depositDraft, lots: [{ ...terms, number: ownLot, minor: 30_000n }] };
    const { entries, head } = chain([deposit, chargeDraft]);
    expect(head.lots).toEqual([]);
    const { head: after } = append(head, reversalDraft(entries[1] as JournalEntry, reversalBy), nine);
    expect(after.lots).toEqual([{ ...terms, number: 1n, minor: 30_000n }]);
  });

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
    // What it takes back was earned in that time and no other (A30).
    expect(reversal.period).toEqual(charge.period);
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
    const { entries, head } = chain([depositDraft, chargeDraft]);
    const deposit = entries[0] as JournalEntry;
    expect(() => appendEntry(head, reversalDraft(deposit, reversalBy), nine)).toThrow(
      expect.objectContaining({ code: 'PREPAID_INSUFFICIENT', params: { needed: 'CNY 300.00' } }),
    );
  });
});
