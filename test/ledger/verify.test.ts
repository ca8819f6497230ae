import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account } from '../../shared/ledger/accounts.ts';
import { entryHash, type Head, type JournalEntry } from '../../shared/ledger/journal-entry.ts';
import { chargePostings, type Posting } from '../../shared/ledger/posting-rules.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import { chain, customerId, date, depositDraft, draftOf, fiveDrafts, instant, otherCustomerId } from './entries.ts';
import { acts, play } from './ledger-story.ts';

const { entries: five, head } = chain(fiveDrafts);
const openItems = [{ customerId, currency: 'CNY', openMinor: 75_500n }];

const at = (sequence: number): JournalEntry => {
  const entry = five[sequence - 1];
  if (entry === undefined) throw new Error(`there is no entry ${sequence}`);
  return entry;
};
/** The journal with one entry replaced. */
const withEntry = (sequence: number, change: Partial<JournalEntry>) =>
  five.map((entry) => (entry.sequence === BigInt(sequence) ? { ...entry, ...change } : entry));
const findings = (entries: readonly JournalEntry[], heads: readonly Head[] = [head]) =>
  verifyLedger(entries, heads, openItems).findings;
const wrong = (sequence: bigint, problem: string) => ({ customerId, currency: 'CNY', sequence, problem });

/** Entries from a number on, with their previous hashes, balances and hashes computed anew. */
function rechained(entries: readonly JournalEntry[]): JournalEntry[] {
  const { entries: fresh } = chain(entries);
  let previousHash = fresh[0]?.previousHash ?? '';
  return fresh.map((entry, index) => {
    const forged = { ...entry, recordedAt: entries[index]?.recordedAt ?? entry.recordedAt, previousHash };
    previousHash = entryHash(forged);
    return { ...forged, hash: previousHash };
  });
}

describe('a clean ledger', () => {
  it('has no findings; its sums are the folds of its postings', () => {
    const verification = verifyLedger(five, [head], openItems);
    expect(verification.findings).toEqual([]);
    expect(verification).toMatchObject({ entries: 5, chains: 1, balances: 4 });
    expect([...verification.trialBalance]).toEqual([['CNY', 0n]]);
    expect(Object.fromEntries(verification.accounts)).toEqual({
      'CNY clearing:bank-transfer': 30_000n,
      'CNY prepaid': 0n,
      'CNY receivable': 75_500n,
      'CNY revenue:upgrade': -125_000n,
      'CNY clearing:alipay': 20_000n,
      'CNY late-fee-income': -1_000n,
      'CNY bad-debt': 500n,
    });
  });

  it('may come in any order', () => {
    expect(findings([...five].reverse())).toEqual([]);
    expect(findings([at(3), at(1), at(5), at(2), at(4)])).toEqual([]);
  });

  it('may be empty', () => {
    expect(verifyLedger([], [], [])).toEqual({
      entries: 0,
      chains: 0,
      balances: 0,
      trialBalance: new Map(),
      accounts: new Map(),
      findings: [],
    });
  });
});

