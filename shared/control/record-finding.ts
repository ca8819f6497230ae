import type { Currency } from '../model/currency.ts';
import { businessDate } from '../model/dates.ts';
import type { Difference, Finding, FindingKind, FindingStep } from '../model/finding.ts';
import type { CustomerId, FindingId, UserId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { documentId } from '../table/document-id.ts';
import { findingItem } from '../table/items/finding-item.ts';
import { putIf } from '../table/write.ts';
import { readFinding, unchangedFinding } from './stored-finding.ts';

/** What the control has seen tonight. */
export interface Seen {
  readonly kind: FindingKind;
  readonly customerId?: CustomerId;
  readonly maker?: UserId;
  readonly currency: Currency;
  readonly differences: readonly Difference[];
}

/** What is asked of people, not of the books: it cannot be put right, so it is closed with an answer. */
const suspicions: ReadonlySet<FindingKind> = new Set<FindingKind>(['split', 'structuring']);

/**
 * Keeps what was seen (C6): one finding for a ledger and a kind, made when it is first seen, opened again when it is seen
 * after it was closed, and otherwise marked as still there, at most once a day. A suspicion is opened again only by
 * charges that nobody has answered for. Answers the finding where it is news.
 */
export async function recordFinding(context: LedgerContext, seen: Seen): Promise<Finding | undefined> {
  const id = documentId('fnd', seen.customerId ?? seen.maker ?? '', seen.currency, seen.kind) as FindingId;
  const now = context.clock();
  const before = await readFinding(context.table, id);
  if (before !== undefined && before.state !== 'closed') {
    const day = (instant: Finding['lastSeenAt']) => businessDate(instant, context.zone);
    if (day(before.lastSeenAt) === day(now)) return undefined;
    const still = { ...before, lastSeenAt: now, differences: seen.differences };
    await putIf(context, findingItem(still), unchangedFinding(before));
    return undefined;
  }
  if (before !== undefined && isAnswered(before, seen)) return undefined;
  const { owner: _, ...earlier } = before ?? { owner: undefined };
  const step: FindingStep = { at: now, by: 'control', action: before === undefined ? 'find' : 'find-again' };
  const finding: Finding = {
    ...earlier,
    ...seen,
    ...{ id, state: 'open', foundAt: now, lastSeenAt: now },
    occurrence: (before?.occurrence ?? 0) + 1,
    history: [...(before?.history ?? []), step],
  };
  const condition = before === undefined ? { expression: 'attribute_not_exists(pk)' } : unchangedFinding(before);
  return (await putIf(context, findingItem(finding), condition)) === 'written' ? finding : undefined;
}

function isAnswered(closed: Finding, { kind, differences }: Seen): boolean {
  const known = new Set(closed.differences.map(({ what }) => what));
  return suspicions.has(kind) && differences.every(({ what }) => known.has(what));
}
