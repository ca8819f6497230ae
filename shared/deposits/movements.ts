import { entryId } from '../customers/entry-wire.ts';
import type { JournalEntry } from '../ledger/journal-entry.ts';
import type { PostingEvent } from '../ledger/posting-rules.ts';
import type { Currency } from '../model/currency.ts';
import { businessDate } from '../model/dates.ts';
import type { CustomerId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { type LedgerTable, queryPartition } from '../table/ledger-table.ts';

/** Which entries of a customer's ledger are looked at: from one place to another, in keys of its partition. */
interface Stretch {
  readonly customerId: CustomerId;
  readonly currency: Currency;
  /** The first key, included. */
  readonly low: string;
  /** The first key beyond. */
  readonly high: string;
  /** As many as are wanted. */
  readonly limit: number;
}

const batch = 100;
/** One page looks at this many entries at most, however few of them it wants. */
const batchesAtMost = 10;

/** Entries of a stretch that are wanted, oldest first, and the key where to go on if there may be more. */
export async function findEntries(
  table: LedgerTable,
  { customerId, currency, low, high, limit }: Stretch,
  isWanted: (entry: JournalEntry) => boolean,
): Promise<{ entries: JournalEntry[]; last?: string }> {
  const { pk } = keys.entries(customerId, currency);
  const entries: JournalEntry[] = [];
  let from = low;
  for (let read = 0; read < batchesAtMost; read += 1) {
    const items = await queryPartition(table, { pk, between: { low: from, high }, limit: batch, strong: true });
    for (const item of items) {
      const entry = entryFromItem(item);
      if (!isWanted(entry)) continue;
      if (entries.length === limit) return { entries, last: keyOf(entries.at(-1)) };
      entries.push(entry);
    }
    const end = items.at(-1);
    if (items.length < batch || end === undefined) return { entries };
    from = justAfter(String(end.sk));
  }
  return { entries, last: from };
}

function keyOf(entry: JournalEntry | undefined): string {
  if (entry === undefined) return '';
  return justAfter(keys.entry(entry.customerId, entry.currency, entry.recordedAt, entry.sequence).sk);
}

/** The first key that sorts after another. */
export function justAfter(key: string): string {
  return `${key}\u0000`;
}

/** The change of prepaid money: what came in is positive, minor units. */
export function prepaidChange({ postings }: Pick<JournalEntry, 'postings'>): bigint {
  return postings
    .filter(({ account }) => account === 'prepaid')
    .reduce((sum, { side, amountMinor }) => sum + (side === 'credit' ? amountMinor : -amountMinor), 0n);
}

/** What an entry did to prepaid money, in the reader's language. */
export function movementHead(entry: JournalEntry, { zone, language }: { zone: string; language: Language }) {
  const event = entry.postings.find(({ account }) => account === 'prepaid')?.event ?? 'prepaid-applied';
  return {
    entry: entryId(entry, entry.sequence),
    bookedOn: businessDate(entry.recordedAt, zone),
    effectiveDate: entry.effectiveDate,
    event,
    title: titles[language][event] ?? event,
    requestId: entry.requestId,
  };
}

/** Events that touch prepaid money, as a statement calls them. */
const titles: Record<Language, Partial<Record<PostingEvent, string>>> = {
  'zh-CN': {
    'deposit-arrived': '充值到账',
    'deposit-bounced': '充值退票',
    'prepaid-applied': '支付费用',
    'refund-held': '退费',
    'refund-released': '退费取消，款项退回预存',
    reversal: '更正，冲回原分录',
  },
  en: {
    'deposit-arrived': 'Deposit arrived',
    'deposit-bounced': 'Deposit bounced',
    'prepaid-applied': 'Fee paid',
    'refund-held': 'Refund',
    'refund-released': 'Refund ended, money given back',
    reversal: 'Correction: an entry taken back',
  },
};