describe('the verifier names the entry whose', () => {
  const changedAfter = 'the hash does not fit the entry: it was changed after it was posted';
  const foldDiffers = 'the balances after the entry are not the fold of its postings';
  const posting = (index: number, change: Partial<Posting>) =>
    at(2).postings.map((each, place) => (place === index ? { ...each, ...change } : each));

  it.each<[string, Partial<JournalEntry>, string]>([
    ['request', { requestId: depositDraft.requestId }, changedAfter],
    ['business date', { effectiveDate: date('2026-10-11') }, changedAfter],
    ['period', { period: { start: date('2026-10-01'), end: date('2026-11-30') } }, changedAfter],
    ['maker', { makers: ['li.na', 'chen.jie'] }, changedAfter],
    ['approver, who is taken away,', { makers: ['wang.fang'] }, changedAfter],
    ['time', { recordedAt: instant('2026-10-12T01:00:01.001Z') }, changedAfter],
    [
      'time, which is not after the one before it,',
      { recordedAt: instant('2026-10-12T01:00:00.000Z') },
      'the entry is recorded before the one before it',
    ],
    [
      'pointer to a reversed entry',
      { reverses: { sequence: 1n } },
      'a reversal, and nothing else, points at the entry it mirrors',
    ],
    ['charge type', { postings: posting(1, { account: account('revenue:setup') }) }, changedAfter],
    ['amount on one side', { postings: posting(0, { amountMinor: 124_999n }) }, 'charge-posted does not balance'],
    ['amount on both sides', { postings: chargePostings('upgrade', 1_250_000n, 30_000n) }, foldDiffers],
    ['account', { postings: posting(0, { account: account('bank') }) }, 'charge-posted may not debit bank'],
    ['side', { postings: posting(0, { side: 'credit' }) }, 'charge-posted may not credit receivable'],
    ['event', { postings: posting(0, { event: 'late-fee' }) }, 'late-fee does not balance'],
    ['sign', { postings: posting(0, { amountMinor: -125_000n }) }, 'a posting has a positive amount'],
    ['posting, which is taken away,', { postings: at(2).postings.slice(0, 1) }, 'an entry has at least two postings'],
    ['receivable', { balancesAfter: { ...at(2).balancesAfter, receivable: 0n } }, foldDiffers],
    ['prepaid money', { balancesAfter: { ...at(2).balancesAfter, prepaid: 1n } }, foldDiffers],
    ['held money', { balancesAfter: { ...at(2).balancesAfter, held: 1n } }, foldDiffers],
    ['unapplied money', { balancesAfter: { ...at(2).balancesAfter, unapplied: 1n } }, foldDiffers],
    ['previous hash', { previousHash: at(3).hash }, 'the previous hash is not that of the entry before'],
    ['hash', { hash: at(3).hash }, changedAfter],
    ['number', { sequence: 9n }, 'entry 2 is missing: the next is 3'],
  ])('%s was changed', (_, change, problem) => {
    expect(findings(withEntry(2, change))[0]).toEqual(wrong(2n, problem));
  });

  it('period was taken away', () => {
    const { period: _, ...without } = at(2);
    expect(findings(five.map((entry) => (entry === at(2) ? without : entry)))).toEqual([wrong(2n, changedAfter)]);
  });

  it('customer was changed, at the customer who lost it and at the one who got it', () => {
    expect(findings(withEntry(2, { customerId: otherCustomerId }))).toEqual([
      wrong(2n, 'entry 2 is missing: the next is 3'),
      { ...wrong(1n, 'entry 1 is missing: the next is 2'), customerId: otherCustomerId },
    ]);
  });

  it('currency was changed, in both currencies', () => {
    expect(findings(withEntry(2, { currency: 'USD' }))).toEqual([
      wrong(2n, 'entry 2 is missing: the next is 3'),
      { ...wrong(1n, 'entry 1 is missing: the next is 2'), currency: 'USD' },
    ]);
  });

  it('postings come from nowhere, and says that the trial balance is not zero', () => {
    expect(findings(withEntry(4, { postings: at(4).postings.slice(0, 1) }))).toEqual([
      wrong(4n, 'an entry has at least two postings'),
      { customerId: '', currency: 'CNY', sequence: 0n, problem: 'the trial balance is 10.00, not zero' },
    ]);
  });

  it('account was overdrawn, though every hash fits', () => {
    const forged = rechained([at(1), at(2)]).map((entry) => ({
      ...entry,
      postings: entry.sequence === 2n ? chargePostings('upgrade', 125_000n, 30_001n) : entry.postings,
      balancesAfter:
        entry.sequence === 2n ? { ...entry.balancesAfter, receivable: 94_999n, prepaid: -1n } : entry.balancesAfter,
    }));
    const hashed = forged.map((entry) => ({ ...entry, hash: entryHash(entry) }));
    expect(findings(hashed)).toEqual([wrong(2n, 'an account is overdrawn')]);
  });
});

