import { describe, expect, it } from 'vitest';
import {
  appendEntry,
  emptyHead,
  headAfter,
  type JournalEntry,
  reversalDraft,
} from '../../shared/ledger/journal-entry.ts';
import { chargePostings } from '../../shared/ledger/posting-rules.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import { type RequestRecord, verifyRequests } from '../../shared/ledger/verify-requests.ts';
import type { CalendarDate, Instant } from '../../shared/model/dates.ts';
import type { CustomerId, RequestId } from '../../shared/model/ids.ts';

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
const entry = appendEntry(emptyHead(customerId, 'CNY'), draft, at(0));
const request: RequestRecord = {
  requestId,
  customerId,
  currency: 'CNY',
  isPosted: true,
  posting: { sequence: 1n, hash: entry.hash },
  makers: ['wang.fang', 'chen.jie'],
  approvals: 1,
};
const problems = (entries: readonly JournalEntry[], requests: readonly RequestRecord[]) =>
  verifyRequests(entries, requests).map(({ sequence, problem }) => [sequence, problem]);

describe('requests and journal', () => {
  it('belong together when every posted request has its one entry', () => {
    expect(problems([entry], [request])).toEqual([]);
  });

  it('do not when an entry has no request, or one that is not posted', () => {
    expect(problems([entry], [])).toEqual([[1n, `there is no request ${requestId}`]]);
    const waiting = { ...request, isPosted: false, posting: undefined };
    expect(problems([entry], [waiting])).toEqual([[1n, `request ${requestId} is not posted, but has an entry`]]);
  });

  it('do not when a posted request has no entry: its customer’s whole chain may be gone', () => {
    expect(problems([], [request])).toEqual([[1n, `the entry of request ${requestId} is missing`]]);
    expect(problems([], [{ ...request, posting: undefined }])).toEqual([
      [0n, `request ${requestId} is posted, but names no entry`],
    ]);
  });

  it('do not when a request was posted twice (promise 3)', () => {
    const again = appendEntry(headAfter(entry), draft, at(1));
    expect(problems([entry, again], [request])).toEqual([
      [2n, `request ${requestId} was posted before: it has two entries`],
    ]);
  });

  it('do not when a request names another’s entry', () => {
    const other = appendEntry(headAfter(entry), { ...draft, requestId: otherId }, at(1));
    const found = problems([entry, other], [request, { ...request, requestId: otherId }]);
    expect(found).toEqual([[1n, `the entry request ${otherId} names is not its own`]]);
  });

  it.each([
    [
      'other people',
      { makers: ['wang.fang', 'liu.yang'] },
      `the people of the entry are not those of request ${requestId}`,
    ],
    ['fewer approvals than its stages', { approvals: 2 }, `request ${requestId} has too few approvals`],
  ])('do not when the request has %s (promise 5)', (_, change, problem) => {
    expect(problems([entry], [{ ...request, ...change }])).toEqual([[1n, problem]]);
  });

  it('do not when one person acted twice (promise 5)', () => {
    const makers = ['wang.fang', 'wang.fang'];
    const alone = appendEntry(emptyHead(customerId, 'CNY'), { ...draft, makers }, at(0));
    const record = { ...request, makers, posting: { sequence: 1n, hash: alone.hash } };
    expect(problems([alone], [record])).toEqual([[1n, `somebody acted twice on request ${requestId}`]]);
  });
});

describe('a reversal', () => {
  const reversal = reversalDraft(entry, { requestId: otherId, effectiveDate: draft.effectiveDate, makers: ['li.na'] });
  const reversed = appendEntry(headAfter(entry), reversal, at(1));
  const findings = (entries: readonly JournalEntry[]) =>
    verifyLedger(entries, [headAfter(entries.at(-1) as JournalEntry)], []).findings.map(({ problem }) => problem);

  it('that mirrors an earlier entry is in order', () => {
    expect(findings([entry, reversed])).toEqual([]);
  });

  it('of an entry that was reversed before is named', () => {
    const again = appendEntry(headAfter(entry), { ...draft, requestId: otherId }, at(1));
    const first = appendEntry(headAfter(again), reversal, at(2));
    const twice = appendEntry(headAfter(first), reversal, at(3));
    expect(findings([entry, again, first, twice])).toEqual(['it reverses entry 1, which was reversed before']);
  });

  it('that is no mirror, or points at nothing, is named', () => {
    const less = reversal.postings.map((posting) => ({ ...posting, amountMinor: posting.amountMinor - 1n }));
    const partial = appendEntry(headAfter(entry), { ...reversal, postings: less }, at(1));
    expect(findings([entry, partial])[0]).toBe('it is not the mirror of entry 1');
    const lost = appendEntry(headAfter(entry), { ...reversal, reverses: { sequence: 7n } }, at(1));
    expect(findings([entry, lost])).toEqual(['it reverses entry 7, which is not an earlier one']);
  });

  it('cannot be posted without saying what it reverses', () => {
    const { reverses: _, ...rest } = reversal;
    expect(() => appendEntry(headAfter(entry), rest, at(1))).toThrow('points at the entry it mirrors');
  });
});
