import { enterRevision, saveRevision } from '../charges/enter-revision.ts';
import { readCase } from '../charges/stored-charge.ts';
import { startImport as contract } from '../contracts/imports.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { HistoryStep } from '../model/charge-request.ts';
import type { Customer } from '../model/customer-record.ts';
import type { ImportId, UserId } from '../model/ids.ts';
import type { ChunkOutcome, Import, ImportStart, ImportStop } from '../model/import.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import type { VoucherPolicy } from '../model/voucher-policy.ts';
import { readApprovalPolicyVersion, stagesFor } from '../policies/approval-policy.ts';
import { readVoucherPolicy } from '../policies/voucher-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { fingerprint } from '../table/document-id.ts';
import { requireActiveUser } from '../users/read-user.ts';
import { type RowContent, rowSchema } from './check-row.ts';
import { fileKeys, fromLines, type ImportFiles, toLines } from './import-files.ts';
import { inBatches } from './in-batches.ts';
import { customersById, refusalOfCustomer } from './row-customers.ts';
import { chargeContentOf, rowPrint } from './row-identity.ts';
import { judgeVouchers } from './row-vouchers.ts';
import { changeImport, readImport } from './stored-import.ts';
import type { RowOutcome, StoredRow } from './stored-rows.ts';

/** Charges written at the same time. */
const queuesAtOnce = 16;

interface Entering {
  readonly importId: ImportId;
  readonly maker: UserId;
  readonly policy: ApprovalPolicy;
  readonly vouchers: PublishedPolicy<VoucherPolicy>;
}

/**
 * Enters the next piece of a confirmed file and keeps how far it came. Done again after a crash it meets the charges it
 * made, knows them for its own by the print of this import, and writes the same outcomes. Answers whether there is more.
 */
