import { describe, expect, it } from 'vitest';
import {
  type Claim,
  emptyHead,
  type Head,
  type JournalEntry,
  reversalDraft,
} from '../../shared/ledger/journal-entry.ts';
import { chargePostings } from '../../shared/ledger/posting-rules.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import {
  type NamedEntry,
  type RequestRecord,
  verifyClaims,
  verifyRequests,
} from '../../shared/ledger/verify-requests.ts';
import type { CalendarDate, Instant } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId, RequestId } from '../../shared/model/ids.ts';
import { collectLedger } from '../../shared/table/scan-ledger.ts';
import { append } from './entries.ts';

const customerId = `cus_${'a'.repeat(26)}` as CustomerId;
const requestId = `chg_${'b'.repeat(26)}` as RequestId;
const otherId = `chg_${'c'.repeat(26)}` as RequestId;
const draft = {
  requestId,
  effectiveDate: '2026-10-12' as CalendarDate,
  makers: ['wang.fang', 'chen.jie'],
  postings: chargePostings('setup', 12_500n, 0n),
};
const at = (second: number) => `2026-10-12T01:00:0${second}.000Z` as Instant;
const first = append(emptyHead(customerId, 'CNY'), draft, at(0));
const { entry, head } = first;
const named = (of: JournalEntry, people?: readonly string[]): NamedEntry => ({
  ...{ customerId, currency: 'CNY', sequence: of.sequence, hash: of.hash },
  ...(people && { people }),
});
const request: RequestRecord = {
  ...{ requestId, customerId, currency: 'CNY', isPosted: true, peopleNeeded: 2 },
  entries: [named(entry, draft.makers)],
};
const problems = (entries: readonly JournalEntry[], requests: readonly RequestRecord[]) =>
  verifyRequests(entries, requests).map(({ sequence, problem }) => [sequence, problem]);

describe('requests and journal', () => {
  it('belong together when every posted request has the entries it names', () => {
    expect(problems([entry], [request])).toEqual([]);
    const again = append(head, draft, at(1)).entry;
    const both = { ...request, entries: [named(entry), named(again)] };
    expect(problems([entry, again], [both])).toEqual([]);
  });

  it('do not when an entry has no request, or one that is not posted', () => {
    expect(problems([entry], [])).toEqual([[1n, `there is no request ${requestId}`]]);
    const waiting = { ...request, isPosted: false, entries: [] };
    expect(problems([entry], [waiting])).toEqual([[1n, `request ${requestId} is not posted, but has an entry`]]);
  });

  it('do not when a posted request has no entry: its customer’s whole chain may be gone', () => {
    expect(problems([], [request])).toEqual([[1n, `the entry of request ${requestId} is missing`]]);
    expect(problems([], [{ ...request, entries: [] }])).toEqual([
      [0n, `request ${requestId} is posted, but names no entry`],
    ]);
  });

  it('may have no entry in a state that leaves it open, such as a deposit that bounced before it arrived', () => {
    expect(problems([], [{ ...request, isPosted: 'perhaps', entries: [] }])).toEqual([]);
    expect(problems([entry], [{ ...request, isPosted: 'perhaps' }])).toEqual([]);
    expect(problems([], [{ ...request, isPosted: 'perhaps' }])).toEqual([
      [1n, `the entry of request ${requestId} is missing`],
    ]);
  });

  it('do not when a request that is not posted names an entry', () => {
    const other = { ...request, requestId: otherId, isPosted: false };
    expect(problems([entry], [request, other])).toEqual([[1n, `request ${otherId} names an entry, but is not posted`]]);
  });

  it('do not when a request was posted twice (promise 3)', () => {
    const again = append(head, draft, at(1)).entry;
    expect(problems([entry, again], [request])).toEqual([
      [2n, `request ${requestId} does not name this entry: it was posted twice, or by nobody`],
    ]);
  });

  it('do not when a request names another’s entry, one of another customer, or one that was replaced', () => {
    const other = append(head, { ...draft, requestId: otherId }, at(1)).entry;
    const wrong = (record: RequestRecord) => problems([entry, other], [request, record]);
    const unnamed = [2n, `request ${otherId} does not name this entry: it was posted twice, or by nobody`];
    expect(wrong({ ...request, requestId: otherId })).toEqual([
      unnamed,
      [1n, `the entry request ${otherId} names is not its own`],
    ]);
    const elsewhere = { ...named(other), customerId: `cus_${'x'.repeat(26)}` };
    expect(wrong({ ...request, requestId: otherId, entries: [elsewhere] })).toEqual([
      unnamed,
      [2n, `the entry of request ${otherId} is missing`],
    ]);
    const replaced = { ...named(other, draft.makers), hash: entry.hash };
    expect(wrong({ ...request, requestId: otherId, entries: [replaced] })).toEqual([
      [2n, `the entry request ${otherId} names is not its own`],
    ]);
  });

  it.each([
    [
      'other people',
      { entries: [named(entry, ['wang.fang', 'liu.yang'])] },
      `the people of the entry are not those of request ${requestId}`,
    ],
    ['fewer people than it needed', { peopleNeeded: 3 }, `request ${requestId} has too few approvals`],
  ])('do not when the request has %s (promise 5)', (_, change, problem) => {
    expect(problems([entry], [{ ...request, ...change }])).toEqual([[1n, problem]]);
  });

  it('do not when one person acted twice (promise 5)', () => {
    const makers = ['wang.fang', 'wang.fang'];
    const alone = append(emptyHead(customerId, 'CNY'), { ...draft, makers }, at(0)).entry;
    const record = { ...request, entries: [named(alone, makers)] };
    expect(problems([alone], [record])).toEqual([[1n, `somebody acted twice on request ${requestId}`]]);
    // Where the request does not tell who acted, the entry still does.
    expect(problems([alone], [{ ...record, entries: [named(alone)] }])).toEqual([
      [1n, `somebody acted twice on request ${requestId}`],
    ]);
  });
});

