import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import {
  appendEntry,
  type EntryDraft,
  emptyHead,
  type Head,
  type HeadChange,
  headAfter,
  headBefore,
  type JournalEntry,
  withClaim,
} from '../ledger/journal-entry.ts';
import type { Currency } from '../model/currency.ts';
import type { Instant } from '../model/dates.ts';
import type { CustomerId } from '../model/ids.ts';
import { backoff } from './backoff.ts';
import type { LedgerContext } from './context.ts';
import { entryItem, headFromItem, headItem, type OpenReceivable, receivableItem } from './items/ledger-items.ts';
import { keys } from './keys.ts';
import { getItem, type Item, type LedgerTable } from './ledger-table.ts';
import { type Condition, failedWrites, put, type Write } from './write.ts';

/** A customer's ledger of one currency. */
export interface LedgerName {
  readonly customerId: CustomerId;
  readonly currency: Currency;
}

/** What becomes of one ledger: claims that end, then entries in order, then a claim that begins. Any may be absent. */
export interface LedgerChange extends HeadChange {
  readonly drafts: readonly EntryDraft[];
}

/** Money owed before and after: a new one, one that shrinks or grows, one that is settled. */
export interface ReceivableChange {
  readonly before?: OpenReceivable;
  readonly after?: OpenReceivable;
}

export interface CommitPlan {
  /** One for each ledger, in their order. */
  readonly ledgers: readonly LedgerChange[];
  readonly receivables?: readonly ReceivableChange[];
}

/** A plan may see from the heads that somebody else was first. */
type PlanOrMoved = CommitPlan | typeof requestMoved;

/** What a commit has done, or is about to do. */
export interface Committed {
  /** The entries of each ledger, in the order of the ledgers. */
  readonly entries: readonly (readonly JournalEntry[])[];
  readonly heads: readonly Head[];
  readonly at: Instant;
}

export interface Commit {
  /** One, or several when a correction moves money from one customer to another. */
  readonly ledgers: readonly LedgerName[];
  /**
   * Says what to do, given where the ledgers stand; it is asked again when a head has moved. Whatever else it reads, it
   * reads after the heads: whoever changes a customer's money changes his head.
   */
  readonly plan: (heads: readonly Head[]) => PlanOrMoved | Promise<PlanOrMoved>;
  /**
   * Writes the request's next state. Its condition is the exactly-once guard: expected state, and that whoever acts
   * neither made the request nor approved it before.
   */
  readonly requestWrite: (done: Committed) => { readonly item: Item; readonly condition: Condition };
  /**
   * Whether the request has been carried out already, by this very call sent twice or by somebody else: asked when the
   * plan refuses, so that nobody is refused for the money his own request had moved.
   */
  readonly isDone?: () => Promise<boolean>;
  /** Other requests that change with it; where one of their conditions fails, it is planned anew. */
  readonly alsoWrite?: (done: Committed) => readonly Write[];
}

/** The request was not in the state its condition names: somebody else, or this very request sent before, was first. */
export const requestMoved = Symbol('request moved');

const attempts = 8;
const requestPosition = 0;

/**
 * The only write that moves money or sets it apart (ledger.md, Posting): request, heads, entries and receivables in one
 * transaction, wholly or not at all. Answers `requestMoved` when the request's own condition failed; the caller reads it
 * and answers its state. Refuses with PREPAID_INSUFFICIENT, or with BUSY when an account stayed contended, and with
 * whatever the plan refuses with. A lost reply is safe: the next attempt meets the request's condition.
 */
export async function commitTogether(
  context: LedgerContext,
  request: Commit,
): Promise<Committed | typeof requestMoved> {
  let unanswered: Prepared | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await backoff(attempt, context.timing);
    // What got no answer is sent again as it was, and its conditions tell whether it went through. Planned anew, it might
    // be refused for the very money it had moved itself.
    const prepared: Prepared | typeof requestMoved | undefined = unanswered ?? (await prepare(context, request));
    if (typeof prepared === 'symbol') return requestMoved;
    if (prepared === undefined) continue;
    const outcome = await send(context, prepared.items, request.ledgers.length);
    if (outcome === 'done') return prepared.done;
    if (outcome === 'request moved') return requestMoved;
    if (outcome === 'no answer') unanswered = prepared;
    if (outcome === 'refused') unanswered = undefined;
  }
  throw new DomainError('BUSY');
}

interface Prepared {
  readonly done: Committed;
  readonly items: Write[];
}

/**
 * Plans where the ledgers stand now and says what to write. What a plan read after the heads may be newer than they are:
 * a refusal counts only if they still stand, and otherwise it has to be planned anew, which answers nothing.
 */
async function prepare(context: LedgerContext, request: Commit): Promise<Prepared | typeof requestMoved | undefined> {
  const before = await readHeads(context.table, request.ledgers);
  try {
    const plan = await request.plan(before);
    if (typeof plan === 'symbol') return requestMoved;
    const done = carryOut(before, plan, context.clock());
    return { done, items: writes(context.table, request, before, plan, done) };
  } catch (error) {
    const now = await readHeads(context.table, request.ledgers);
    if (now.some(({ version }, index) => version !== before[index]?.version)) return undefined;
    if (await request.isDone?.()) return requestMoved;
    throw error;
  }
}

async function readHeads(table: LedgerTable, ledgers: readonly LedgerName[]): Promise<Head[]> {
  return await Promise.all(ledgers.map(({ customerId, currency }) => readHead(table, customerId, currency)));
}

