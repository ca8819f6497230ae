import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import {
  appendEntry,
  type EntryDraft,
  emptyHead,
  type Head,
  headAfter,
  type JournalEntry,
} from '../ledger/journal-entry.ts';
import type { Currency } from '../model/currency.ts';
import type { CustomerId } from '../model/ids.ts';
import { backoff } from './backoff.ts';
import type { LedgerContext } from './context.ts';
import { entryItem, headFromItem, headItem, type OpenReceivable, receivableItem } from './items/ledger-items.ts';
import { keys } from './keys.ts';
import { getItem, type Item, type LedgerTable } from './ledger-table.ts';
import { type Condition, failedWrites, put, type Write } from './write.ts';

/** What a use case wants done in the one write that moves money. */
export interface PostingPlan {
  readonly draft: EntryDraft;
  readonly receivables: readonly OpenReceivable[];
}

export interface CommitRequest {
  readonly customerId: CustomerId;
  readonly currency: Currency;
  /** Says what to post, given where the customer's ledger stands; it is asked again when the head has moved. */
  readonly plan: (head: Head) => PostingPlan;
  /**
   * Writes the request's next state. Its condition is the exactly-once guard: expected state, and that whoever acts
   * neither made the request nor approved it before.
   */
  readonly requestWrite: (entry: JournalEntry) => { readonly item: Item; readonly condition: Condition };
}

/** The request was not in the state its condition names: somebody else, or this very request sent before, was first. */
export const requestMoved = Symbol('request moved');

const attempts = 8;

/**
 * The only write that moves money (ledger.md, Posting): request, head, entry and receivables in one transaction.
 * Answers `requestMoved` when the request's own condition failed; the caller reads it and answers its state.
 * Refuses with PREPAID_INSUFFICIENT, or with BUSY when the account stayed contended. A lost reply is safe: the next
 * attempt meets the request's condition.
 */
export async function commit(
  context: LedgerContext,
  request: CommitRequest,
): Promise<JournalEntry | typeof requestMoved> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await backoff(attempt, context.timing);
    const head = await readHead(context.table, request.customerId, request.currency);
    const { draft, receivables } = request.plan(head);
    const entry = appendEntry(head, draft, context.clock());
    try {
      await context.table.client.send(
        new TransactWriteCommand({ TransactItems: writes(context.table, request, head, entry, receivables) }),
      );
      return entry;
    } catch (error) {
      const failed = failedWrites(error);
      if (failed === undefined) throw error;
      if (failed[requestPosition] === 'ConditionalCheckFailed') return requestMoved;
      const isTaken = failed.slice(headPosition + 1).includes('ConditionalCheckFailed');
      invariant(
        !isTaken || failed[headPosition] === 'ConditionalCheckFailed',
        'the next entry is free while the head stands',
      );
    }
  }
  throw new DomainError('BUSY');
}

const requestPosition = 0;
const headPosition = 1;

function writes(
  table: LedgerTable,
  request: CommitRequest,
  head: Head,
  entry: JournalEntry,
  receivables: readonly OpenReceivable[],
): Write[] {
  const { item, condition } = request.requestWrite(entry);
  return [
    put(table, item, condition),
    put(table, headItem(headAfter(entry)), headCondition(head, entry)),
    put(table, entryItem(entry), { expression: 'attribute_not_exists(pk)' }),
    ...receivables.map((receivable) =>
      put(table, receivableItem(receivable), { expression: 'attribute_not_exists(pk)' }),
    ),
  ];
}

/** The head has not moved and holds the money that leaves: the promise stands in the condition, not only in this code. */
function headCondition(head: Head, entry: JournalEntry): Condition {
  if (head.sequence === 0n) return { expression: 'attribute_not_exists(pk)' };
  const used = head.balances.prepaid - entry.balancesAfter.prepaid;
  if (used <= 0n) return { expression: 'seq = :seq', values: { ':seq': head.sequence } };
  return {
    expression: 'seq = :seq AND bal.prepaid >= :used',
    values: { ':seq': head.sequence, ':used': used },
  };
}

export async function readHead(table: LedgerTable, customerId: CustomerId, currency: Currency): Promise<Head> {
  const item = await getItem(table, keys.head(customerId, currency), { strong: true });
  return item === undefined ? emptyHead(customerId, currency) : headFromItem(item);
}