describe('requests and claims', () => {
  const refundId = `rfd_${'r'.repeat(26)}` as RequestId;
  const claim: Claim = { by: refundId, on: 'unapplied', minor: 500n };
  const refund: RequestRecord = {
    ...{ requestId: refundId, customerId, currency: 'CNY', isPosted: false, entries: [], peopleNeeded: 3 },
    claims: { on: 'unapplied', minor: 500n },
  };
  const found = (claims: readonly Claim[], records: readonly RequestRecord[]) =>
    verifyClaims([{ ...head, claims }], records).map(({ sequence, problem }) => [sequence, problem]);
  const stray = [1n, `the claim of ${refundId} is not that of a request under way`];

  it('belong together when every request under way has its claim, over the same money', () => {
    expect(found([claim], [refund, request])).toEqual([]);
    const correction = { ...refund, requestId: `cor_${'k'.repeat(26)}`, claims: { on: requestId, minor: 0n } };
    const hand: Claim = { by: correction.requestId as RequestId, on: requestId as ChargeId, minor: 0n };
    expect(found([claim, hand], [refund, correction])).toEqual([]);
  });

  it('do not when a claim has no request, or one that has ended', () => {
    expect(found([claim], [])).toEqual([stray]);
    const { claims: _, ...ended } = refund;
    expect(found([claim], [ended])).toEqual([stray]);
  });

  it('do not when a request is under way without its claim: its money could be spent', () => {
    expect(found([], [refund])).toEqual([[0n, `request ${refundId} is under way without its claim`]]);
  });

  it.each<[string, Partial<RequestRecord>]>([
    ['another amount', { claims: { on: 'unapplied', minor: 501n } }],
    ['other money', { claims: { on: 'prepaid', minor: 500n } }],
    ['another customer', { customerId: `cus_${'x'.repeat(26)}` }],
    ['another currency', { currency: 'USD' }],
  ])('do not when the request is about %s', (_, change) => {
    expect(found([claim], [{ ...refund, ...change }])).toEqual([stray]);
  });

  it('do not when one request claims twice', () => {
    expect(found([claim, claim], [refund])).toEqual([stray]);
  });

  it('are held against each other with the rest of the ledger', () => {
    const whole = verifyLedger(
      [entry],
      [head],
      [{ customerId, currency: 'CNY', openMinor: 12_500n }],
      [request, refund],
    );
    expect(whole.findings.map(({ problem }) => problem)).toEqual([
      `request ${refundId} is under way without its claim`,
    ]);
  });
});

describe('a reversal', () => {
  const reversal = reversalDraft(entry, { requestId: otherId, effectiveDate: draft.effectiveDate, makers: ['li.na'] });
  const reversed = append(head, reversal, at(1));
  const findings = (entries: readonly JournalEntry[], last: Head) =>
    verifyLedger(entries, [last], openItems(last)).findings.map(({ problem }) => problem);
  const openItems = ({ balances }: Head) => [{ customerId, currency: 'CNY', openMinor: balances.receivable }];

  it('that mirrors an earlier entry is in order', () => {
    expect(findings([entry, reversed.entry], reversed.head)).toEqual([]);
  });

  it('of an entry that was reversed before is named', () => {
    const again = append(head, { ...draft, requestId: otherId }, at(1));
    const once = append(again.head, reversal, at(2));
    const twice = append(once.head, reversal, at(3));
    expect(findings([entry, again.entry, once.entry, twice.entry], twice.head)).toEqual([
      'it reverses entry 1, which was reversed before',
    ]);
  });

  it('that is no mirror, or points at nothing, is named', () => {
    const less = reversal.postings.map((posting) => ({ ...posting, amountMinor: posting.amountMinor - 1n }));
    const partial = append(head, { ...reversal, postings: less }, at(1));
    expect(findings([entry, partial.entry], partial.head)).toEqual(['it is not the mirror of entry 1']);
    const lost = append(head, { ...reversal, reverses: { sequence: 7n } }, at(1));
    expect(findings([entry, lost.entry], lost.head)).toEqual(['it reverses entry 7, which is not an earlier one']);
  });

  it('cannot be posted without saying what it reverses', () => {
    const { reverses: _, ...rest } = reversal;
    expect(() => append(head, rest, at(1))).toThrow('points at the entry it mirrors');
  });
});

describe('a damaged request', () => {
  it('is named, and the rest is checked all the same', async () => {
    const item = { pk: `R#${requestId}`, sk: '#REQUEST', kind: 'charge', cust: customerId, ccy: 'CNY' };
    const { requests } = await collectLedger([item]);
    expect(verifyRequests([], requests).map(({ problem }) => problem)).toEqual([
      `request ${requestId} is damaged and cannot be read`,
    ]);
  });
});
