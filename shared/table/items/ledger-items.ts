import type { Balances } from '../../ledger/balances.ts';
import type { Claim, Head, JournalEntry } from '../../ledger/journal-entry.ts';
import type { Lot } from '../../ledger/lots.ts';
import type { Posting } from '../../ledger/posting-rules.ts';
import type { Currency } from '../../model/currency.ts';
import type { CalendarDate, Instant } from '../../model/dates.ts';
import type { CustomerId, RequestId } from '../../model/ids.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A lot as a list, terms last and only where it has any: `[7, 120000, ["training"], "2027-06-30", 1]`. */
type LotAttributes = readonly [bigint, bigint, (readonly string[])?, (string | null)?, bigint?];

function lotAttributes({ number, minor, types, expires, isFixed }: Lot): LotAttributes {
  if (isFixed === true) return [number, minor, types ?? ['*'], expires ?? null, 1n];
  if (expires !== undefined) return [number, minor, types ?? ['*'], expires];
  return types === undefined ? [number, minor] : [number, minor, types];
}

function lotFromAttributes([number, minor, types, expires, fixed]: LotAttributes): Lot {
  return {
    number,
    minor,
    ...(types === undefined || types[0] === '*' ? {} : { types: types as NonNullable<Lot['types']> }),
    ...(expires === undefined || expires === null ? {} : { expires: expires as CalendarDate }),
    ...(fixed === undefined ? {} : { isFixed: true }),
  };
}

interface ClaimAttributes {
  readonly by: Claim['by'];
  readonly on: Claim['on'];
  readonly amt: bigint;
  readonly lots?: readonly LotAttributes[];
}

interface HeadAttributes {
  readonly pk: string;
  readonly sk: string;
  readonly seq: bigint;
  readonly hash: string;
  readonly at?: Instant;
  readonly bal: Balances;
  readonly ver: bigint;
  readonly lots?: readonly LotAttributes[];
  readonly claims?: readonly ClaimAttributes[];
  readonly nos?: Head['issued'];
}

/** The items of the ledger itself: heads, journal entries and open receivables. */
export function headItem(head: Head): Item {
  const { lots, claims, issued } = head;
  return {
    ...keys.head(head.customerId, head.currency),
    seq: head.sequence,
    hash: head.hash,
    at: head.recordedAt,
    bal: head.balances,
    ver: head.version,
    ...(lots.length === 0 ? {} : { lots: lots.map(lotAttributes) }),
    ...(claims.length === 0
      ? {}
      : {
          claims: claims.map((claim) => ({
            by: claim.by,
            on: claim.on,
            amt: claim.minor,
            ...(claim.lots === undefined ? {} : { lots: claim.lots.map(lotAttributes) }),
          })),
        }),
    ...(Object.keys(issued).length === 0 ? {} : { nos: issued }),
  };
}

export function headFromItem(item: Item): Head {
  const raw = item as unknown as HeadAttributes;
  return {
    customerId: raw.pk.slice(2) as CustomerId,
    currency: raw.sk.slice('#HEAD#'.length) as Currency,
    sequence: raw.seq,
    hash: raw.hash,
    ...(raw.at === undefined ? {} : { recordedAt: raw.at }),
    balances: raw.bal,
    version: raw.ver,
    lots: (raw.lots ?? []).map(lotFromAttributes),
    claims: (raw.claims ?? []).map(({ by, on, amt, lots }) => ({
      by,
      on,
      minor: amt,
      ...(lots === undefined ? {} : { lots: lots.map(lotFromAttributes) }),
    })),
    issued: raw.nos ?? {},
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
  readonly lots?: readonly LotAttributes[];
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
    lots: entry.lots?.map(lotAttributes),
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
    ...(raw.lots === undefined ? {} : { lots: raw.lots.map(lotFromAttributes) }),
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