describe('the verifier names the place where', () => {
  it('an entry was removed from the start', () => {
    expect(findings(five.slice(1))).toEqual([wrong(1n, 'entry 1 is missing: the next is 2')]);
  });

  it('an entry was removed from the middle', () => {
    expect(findings(five.filter(({ sequence }) => sequence !== 3n))).toEqual([
      wrong(3n, 'entry 3 is missing: the next is 4'),
    ]);
  });

  it('the last entry was removed', () => {
    expect(findings(five.slice(0, 4))).toEqual([wrong(5n, 'the head is at entry 5, the journal ends at 4')]);
  });

  it('all entries were removed', () => {
    expect(findings([])).toEqual([wrong(1n, 'the head has entries, the journal has none')]);
  });

  it('two entries were swapped', () => {
    const swapped = [at(1), { ...at(4), sequence: 2n }, at(3), { ...at(2), sequence: 4n }, at(5)];
    expect(findings(swapped)).toEqual([wrong(2n, 'the previous hash is not that of the entry before')]);
  });

  it('an entry was put in twice', () => {
    expect(findings([...five, at(3)])).toEqual([wrong(4n, 'entry 4 is missing: the next is 3')]);
  });

  it('a forged entry was put at the end', () => {
    const { entries } = chain([...fiveDrafts, draftOf(chargePostings('setup', 1n, 0n))]);
    expect(findings(entries)).toMatchObject([
      { customerId, currency: 'CNY', problem: 'the head is at entry 5, the journal ends at 6' },
    ]);
  });

  it('the head was removed', () => {
    expect(findings(five, [])).toEqual([wrong(5n, 'there are entries but no head')]);
  });

  it('the head was rolled back', () => {
    expect(findings(five, [chain(fiveDrafts.slice(0, 4)).head])).toMatchObject([
      { customerId, currency: 'CNY', problem: 'the head is at entry 4, the journal ends at 5' },
    ]);
  });

  it("the head's balances were changed", () => {
    for (const name of ['receivable', 'prepaid', 'held', 'unapplied'] as const) {
      const balances = { ...head.balances, [name]: head.balances[name] + 1n };
      expect(findings(five, [{ ...head, balances }])).toEqual([
        wrong(5n, "the head's balances are not the fold of the postings"),
      ]);
    }
  });

  it('the chain was computed anew after a change, for the head keeps the hash it had', () => {
    const forged = rechained([at(1), { ...at(2), makers: ['li.na', 'liu.yang'] }, at(3), at(4), at(5)]);
    expect(forged[1]?.hash).not.toBe(at(2).hash);
    expect(findings(forged)).toEqual([wrong(5n, "the head's hash is not that of the last entry")]);
  });

  it('an open receivable was changed, added or taken away', () => {
    const problem = 'open receivables do not sum to the receivable balance';
    const open = (openMinor: bigint) => ({ customerId, currency: 'CNY', openMinor });
    for (const items of [[open(75_499n)], [open(75_500n), open(1n)], []]) {
      expect(verifyLedger(five, [head], items).findings).toEqual([wrong(5n, problem)]);
    }
    expect(verifyLedger(five, [head], [open(75_000n), open(500n)]).findings).toEqual([]);
    const stray = [open(75_500n), { ...open(1n), currency: 'USD' }];
    expect(verifyLedger(five, [head], stray).findings).toEqual([
      { customerId, currency: 'USD', sequence: 0n, problem: 'there is an open receivable but no ledger' },
    ]);
  });
});

it('one wrong customer hides no other: each is named once', () => {
  const other = chain(fiveDrafts, { customerId: otherCustomerId });
  const dollars = chain([depositDraft], { currency: 'USD' });
  const entries = [
    ...withEntry(4, { makers: [] }),
    ...dollars.entries,
    ...other.entries.filter(({ sequence }) => sequence !== 2n),
  ];
  const found = verifyLedger(entries, [head, dollars.head, other.head], openItems).findings;
  expect(found.map(({ customerId: whose, currency, sequence }) => [whose, currency, sequence])).toEqual([
    [customerId, 'CNY', 4n],
    [otherCustomerId, 'CNY', 2n],
  ]);
});

