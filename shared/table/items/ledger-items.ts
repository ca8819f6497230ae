import type { Balances } from '../../ledger/balances.ts';
import type { Head, JournalEntry } from '../../ledger/journal-entry.ts';
import type { Posting } from '../../ledger/posting-rules.ts';
import type { Currency } from '../../model/currency.ts';
import type { CalendarDate } from '../../model/dates.ts';
import type { CustomerId, RequestId } from '../../model/ids.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** The items of the ledger itself: heads, journal entries and open receivables. */
export function headItem(head: Head): Item {
  return {
    ...keys.head(head.customerId, head.currency),
    seq: head.sequence,
    hash: head.hash,
    at: head.recordedAt,
    bal: head.balances,
  };
}

export function headFromItem(item: Item): Head {
  const raw = item as unknown as {
    pk: string;
    sk: string;
    seq: bigint;
    hash: string;
    at: Head['recordedAt'];
    bal: Balances;
  };
  return {
    customerId: raw.pk.slice(2) as CustomerId,
    currency: raw.sk.slice('#HEAD#'.length) as Currency,
    sequence: raw.seq,
    hash: raw.hash,
    ...(raw.at === undefined ? {} : { recordedAt: raw.at }),
    balances: raw.bal,
  };
}

interface EntryAttributes {
  readonly pk: string;
  readonly sk: string;
  readonly seq: bigint;
  readonly req: RequestId;
  readonly eff: CalendarDate;
  readonly ps?: CalendarDate;
  readonly pe?: CalendarDate;
  readonly by: readonly string[];
  readonly post: readonly (readonly [Posting['event'], 'D' | 'C', Posting['account'], bigint])[];
  readonly bal: Balances;
  readonly rev?: bigint;
  readonly prev: string;
  readonly hash: string;
}

/** A journal entry with its place in the day's list, which is kept by business date. */
export function entryItem(entry: JournalEntry): Item {
  return {
    ...keys.entry(entry.customerId, entry.currency, entry.recordedAt, entry.sequence),
    kind: 'entry',
    seq: entry.sequence,
    req: entry.requestId,
    eff: entry.effectiveDate,
    ps: entry.period?.start,
    pe: entry.period?.end,
    by: entry.makers,
    post: entry.postings.map(({ event, account, side, amountMinor }) => [
      event,
      side === 'debit' ? 'D' : 'C',
      account,
      amountMinor,
    ]),
    bal: entry.balancesAfter,
    rev: entry.reverses?.sequence,
    prev: entry.previousHash,
    hash: entry.hash,
    ...indexKeys.entryByDay(entry.effectiveDate, entry.recordedAt, entry.customerId, entry.currency),
  };
}

export function entryFromItem(item: Item): JournalEntry {
  const raw = item as unknown as EntryAttributes;
  const [currency, recordedAt] = raw.sk.split('#') as [Currency, JournalEntry['recordedAt']];
  return {
    customerId: raw.pk.slice(2) as CustomerId,
    currency,
    recordedAt,
    sequence: raw.seq,
    requestId: raw.req,
    effectiveDate: raw.eff,
    ...(raw.ps === undefined || raw.pe === undefined ? {} : { period: { start: raw.ps, end: raw.pe } }),
    makers: raw.by,
    postings: raw.post.map(([event, side, account, amountMinor]) => ({
      event,
      side: side === 'D' ? 'debit' : 'credit',
      account,
      amountMinor,
    })),
    balancesAfter: raw.bal,
    ...(raw.rev === undefined ? {} : { reverses: { sequence: raw.rev } }),
    previousHash: raw.prev,
    hash: raw.hash,
  };
}

/** Money a customer owes for one request, until it is paid; `amt` is what is still open. */
export interface OpenReceivable {
  readonly customerId: CustomerId;
  readonly requestId: RequestId;
  readonly currency: Currency;
  readonly openMinor: bigint;
  readonly originalMinor: bigint;
  readonly dueDate: CalendarDate;
}

export function receivableItem(receivable: OpenReceivable): Item {
  return {
    ...keys.receivable(receivable.customerId, receivable.dueDate, receivable.requestId),
    kind: 'receivable',
    amt: receivable.openMinor,
    orig: receivable.originalMinor,
    ccy: receivable.currency,
    due: receivable.dueDate,
    ...indexKeys.openReceivable(receivable.dueDate, receivable.requestId),
  };
}

export function receivableFromItem(item: Item): OpenReceivable {
  const raw = item as unknown as {
    pk: string;
    sk: string;
    amt: bigint;
    orig: bigint;
    ccy: Currency;
    due: CalendarDate;
  };
  return {
    customerId: raw.pk.slice(2) as CustomerId,
    requestId: raw.sk.slice(raw.sk.lastIndexOf('#') + 1) as RequestId,
    currency: raw.ccy,
    openMinor: raw.amt,
    originalMinor: raw.orig,
    dueDate: raw.due,
  };
}
