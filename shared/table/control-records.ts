import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { DocumentSeries, Head, JournalEntry } from '../ledger/journal-entry.ts';
import { documentSeries } from '../ledger/journal-entry.ts';
import type { ApprovalStage } from '../model/approval-policy.ts';
import type { Currency } from '../model/currency.ts';
import type { Instant } from '../model/dates.ts';
import type { ChargeId, CustomerId, RequestId, UserId } from '../model/ids.ts';
import { isClaiming, type RefundState } from '../model/refund.ts';
import { entryFromItem, headFromItem, type OpenReceivable, receivableFromItem } from './items/ledger-items.ts';
import { fromMillis, stageFromText } from './items/request-item.ts';
import type { Item, LedgerTable } from './ledger-table.ts';
import { partitions } from './names.ts';

/** A request, as far as the journal can be held against it; the same for all kinds. */
export interface RequestFacts {
  readonly id: RequestId;
  readonly kind: string;
  readonly customerId: CustomerId;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly maker: UserId;
  readonly at: Instant;
  readonly type: string;
  /** Version of the policy it was staged by. */
  readonly policyVersion: number;
  /** Who was asked to approve it. */
  readonly stages: readonly ApprovalStage[];
  /** It is in review, or stands: what was rejected, withdrawn or corrected does not count. */
  readonly stands: boolean;
  /** The entries it says are its own. */
  readonly entries: readonly OwnEntry[];
  /** What it has its hand on while it is under way. */
  readonly claim?: { readonly on: 'prepaid' | 'unapplied' | ChargeId; readonly minor: bigint };
  /** Minor units that credit notes have taken back of a charge. */
  readonly creditedMinor: bigint;
  /** Series it has a document of. */
  readonly documents: readonly DocumentSeries[];
}

interface OwnEntry {
  readonly customerId: CustomerId;
  readonly currency: Currency;
  readonly sequence: bigint;
  readonly hash: string;
}

/** What of the table the books are made of. */
export interface ControlRecord {
  readonly entry?: JournalEntry;
  readonly head?: Head;
  readonly receivable?: OpenReceivable;
  readonly request?: RequestFacts;
  readonly profile?: { readonly customerId: CustomerId; readonly group: string };
}

/** Reads an item as a part of the books; anything else, such as a comment or a user, is nothing. */
export function controlRecord(item: Item): ControlRecord {
  const [pk, sk] = [String(item.pk), String(item.sk)];
  if (pk.startsWith(partitions.entry)) return item.kind === 'entry' ? { entry: entryFromItem(item) } : {};
  if (pk.startsWith(partitions.request)) {
    return sk === '#REQUEST' && item.ccy !== undefined && item.draft === undefined
      ? { request: requestFacts(item) }
      : {};
  }
  if (!pk.startsWith(partitions.customer)) return {};
  if (sk === '#PROFILE') return { profile: { customerId: pk.slice(2) as CustomerId, group: String(item.group) } };
  if (sk.startsWith('#HEAD#')) return { head: headFromItem(item) };
  return sk.startsWith('AR#') ? { receivable: receivableFromItem(item) } : {};
}

interface PostingAttributes {
  readonly seq: bigint;
  readonly hash: string;
  readonly cust?: CustomerId;
  readonly ccy?: Currency;
}

interface RequestAttributes {
  readonly pk: string;
  readonly kind: string;
  readonly cust: CustomerId;
  readonly ccy: Currency;
  readonly amt: bigint;
  readonly maker: UserId;
  readonly at: bigint;
  readonly type: string;
  readonly pol?: bigint;
  readonly stages?: readonly string[];
  readonly state: string;
  readonly post?: PostingAttributes;
  readonly back?: PostingAttributes;
  readonly posts?: readonly PostingAttributes[];
  readonly cred?: bigint;
  readonly src?: string;
  readonly chg?: ChargeId;
  readonly no?: string;
  readonly rv?: bigint;
  readonly cn?: bigint | string;
}

const fallen = new Set(['rejected', 'withdrawn', 'cancelled', 'expired', 'failed', 'returned', 'corrected']);

function requestFacts(item: Item): RequestFacts {
  const raw = item as unknown as RequestAttributes;
  const numbers: Readonly<Record<DocumentSeries, unknown>> = {
    receipt: raw.no,
    'refund-voucher': raw.rv,
    'credit-note': raw.cn,
  };
  const claim = claimOf(raw);
  return {
    id: raw.pk.slice(2) as RequestId,
    kind: raw.kind,
    customerId: raw.cust,
    currency: raw.ccy,
    amountMinor: raw.amt,
    maker: raw.maker,
    at: fromMillis(raw.at),
    type: raw.type,
    policyVersion: Number(raw.pol ?? 0),
    stages: (raw.stages ?? []).map(stageFromText),
    stands: !fallen.has(raw.state),
    entries: [raw.post, raw.back, ...(raw.posts ?? [])]
      .filter((posting) => posting !== undefined)
      .map(({ seq, hash, cust, ccy }) => ({
        ...{ customerId: cust ?? raw.cust, currency: ccy ?? raw.ccy, sequence: seq, hash },
      })),
    ...(claim === undefined ? {} : { claim }),
    // Putting a charge right takes its credit notes back as well.
    creditedMinor: raw.state === 'corrected' ? 0n : (raw.cred ?? 0n),
    documents: documentSeries.filter((series) => numbers[series] !== undefined),
  };
}

function claimOf({ kind, state, type, src, chg, amt }: RequestAttributes): RequestFacts['claim'] {
  if (kind === 'correction' && state === 'in-review' && chg !== undefined) return { on: chg, minor: 0n };
  if (kind !== 'refund' || !isClaiming(state as RefundState)) return undefined;
  return { on: type === 'charge' ? (src as ChargeId) : (type as 'prepaid' | 'unapplied'), minor: amt };
}

/**
 * Reads the whole table once, in so many parts side by side, eventually consistent, page by page: what is handed over is
 * forgotten, so memory does not grow with the table. Stops between two pages when `goesOn` says so, and answers whether
 * it came to the end.
 */
export async function scanTable(
  table: LedgerTable,
  segments: number,
  { onItem, goesOn = () => true }: { onItem: (item: Item) => void; goesOn?: () => boolean },
): Promise<boolean> {
  const parts = Array.from({ length: segments }, async (_, Segment) => {
    let start: Item | undefined;
    do {
      if (!goesOn()) return false;
      const page = await table.client.send(
        new ScanCommand({
          ...{ TableName: table.name, Segment, TotalSegments: segments },
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      for (const item of page.Items ?? []) onItem(item);
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return true;
  });
  return (await Promise.all(parts)).every((isDone) => isDone);
}