export async function enterRows(context: LedgerContext, files: ImportFiles, id: ImportId): Promise<'more' | 'no-more'> {
  const before = await readImport(context.table, id);
  invariant(before?.start !== undefined, `import ${id} was confirmed`);
  const chunk = before.outcomes.length;
  if (before.state !== 'entering' || before.stop !== undefined || chunk === before.badByChunk.length) return 'no-more';
  const { start } = before;

  const halt = async (stop: ImportStop) => {
    await changeImport(context, before, { stop });
    return 'no-more' as const;
  };
  const [isAllowed, policy, vouchers, lines] = await Promise.all([
    mayEnter(context, before.maker),
    readApprovalPolicyVersion(context.table, start.policyVersion),
    readVoucherPolicy(context.table),
    files.get(fileKeys.rows(id, chunk)),
  ]);
  if (!isAllowed) return halt({ code: 'USER_DISABLED' });
  if (start.mode === 'all-or-nothing' && chunk === 0) {
    const row = await firstRefused(context, files, before);
    if (row !== undefined) return halt({ code: 'BAD_ROW', row });
  }

  const rows = fromLines<StoredRow>(lines);
  const entering = { importId: id, maker: before.maker, policy, vouchers };
  const { outcomes, stoppedAt } = await enterChunk(context, entering, rows, start);
  await files.put(fileKeys.outcomes(id, chunk), toLines(outcomes), 'application/x-ndjson');
  const count = (status: RowOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
  const counts = { entered: count('entered'), already: count('already'), refused: count('refused') };
  if (stoppedAt !== undefined) return halt({ code: 'BAD_ROW', row: stoppedAt, partly: counts });
  const now = await keepCounts(context, before, counts);
  return now.state === 'entering' && chunk + 1 < now.badByChunk.length ? 'more' : 'no-more';
}

/** Keeps the counts of a piece; also when the clerk gave the import up meanwhile, since its rows are entered. */
async function keepCounts(context: LedgerContext, before: Import, counts: ChunkOutcome): Promise<Import> {
  const { now, isOurs } = await changeImport(context, before, { outcomes: [...before.outcomes, counts] });
  const isKept = isOurs || now.outcomes.length > before.outcomes.length;
  return isKept ? now : await keepCounts(context, now, counts);
}

/** Whoever confirmed the import must still be somebody who may enter charges; asked again for every piece. */
async function mayEnter(context: LedgerContext, maker: UserId): Promise<boolean> {
  try {
    await requireActiveUser(context.table, maker, contract.roles);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** All rows looked at once more before the first is entered: a customer may have changed since the check. */
async function firstRefused(context: LedgerContext, files: ImportFiles, of: Import): Promise<number | undefined> {
  for (const chunk of of.badByChunk.keys()) {
    const rows = fromLines<StoredRow>(await files.get(fileKeys.rows(of.id, chunk)));
    const customers = await customersOf(context, rows);
    const refused = await inBatches(rows, queuesAtOnce, async (row) => {
      const content = rowSchema.parse(row.wire);
      const customer = row.customerId && customers.get(row.customerId);
      if (customer === undefined || refusalOfCustomer(content, customer) !== undefined) return row.number;
      const existing = row.known && row.chargeId && (await readCase(context.table, row.chargeId));
      const isOther = existing !== undefined && existing.bodyPrint !== rowPrint(customer.id, content);
      return isOther ? row.number : undefined;
    });
    const first = refused.find((number) => number !== undefined);
    if (first !== undefined) return first;
  }
  return undefined;
}

async function enterChunk(
  context: LedgerContext,
  entering: Entering,
  rows: readonly StoredRow[],
  { mode }: ImportStart,
): Promise<{ outcomes: RowOutcome[]; stoppedAt?: number }> {
  const customers = await customersOf(context, rows);
  const customerOf = (row: StoredRow) => row.customerId && customers.get(row.customerId);
  const enter = (row: StoredRow, content = rowSchema.parse(row.wire)) =>
    enterRow(context, entering, row, content, customerOf(row));
  if (mode === 'stop') {
    const outcomes: RowOutcome[] = [];
    for (const row of rows) {
      const outcome = row.problems.length > 0 ? undefined : await enter(row);
      if (outcome !== undefined) outcomes.push(outcome);
      if (outcome === undefined || outcome.status === 'refused') return { outcomes, stoppedAt: row.number };
    }
    return { outcomes };
  }
  const good = rows.filter(({ problems }) => problems.length === 0);
  const prepared = good.map((row) => ({ row, content: rowSchema.parse(row.wire) }));
  const queues = [...Map.groupBy(prepared, (one) => queueOf(one, entering.policy, customerOf(one.row))).values()];
  const entered = await inBatches(queues, queuesAtOnce, async (queue) => {
    const outcomes: RowOutcome[] = [];
    for (const { row, content } of queue) outcomes.push(await enter(row, content));
    return outcomes;
  });
  return { outcomes: entered.flat().sort((a, b) => a.number - b.number) };
}

/** Rows that policy posts at once move their customer's account, so they wait for each other; the others need not. */
function queueOf({ row, content }: { row: StoredRow; content: RowContent }, policy: ApprovalPolicy, of?: Customer) {
  const { type, amount } = content;
  return stagesFor(policy, { type, amount, customerGroup: of?.group ?? '' }).length === 0 ? row.customerId : row.number;
}

async function customersOf(context: LedgerContext, rows: readonly StoredRow[]) {
  return await customersById(
    context.table,
    rows.flatMap(({ customerId }) => customerId ?? []),
  );
}

/** One row as a charge of its own, or the charge it already is. */
async function enterRow(
  context: LedgerContext,
  { importId, maker, policy, vouchers }: Entering,
  row: StoredRow,
  content: RowContent,
  customer: Customer | undefined,
): Promise<RowOutcome> {
  const { number, chargeId: id } = row;
  const refused = (code: Extract<RowOutcome, { status: 'refused' }>['code'], params: Record<string, string>) =>
    ({ number, status: 'refused', code, params }) as const;
  const refusal = refusalOfCustomer(content, customer);
  if (customer === undefined || refusal !== undefined) {
    const params = {
      number: content.customerNumber,
      given: refusal === 'CUSTOMER_NAME_DIFFERS' ? content.customerName : content.customerNumber,
    };
    return refused(refusal ?? 'CUSTOMER_UNKNOWN', params);
  }
  invariant(id !== undefined, `row ${number} of import ${importId} has its charge`);

  const keyPrint = fingerprint(importId, id);
  const bodyPrint = rowPrint(customer.id, content);
  if (row.known !== true) {
    const judged = await judgeVouchers(context.table, vouchers, { id, content, customerGroup: customer.group });
    if ('missing' in judged) return refused('VOUCHERS_INCOMPLETE', judged);
    const now = context.clock();
    const first: HistoryStep = { at: now, by: maker, action: 'submit', to: 'in-review', keyPrint };
    const charge = enterRevision(
      { id, customerId: customer.id, maker, revision: 1, bodyPrint, history: [first], openedAt: now },
      chargeContentOf(content),
      { policy, customerGroup: customer.group, now, zone: context.zone, returnedFor: judged.returnedFor },
    );
    const absent = { expression: 'attribute_not_exists(pk)' };
    const terms = { prepaidUse: policy.prepaidUse, creditTermDays: customer.creditTermDays };
    const saved = await saveRevision(context, charge, absent, terms);
    if (saved !== undefined) return { number, status: 'entered', chargeId: id, state: saved.state };
  }
  const existing = await readCase(context.table, id);
  invariant(existing !== undefined, `charge ${id} is there`);
  if (existing.bodyPrint !== bodyPrint) {
    return refused('REFERENCE_USED', { reference: content.reference ?? '', charge: id });
  }
  const isOurs = existing.history[0]?.keyPrint === keyPrint;
  return { number, status: isOurs ? 'entered' : 'already', chargeId: id, state: existing.state };
}
