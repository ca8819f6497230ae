import { applyPostings } from '../../shared/ledger/balances.ts';
import type { EntryDraft, Head, JournalEntry } from '../../shared/ledger/journal-entry.ts';
import { appendEntry, emptyHead, headAfter } from '../../shared/ledger/journal-entry.ts';
import { negated, ownLot, sumOf, takeFrom } from '../../shared/ledger/lots.ts';
import { chargePostings, depositPostings, type Posting, postEvent } from '../../shared/ledger/posting-rules.ts';
import type { Currency } from '../../shared/model/currency.ts';
import type { CalendarDate, Instant } from '../../shared/model/dates.ts';
import type { CustomerId, RequestId } from '../../shared/model/ids.ts';

export const customerId = `cus_${'a'.repeat(26)}` as CustomerId;
export const otherCustomerId = `cus_${'d'.repeat(26)}` as CustomerId;
export const chargeId = `chg_${'b'.repeat(26)}` as RequestId;
const depositId = `dep_${'c'.repeat(26)}` as RequestId;

export const instant = (text: string) => text as Instant;
export const date = (text: string) => text as CalendarDate;

export const depositDraft: EntryDraft = {
  requestId: depositId,
  effectiveDate: date('2026-10-12'),
  makers: ['wang.fang'],
  postings: depositPostings('bank-transfer', 30_000n),
};

export const chargeDraft: EntryDraft = {
  requestId: chargeId,
  effectiveDate: date('2026-10-12'),
  period: { start: date('2026-10-01'), end: date('2026-10-31') },
  makers: ['wang.fang', 'chen.jie'],
  postings: chargePostings('upgrade', 125_000n, 30_000n),
};

export const draftOf = (postings: readonly Posting[]): EntryDraft => ({
  requestId: chargeId,
  effectiveDate: date('2026-10-12'),
  makers: ['wang.fang'],
  postings,
});

/**
 * A draft with the lots it means where it does not say: money that comes in is a lot of its own, money that leaves is that
 * of the oldest lots. Where they do not hold it, it takes what there is, and is refused.
 */
export function withLots(head: Pick<Head, 'balances' | 'lots'>, draft: EntryDraft): EntryDraft {
  const change = applyPostings(head.balances, draft.postings).prepaid - head.balances.prepaid;
  if (change === 0n || draft.lots !== undefined) return draft;
  if (change > 0n) return { ...draft, lots: [{ number: ownLot, minor: change }] };
  const there = sumOf(head.lots);
  return { ...draft, lots: negated(takeFrom(head.lots, there < -change ? there : -change)) };
}

/** Appends a draft with its natural lots; answers the entry and where the ledger stands after it. */
export function append(head: Head, draft: EntryDraft, at: Instant): { entry: JournalEntry; head: Head } {
  const entry = appendEntry(head, withLots(head, draft), at);
  return { entry, head: headAfter(head, entry) };
}

/** Appends drafts one after another, a second apart; answers the entries and where the customer's ledger then stands. */
export function chain(
  drafts: readonly EntryDraft[],
  of: { customerId?: CustomerId; currency?: Currency } = {},
): { entries: JournalEntry[]; head: Head } {
  let head = emptyHead(of.customerId ?? customerId, of.currency ?? 'CNY');
  const entries = drafts.map((draft, index) => {
    const next = append(head, draft, instant(`2026-10-12T01:00:${String(index).padStart(2, '0')}.000Z`));
    head = next.head;
    return next.entry;
  });
  return { entries, head };
}

/** Five entries of one customer: 300.00 deposited, 1,250.00 charged, 200.00 paid, a late fee of 10.00, 5.00 written off. */
export const fiveDrafts: readonly EntryDraft[] = [
  depositDraft,
  chargeDraft,
  draftOf(postEvent('payment-arrived', [['clearing:alipay', 20_000n]], [['receivable', 20_000n]])),
  draftOf(postEvent('late-fee', [['receivable', 1_000n]], [['late-fee-income', 1_000n]])),
  draftOf(postEvent('write-off', [['bad-debt', 500n]], [['receivable', 500n]])),
];
