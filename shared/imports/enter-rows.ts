import { enterRevision, saveRevision } from '../charges/enter-revision.ts';
import { readCase } from '../charges/stored-charge.ts';
import { startImport as contract } from '../contracts/imports.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { HistoryStep } from '../model/charge-request.ts';
import type { Customer } from '../model/customer-record.ts';
import type { ImportId, UserId } from '../model/ids.ts';
import { type ChunkOutcome, type Import, type ImportMode, type ImportStop, runOf } from '../model/import.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import type { VoucherPolicy } from '../model/voucher-policy.ts';
import { findClosed } from '../periods/period-lock.ts';
import { readApprovalPolicyVersion, stagesFor } from '../policies/approval-policy.ts';
import { readVoucherPolicyVersion } from '../policies/voucher-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { fingerprint } from '../table/document-id.ts';
import { keys } from '../table/keys.ts';
import { requireActiveUser } from '../users/read-user.ts';
import { type RowContent, rowSchema } from './check-row.ts';
import { fileKeys, fromLines, type ImportFiles, toLines } from './import-files.ts';
import type { ImportRun } from './import-workflow.ts';
import { inBatches } from './in-batches.ts';
import { customersById, readMany, refusalOfCustomer } from './row-customers.ts';
import { chargeContentOf, rowPrint } from './row-identity.ts';
import { judgeVouchers } from './row-vouchers.ts';
import { type RaisedRows, readRaisedRows, stageRows } from './stage-rows.ts';
import { changeImport, readImport } from './stored-import.ts';
import type { RowOutcome, StoredRow } from './stored-rows.ts';

/** Charges written at the same time. */
const queuesAtOnce = 16;

interface Entering {
  readonly importId: ImportId;
  readonly maker: UserId;
  readonly policy: ApprovalPolicy;
  readonly vouchers: PublishedPolicy<VoucherPolicy>;
  readonly raised: RaisedRows;
}

/**
 * Enters the next piece of a confirmed file and keeps how far it came. Done again after a crash it meets the charges it
 * made, knows them for its own by the print of this import, and writes the same outcomes. Answers whether there is more.
 */