function carryOut(before: readonly Head[], { ledgers }: CommitPlan, at: Instant): Committed {
  invariant(ledgers.length === before.length, 'a plan speaks of every ledger');
  const entries: JournalEntry[][] = [];
  const heads = before.map((head, index) => {
    const change = ledgers[index] ?? { drafts: [] };
    let now = headBefore(head, change);
    const own: JournalEntry[] = [];
    for (const draft of change.drafts) {
      const entry = appendEntry(now, draft, at);
      now = headAfter(now, entry);
      own.push(entry);
    }
    entries.push(own);
    return change.claim === undefined ? now : withClaim(now, change.claim);
  });
  return { entries, heads, at };
}

async function send(
  context: LedgerContext,
  items: Write[],
  heads: number,
): Promise<'done' | 'request moved' | 'refused' | 'in conflict' | 'no answer'> {
  try {
    await context.table.client.send(new TransactWriteCommand({ TransactItems: items }));
    return 'done';
  } catch (error) {
    const failed = failedWrites(error);
    if (failed === undefined) throw error;
    if (failed.length === 0) return 'no answer';
    if (failed[requestPosition] === 'ConditionalCheckFailed') return 'request moved';
    const isHeadMoved = failed
      .slice(requestPosition + 1, requestPosition + 1 + heads)
      .includes('ConditionalCheckFailed');
    const entry = items.findIndex(isEntryWrite);
    invariant(
      isHeadMoved || entry === -1 || failed[entry] !== 'ConditionalCheckFailed',
      'the next entry is free while the head stands',
    );
    return failed.includes('ConditionalCheckFailed') ? 'refused' : 'in conflict';
  }
}

function isEntryWrite({ Put }: Write): boolean {
  return Put?.Item?.kind === 'entry';
}

function writes(
  table: LedgerTable,
  request: Commit,
  before: readonly Head[],
  { receivables = [] }: CommitPlan,
  done: Committed,
): Write[] {
  const { item, condition } = request.requestWrite(done);
  const absent = { expression: 'attribute_not_exists(pk)' };
  return [
    put(table, item, condition),
    ...done.heads.map((head, index) => put(table, headItem(head), headCondition(before[index], head))),
    ...done.entries.flat().map((entry) => put(table, entryItem(entry), absent)),
    ...receivables.flatMap((change) => receivableWrite(table, change)),
    ...(request.alsoWrite?.(done) ?? []),
  ];
}

function receivableWrite(table: LedgerTable, { before, after }: ReceivableChange): Write[] {
  const stands = before && { expression: 'amt = :open', values: { ':open': before.openMinor } };
  if (after !== undefined) {
    return [put(table, receivableItem(after), stands ?? { expression: 'attribute_not_exists(pk)' })];
  }
  if (before === undefined) return [];
  const { customerId, dueDate, requestId } = before;
  return [
    {
      Delete: {
        TableName: table.name,
        Key: { ...keys.receivable(customerId, dueDate, requestId) },
        ConditionExpression: 'amt = :open',
        ExpressionAttributeValues: { ':open': before.openMinor },
      },
    },
  ];
}

/** The head has not moved and holds the money that leaves: the promise stands in the condition, not only in this code. */
function headCondition(before: Head | undefined, after: Head): Condition {
  if (before === undefined || before.version === 0n) return { expression: 'attribute_not_exists(pk)' };
  const used = before.balances.prepaid - after.balances.prepaid;
  if (used <= 0n) return { expression: 'ver = :ver', values: { ':ver': before.version } };
  return {
    expression: 'ver = :ver AND bal.prepaid >= :used',
    values: { ':ver': before.version, ':used': used },
  };
}

/** What a use case wants done that posts one entry for one customer. */
export interface PostingPlan {
  readonly draft: EntryDraft;
  readonly receivables: readonly OpenReceivable[];
}

export interface CommitRequest extends LedgerName, Pick<Commit, 'isDone'> {
  readonly plan: (head: Head) => PostingPlan;
  readonly requestWrite: (entry: JournalEntry) => { readonly item: Item; readonly condition: Condition };
}

/** `commitTogether` for one entry of one customer. */
export async function commit(
  context: LedgerContext,
  { customerId, currency, plan, requestWrite, isDone }: CommitRequest,
): Promise<JournalEntry | typeof requestMoved> {
  const done = await commitTogether(context, {
    ledgers: [{ customerId, currency }],
    plan: ([head]) => {
      const { draft, receivables } = plan(head ?? emptyHead(customerId, currency));
      return { ledgers: [{ drafts: [draft] }], receivables: receivables.map((after) => ({ after })) };
    },
    requestWrite: (committed) => requestWrite(onlyEntry(committed)),
    ...(isDone === undefined ? {} : { isDone }),
  });
  return typeof done === 'symbol' ? done : onlyEntry(done);
}

/** The entry of a commit that posts one. */
export function onlyEntry({ entries }: Committed): JournalEntry {
  const [entry] = entries.flat();
  invariant(entry !== undefined, 'the commit posts an entry');
  return entry;
}

export async function readHead(table: LedgerTable, customerId: CustomerId, currency: Currency): Promise<Head> {
  const item = await getItem(table, keys.head(customerId, currency), { strong: true });
  return item === undefined ? emptyHead(customerId, currency) : headFromItem(item);
}