describe('whatever the ledger', () => {
  const story = acts.map(play).filter(({ entries }) => entries.length > 0);
  type Told = ReturnType<typeof play>;
  const firstOf = (told: Told, entries: readonly JournalEntry[], heads: readonly Head[], about: JournalEntry) =>
    verifyLedger(entries, heads, told.openItems).findings.find(
      (finding) => finding.customerId === about.customerId && finding.currency === about.currency,
    );
  const flip = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
  const changes: Record<string, (entry: JournalEntry) => JournalEntry> = {
    customer: (entry) => ({ ...entry, customerId: `cus_${'z'.repeat(26)}` as typeof customerId }),
    currency: (entry) => ({ ...entry, currency: 'KWD' }),
    number: (entry) => ({ ...entry, sequence: entry.sequence + 1_000n }),
    request: (entry) => ({ ...entry, requestId: `${entry.requestId.slice(0, -1)}q` as JournalEntry['requestId'] }),
    'business date': (entry) => ({ ...entry, effectiveDate: date('2026-10-13') }),
    period: (entry) => ({ ...entry, period: { start: date('2026-10-01'), end: date('2026-10-01') } }),
    time: (entry) => ({ ...entry, recordedAt: instant(entry.recordedAt.replace('2026', '2027')) }),
    'earlier time': (entry) => ({ ...entry, recordedAt: instant(entry.recordedAt.replace('2026', '2025')) }),
    maker: (entry) => ({ ...entry, makers: [...entry.makers, 'zhou.qiang'] }),
    'first amount': (entry) => ({
      ...entry,
      postings: entry.postings.map((posting, index) => ({
        ...posting,
        amountMinor: posting.amountMinor + (index === 0 ? 1n : 0n),
      })),
    }),
    'every amount': (entry) => ({
      ...entry,
      postings: entry.postings.map((posting) => ({ ...posting, amountMinor: posting.amountMinor * 3n })),
    }),
    sides: (entry) => ({
      ...entry,
      postings: entry.postings.map((posting) => ({ ...posting, side: posting.side === 'debit' ? 'credit' : 'debit' })),
    }),
    account: (entry) => ({
      ...entry,
      postings: entry.postings.map((posting) => ({ ...posting, account: account('suspense') })),
    }),
    balance: (entry) => ({ ...entry, balancesAfter: { ...entry.balancesAfter, held: entry.balancesAfter.held + 1n } }),
    'previous hash': (entry) => ({ ...entry, previousHash: flip(entry.previousHash) }),
    hash: (entry) => ({ ...entry, hash: flip(entry.hash) }),
    lot: (entry) => ({ ...entry, lots: [...(entry.lots ?? []), { number: 1n, minor: 1n }] }),
    'lot’s terms': (entry) => ({
      ...entry,
      lots: (entry.lots ?? [{ number: 1n, minor: 0n }]).map((lot) => ({ ...lot, isFixed: true })),
    }),
    'lot’s number': (entry) => ({
      ...entry,
      lots: (entry.lots ?? [{ number: 1n, minor: 0n }]).map((lot) => ({ ...lot, number: lot.number + 1n })),
    }),
  };

  it.each(Object.entries(changes))('a changed %s is found at its entry', async (_, change) => {
    await fc.assert(
      fc.property(story, fc.nat(), (told, place) => {
        const entry = told.entries[place % told.entries.length] as JournalEntry;
        const tampered = told.entries.map((each) => (each === entry ? change(each) : each));
        expect(firstOf(told, tampered, told.heads, entry)?.sequence).toBe(entry.sequence);
      }),
    );
  });

  it('a removed entry is found at its place', async () => {
    await fc.assert(
      fc.property(story, fc.nat(), (told, place) => {
        const entry = told.entries[place % told.entries.length] as JournalEntry;
        const rest = told.entries.filter((each) => each !== entry);
        expect(firstOf(told, rest, told.heads, entry)?.sequence).toBe(entry.sequence);
      }),
    );
  });

  it('two entries that changed places are found at the first of them', async () => {
    await fc.assert(
      fc.property(story, fc.nat(), fc.nat(), (told, one, other) => {
        const first = told.entries[one % told.entries.length] as JournalEntry;
        const own = told.entries.filter(
          (each) => each.customerId === first.customerId && each.currency === first.currency,
        );
        const second = own[other % own.length] as JournalEntry;
        fc.pre(first !== second);
        const swapped = told.entries.map((each) => {
          if (each === first) return { ...each, sequence: second.sequence };
          return each === second ? { ...each, sequence: first.sequence } : each;
        });
        const lower = first.sequence < second.sequence ? first.sequence : second.sequence;
        expect(firstOf(told, swapped, told.heads, first)?.sequence).toBe(lower);
      }),
    );
  });

  it('a head that was rolled back, and one whose money was changed, is found', async () => {
    await fc.assert(
      fc.property(story, fc.nat(), (told, place) => {
        const entry = told.entries[place % told.entries.length] as JournalEntry;
        const { sequence, hash, recordedAt, balancesAfter: balances } = entry;
        const rolled = told.heads.map((each) =>
          each.customerId === entry.customerId && each.currency === entry.currency
            ? { ...each, sequence, hash, recordedAt, balances }
            : each,
        );
        const isLast = told.heads.some(({ hash }) => hash === entry.hash);
        expect(firstOf(told, told.entries, rolled, entry) === undefined).toBe(isLast);
        const richer = told.heads.map((each) => ({
          ...each,
          balances: { ...each.balances, prepaid: each.balances.prepaid + 1n },
        }));
        expect(verifyLedger(told.entries, richer, told.openItems).findings).toHaveLength(told.heads.length);
      }),
    );
  });

  const headChanges: Record<string, (of: Head) => Head> = {
    'more money in a lot': (of) => ({ ...of, lots: of.lots.map((lot) => ({ ...lot, minor: lot.minor + 1n })) }),
    'a lot that pays other charges': (of) => ({ ...of, lots: of.lots.map((lot) => ({ ...lot, types: ['setup'] })) }),
    'a lot that may be refunded no more': (of) => ({ ...of, lots: of.lots.map((lot) => ({ ...lot, isFixed: true })) }),
    'a lot less': (of) => ({ ...of, lots: of.lots.slice(1) }),
    'money in the lot of another deposit': (of) => ({
      ...of,
      lots: of.lots.map((lot) => ({ ...lot, number: lot.number + 100n })),
    }),
    'a claim less': (of) => ({ ...of, claims: of.lots.length === 0 ? [] : of.claims.slice(1), lots: of.lots.slice(1) }),
  };

  it.each(Object.entries(headChanges))('a head with %s is found', async (_, change) => {
    await fc.assert(
      fc.property(story, (told) => {
        const heads = told.heads.map(change);
        const changed = told.heads.filter(({ lots }) => lots.length > 0).length;
        fc.pre(changed > 0);
        const found = verifyLedger(told.entries, heads, told.openItems).findings;
        expect(found.length >= changed).toBe(true);
      }),
    );
  });
});