export async function enterRows(
  context: LedgerContext,
  files: ImportFiles,
  { importId: id, run }: ImportRun,
): Promise<'more' | 'no-more'> {
  const before = await readImport(context.table, id);
  invariant(before?.start !== undefined, `import ${id} was confirmed`);
  const chunk = before.outcomes.length;
  const { start } = before;
  // A step of an earlier run that comes late has nothing to enter.
  if (start.run !== run || before.state !== 'entering') return 'no-more';
  if (before.stop !== undefined || chunk === before.badByChunk.length) return 'no-more';

  const halt = async (stop: ImportStop, partly?: ChunkOutcome) => {
    await keep(context, before, { stop, ...(partly === undefined ? {} : { partly }) });
    return 'no-more' as const;
  };
  const [isAllowed, policy, vouchers, lines] = await Promise.all([
    mayEnter(context, before.maker),
    readApprovalPolicyVersion(context.table, start.policyVersion),
    readVoucherPolicyVersion(context.table, start.voucherPolicyVersion),
    files.get(fileKeys.rows(id, chunk)),
  ]);
  if (!isAllowed) return halt({ code: 'USER_DISABLED' });
  if (start.mode === 'all-or-nothing' && chunk === start.firstChunk) {
    const row = await firstRefused(context, files, before, vouchers, chunk);
    if (row !== undefined) return halt({ code: 'BAD_ROW', row });
  }
  if (chunk === start.firstChunk) {
    const chunks = [...before.badByChunk.keys()].slice(chunk);
    await stageRows(context, files, { importId: id, run }, { policy, chunks });
  }
  const raised = await readRaisedRows(files, id, run);
  const entering = { importId: id, maker: before.maker, policy, vouchers, raised };

  const { outcomes, stoppedAt } = await enterChunk(context, entering, fromLines<StoredRow>(lines), start.mode);
  await files.put(fileKeys.outcomes(id, chunk), toLines(outcomes), 'application/x-ndjson');
  const count = (status: RowOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
  const counts = { entered: count('entered'), already: count('already'), refused: count('refused') };
  if (stoppedAt !== undefined) return halt({ code: 'BAD_ROW', row: stoppedAt }, counts);
  const now = await keep(context, before, { done: counts });
  return now.state === 'entering' && chunk + 1 < now.badByChunk.length ? 'more' : 'no-more';
}

/** How a piece ended: its rows are done, or entering ends in the middle of it. */
type PieceEnd = { readonly done: ChunkOutcome } | { readonly stop: ImportStop; readonly partly?: ChunkOutcome };

/** Keeps how a piece ended; also when the clerk gave the import up meanwhile, since its rows are entered. */
async function keep(context: LedgerContext, before: Import, end: PieceEnd): Promise<Import> {
  const { now, isOurs } = await changeImport(context, afterPiece(before, end), {});
  const wasKept = now.outcomes.length > before.outcomes.length || now.stop !== undefined;
  return isOurs || wasKept || runOf(now) !== runOf(before) ? now : await keep(context, now, end);
}

function afterPiece(of: Import, end: PieceEnd): Import {
  if ('stop' in end) return { ...of, ...end };
  const { partly: _, ...rest } = of;
  return { ...rest, outcomes: [...of.outcomes, end.done] };
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

/**
 * All rows that are left looked at once more before the first of them is entered: a customer may have changed since the
 * check, the voucher policy, or what a reference means.
 */
async function firstRefused(
  context: LedgerContext,
  files: ImportFiles,
  { id, badByChunk }: Import,
  vouchers: Entering['vouchers'],
  firstChunk: number,
): Promise<number | undefined> {
  for (let chunk = firstChunk; chunk < badByChunk.length; chunk += 1) {
    const rows = fromLines<StoredRow>(await files.get(fileKeys.rows(id, chunk)));
    const chargeKeys = rows.flatMap(({ chargeId }) => (chargeId === undefined ? [] : [keys.request(chargeId)]));
    const [customers, charges] = await Promise.all([customersOf(context, rows), readMany(context.table, chargeKeys)]);
    const known = new Set(charges.map(({ pk }) => pk));
    const wouldBeRefused = async ({ wire, customerId, chargeId }: StoredRow): Promise<boolean> => {
      const content = rowSchema.parse(wire);
      const customer = customerId && customers.get(customerId);
      if (customer === undefined || chargeId === undefined) return true;
      if (refusalOfCustomer(content, customer) !== undefined) return true;
      const isKnown = known.has(keys.request(chargeId).pk);
      const existing = isKnown ? await readCase(context.table, chargeId) : undefined;
      if (existing !== undefined) return existing.bodyPrint !== rowPrint(customer.id, content);
      const { effectiveDate } = content;
      if (effectiveDate && (await findClosed(context.table, effectiveDate, context.clock()))) return true;
      const toJudge = { id: chargeId, content, customerGroup: customer.group };
      return 'missing' in (await judgeVouchers(context.table, vouchers, toJudge));
    };
    const refused = await inBatches(rows, queuesAtOnce, wouldBeRefused);
    const first = rows.find((_, index) => refused[index]);
    if (first !== undefined) return first.number;
  }
  return undefined;
}

async function enterChunk(
  context: LedgerContext,
  entering: Entering,
  rows: readonly StoredRow[],
  mode: ImportMode,
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
  const outcomes: RowOutcome[] = [];
  // Not all of them any more: the fewer are entered then, the better.
  const isOver = () => mode === 'all-or-nothing' && outcomes.some(({ status }) => status === 'refused');
  await inBatches(queues, queuesAtOnce, async (queue) => {
    for (const { row, content } of queue) if (!isOver()) outcomes.push(await enter(row, content));
  });
  outcomes.sort((a, b) => a.number - b.number);
  const stoppedAt = isOver() ? outcomes.find(({ status }) => status === 'refused')?.number : undefined;
  return { outcomes, ...(stoppedAt === undefined ? {} : { stoppedAt }) };
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
  { importId, maker, policy, vouchers, raised }: Entering,
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
    const closed = content.effectiveDate && (await findClosed(context.table, content.effectiveDate, now));
    if (closed) return refused('PERIOD_CLOSED', closed);
    const { currency, minor: own } = content.amount;
    const { minor = own, why } = raised.get(id) ?? {};
    const staged = { stageBy: { minor, currency }, ...(why === undefined ? {} : { why }) };
    const first: HistoryStep = { at: now, by: maker, action: 'submit', to: 'in-review', keyPrint };
    const charge = enterRevision(
      { id, customerId: customer.id, maker, revision: 1, bodyPrint, history: [first], openedAt: now },
      chargeContentOf(content),
      { policy, customerGroup: customer.group, now, zone: context.zone, returnedFor: judged.returnedFor, staged },
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
