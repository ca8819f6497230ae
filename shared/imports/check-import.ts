import { createHash } from 'node:crypto';
import type { Customer } from '../model/customer-record.ts';
import type { Instant } from '../model/dates.ts';
import type { ImportId } from '../model/ids.ts';
import type { Import } from '../model/import.ts';
import { findClosed } from '../periods/period-lock.ts';
import { readVoucherPolicy } from '../policies/voucher-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { keys } from '../table/keys.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { badRowsFile } from './answer-files.ts';
import { type ReadRow, type RowContent, type RowProblem, readRow, rowSchema } from './check-row.ts';
import { columns } from './columns.ts';
import { fileKeys, type ImportFiles, toLines } from './import-files.ts';
import { FileRefusal, type RowProblemCode } from './import-problems.ts';
import { inBatches } from './in-batches.ts';
import { type FileContentType, type ReadTable, readTable, xlsxType } from './read-table.ts';
import { customersByNumber, readMany, refusalOfCustomer } from './row-customers.ts';
import { chargeIdOfRow } from './row-identity.ts';
import { judgeVouchers } from './row-vouchers.ts';
import { changeImport, chunkRows, readImport } from './stored-import.ts';
import type { StoredRow } from './stored-rows.ts';
import { columnLetters } from './table-file.ts';

const writesAtOnce = 8;
const readsAtOnce = 16;

export type CheckOutcome = 'checked' | 'refused' | 'nothing-to-do';

/**
 * The check of an uploaded file (A55), which is the dry run as well: every row is read and looked up, nothing is entered.
 * Writes what it found beside the file and then says so in the record; doing it again writes the same.
 */
export async function checkImport(context: LedgerContext, files: ImportFiles, id: ImportId): Promise<CheckOutcome> {
  const found = await readImport(context.table, id);
  // A file nobody announced, or one that came again: what was checked stays what it was.
  if (found === undefined || found.state !== 'awaiting-file') return 'nothing-to-do';
  const table = await readFile(files, found);
  if (table instanceof FileRefusal) {
    const { code, params } = table;
    await changeImport(context, found, { state: 'refused', messages: [{ code, params }] });
    return 'refused';
  }

  const rows = await checkRows(context.table, table, context.clock());
  const chunks = chunksOf(rows);
  await inBatches(chunks, writesAtOnce, (chunk, index) =>
    files.put(fileKeys.rows(id, index), toLines(chunk), 'application/x-ndjson'),
  );
  const isBad = (row: StoredRow) => row.problems.length > 0;
  const hasBad = rows.some(isBad);
  if (hasBad) {
    const bad = rows.filter(isBad).map((row) => ({ ...row, outcome: undefined }));
    await files.put(fileKeys.answer(id, 'bad-rows'), await badRowsFile(bad, found.language), xlsxType);
  }
  await changeImport(context, found, {
    state: 'checked',
    messages: [...table.remarks],
    rows: rows.length,
    badByChunk: chunks.map((chunk) => chunk.filter(isBad).length),
    knownRows: rows.filter(({ known }) => known === true).length,
    files: hasBad ? ['bad-rows'] : [],
  });
  return 'checked';
}

/** The file's rows, or why it is refused as a whole. */
async function readFile(files: ImportFiles, of: Import): Promise<ReadTable | FileRefusal> {
  const bytes = await files.get(fileKeys.upload(of.id));
  try {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (bytes.length !== of.sizeBytes || sha256 !== of.sha256) throw new FileRefusal('FILE_DIFFERS');
    return await readTable(bytes, of.contentType as FileContentType);
  } catch (error) {
    if (error instanceof FileRefusal) return error;
    throw error;
  }
}

/** Everything that is wrong with each row, by itself and among the others. */
export async function checkRows(
  table: LedgerTable,
  file: Pick<ReadTable, 'rows' | 'layout'>,
  now: Instant,
): Promise<StoredRow[]> {
  const read = file.rows.map((row) => readRow(row, file.layout));
  const numbers = read.flatMap(({ wire }) => (wire === undefined ? [] : [wire.customerNumber]));
  const customers = await customersByNumber(table, numbers);
  const firstByCharge = new Map<string, number>();
  const lookedUp = new Map<number, { content: RowContent; customer: Customer }>();
  const rows = read.map((row): StoredRow => {
    if (row.wire === undefined) return row;
    const content = rowSchema.parse(row.wire);
    const customer = customers.get(content.customerNumber);
    const refusal = refusalOfCustomer(content, customer);
    if (customer === undefined || refusal !== undefined) {
      const column = refusal === 'CUSTOMER_NAME_DIFFERS' ? 'customerName' : 'customerNumber';
      return bad(row, problemAt(row, file, column, refusal ?? 'CUSTOMER_UNKNOWN', { number: content.customerNumber }));
    }
    const chargeId = chargeIdOfRow(customer.id, content);
    const first = firstByCharge.get(chargeId);
    if (first !== undefined) {
      return bad(row, { code: 'ROW_DUPLICATE', given: content.reference ?? '', params: { row: String(first) } });
    }
    firstByCharge.set(chargeId, row.number);
    lookedUp.set(row.number, { content, customer });
    return { ...row, customerId: customer.id, chargeId };
  });
  const policy = await readVoucherPolicy(table);
  // What was entered before is met again, not judged again.
  return await inBatches(await markKnown(table, rows), readsAtOnce, async (row) => {
    const found = lookedUp.get(row.number);
    if (found === undefined || row.chargeId === undefined || row.known === true) return row;
    const { effectiveDate } = found.content;
    const closed = effectiveDate && (await findClosed(table, effectiveDate, now));
    if (closed) return bad(row, problemAt(row, file, 'effectiveDate', 'PERIOD_CLOSED', closed));
    const toJudge = { id: row.chargeId, content: found.content, customerGroup: found.customer.group };
    const judged = await judgeVouchers(table, policy, toJudge);
    if (!('missing' in judged)) return row;
    return bad(row, problemAt(row, file, 'vouchers', 'VOUCHERS_INCOMPLETE', judged));
  });
}

async function markKnown(table: LedgerTable, rows: readonly StoredRow[]): Promise<StoredRow[]> {
  const wanted = rows.flatMap(({ chargeId }) => (chargeId === undefined ? [] : [keys.request(chargeId)]));
  const known = new Set((await readMany(table, wanted)).map(({ pk }) => pk));
  return rows.map((row) =>
    row.chargeId !== undefined && known.has(keys.request(row.chargeId).pk) ? { ...row, known: true } : row,
  );
}

function bad({ wire: _, customerId: __, chargeId: ___, ...row }: StoredRow, problem: RowProblem): StoredRow {
  return { ...row, problems: [problem] };
}

function problemAt(
  row: ReadRow,
  { layout }: Pick<ReadTable, 'layout'>,
  column: 'customerName' | 'customerNumber' | 'vouchers' | 'effectiveDate',
  code: RowProblemCode,
  params: Record<string, string>,
): RowProblem {
  const given = row.typed[columns.indexOf(column)]?.trim() ?? '';
  const index = layout.get(column);
  const cell = index === undefined ? {} : { cell: `${columnLetters(index)}${row.number}` };
  return { column, ...cell, code, given, params: { given, ...params } };
}

function chunksOf(rows: readonly StoredRow[]): StoredRow[][] {
  const chunks: StoredRow[][] = [];
  for (let from = 0; from < rows.length; from += chunkRows) chunks.push(rows.slice(from, from + chunkRows));
  return chunks;
}
