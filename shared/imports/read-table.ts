import type { Layout } from './check-row.ts';
import { type Column, columnOf, columns, headers, requiredColumns } from './columns.ts';
import { FileRefusal } from './import-problems.ts';
import { readCsv } from './read-csv.ts';
import { columnLetters, type Remark, rowsAtMost, type TableRow } from './table-file.ts';
import { readWorkbook } from './workbook.ts';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export type FileContentType = 'text/csv' | typeof xlsxType;

/** A file with its header understood. */
export interface ReadTable {
  readonly layout: Layout;
  /** The rows below the header that say anything. */
  readonly rows: readonly TableRow[];
  readonly remarks: readonly Remark[];
}

/** Reads a file by what it was announced as; throws a FileRefusal where it is not, or cannot be understood as a whole. */
export async function readTable(bytes: Uint8Array, contentType: FileContentType): Promise<ReadTable> {
  const { rows, remarks } = contentType === 'text/csv' ? readCsv(bytes) : await readWorkbook(bytes);
  const headerAt = rows.findIndex(hasContent);
  const header = rows[headerAt];
  if (header === undefined) throw new FileRefusal('HEADER_MISSING', { columns: namesOf(requiredColumns) });
  const { layout, passedOver } = layoutOf(header);
  const below = rows.slice(headerAt + 1).map((row) => ({
    ...row,
    cells: row.cells.map((cell, index) => (passedOver.has(index) ? undefined : cell)),
  }));
  const filled = below.filter(hasContent);
  if (filled.length === 0) throw new FileRefusal('ROWS_MISSING');
  if (filled.length > rowsAtMost) {
    throw new FileRefusal('ROWS_TOO_MANY', { count: String(filled.length), limit: String(rowsAtMost) });
  }
  const lastNumber = filled.at(-1)?.number ?? 0;
  const empty = below.filter((row) => row.number < lastNumber && !hasContent(row)).length;
  return {
    layout,
    rows: filled,
    remarks: empty === 0 ? remarks : [...remarks, { code: 'ROWS_EMPTY', params: { count: String(empty) } }],
  };
}

function hasContent(row: TableRow): boolean {
  return row.cells.some((cell) => cell !== undefined);
}

function layoutOf(header: TableRow): { layout: Layout; passedOver: ReadonlySet<number> } {
  const layout = new Map<Column, number>();
  const passedOver = new Set<number>();
  for (const [index, cell] of header.cells.entries()) {
    if (cell === undefined) continue;
    const place = { header: cell.text.trim().slice(0, 60), cell: `${columnLetters(index)}${header.number}` };
    const column = columnOf(cell.text);
    if (column === undefined) throw new FileRefusal('HEADER_UNKNOWN', { ...place, missing: columnsNotIn(header) });
    if (column === 'passed over') passedOver.add(index);
    else if (layout.has(column)) throw new FileRefusal('HEADER_TWICE', place);
    else layout.set(column, index);
  }
  const missing = requiredColumns.filter((column) => !layout.has(column));
  if (missing.length > 0) throw new FileRefusal('HEADER_MISSING', { columns: namesOf(missing) });
  return { layout, passedOver };
}

/** What a header that is not known may have been meant for. */
function columnsNotIn(header: TableRow): string {
  const there = new Set(header.cells.map((cell) => cell && columnOf(cell.text)));
  const missing = columns.filter((column) => !there.has(column));
  return missing.length === 0 ? '无 (none)' : namesOf(missing);
}

function namesOf(some: readonly Column[]): string {
  return some.map((column) => `${headers['zh-CN'][column]} (${headers.en[column]})`).join(', ');
}
