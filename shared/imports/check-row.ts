import * as z from 'zod';
import { fieldErrorsOf } from '../errors/field-errors.ts';
import { chargeContentShape } from '../model/charge.ts';
import { customerNumberSchema } from '../model/customer.ts';
import { lineSchema } from '../model/text.ts';
import { type CellValue, readAmount, readCurrency, readDate, readNumber, readText, readWord } from './cell-values.ts';
import { type Column, codeOf, columns, wordsOf } from './columns.ts';
import type { ProblemOfRow } from './import-problems.ts';
import { columnLetters, type TableRow } from './table-file.ts';

/** What one row says, as the API would be told it. */
export const rowSchema = z.strictObject({
  customerNumber: customerNumberSchema,
  customerName: lineSchema(1, 100),
  reference: lineSchema(1, 60).optional(),
  ...chargeContentShape,
});
export type RowContent = z.output<typeof rowSchema>;
type RowWire = z.input<typeof rowSchema>;

export interface RowProblem {
  /** Absent where the whole row is meant. */
  readonly column?: Column;
  /** As a spreadsheet names it, such as `F17`. */
  readonly cell?: string;
  readonly code: ProblemOfRow;
  readonly given: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Where each column of the template stands in the file, by position. */
export type Layout = ReadonlyMap<Column, number>;

export interface ReadRow {
  readonly number: number;
  /** What was typed, in the order of the template's columns. */
  readonly typed: readonly string[];
  readonly problems: readonly RowProblem[];
  /** There when nothing is wrong with the row by itself. */
  readonly wire?: RowWire;
}

/**
 * Reads one row and names everything that is wrong with it by itself (A55): each fault with its cell and the way out.
 * Whether its customer exists, and whether it is there twice, is asked later for all rows together.
 */
export function readRow(row: TableRow, layout: Layout): ReadRow {
  const cells = row.cells;
  const cellOf = (column: Column) => cells[layout.get(column) ?? -1];
  const typed = columns.map((column) => cellOf(column)?.text ?? '');
  const problems: RowProblem[] = [];
  const at = (column: Column) => {
    const index = layout.get(column);
    return { column, ...(index === undefined ? {} : { cell: `${columnLetters(index)}${row.number}` }) };
  };
  const take = (column: Column, value: CellValue): string | undefined => {
    if ('text' in value) return value.text;
    const given = cellOf(column)?.text ?? '';
    problems.push({ ...at(column), code: value.code, given, params: { given, ...value.params } });
    return undefined;
  };

  const words = (list: 'type' | 'reasonCode') => wordsOf(list, 'zh-CN').concat(wordsOf(list, 'en')).join(' / ');
  const currency = take('currency', readCurrency(cellOf('currency')));
  const candidate = {
    customerNumber: take('customerNumber', readNumber(cellOf('customerNumber'))),
    customerName: take('customerName', readText(cellOf('customerName'))),
    reference: take('reference', readText(cellOf('reference'))),
    type: take('type', readWord(cellOf('type'), 'type', words('type'))),
    reason: {
      code: take('reasonCode', readWord(cellOf('reasonCode'), 'reasonCode', words('reasonCode'))),
      text: take('reasonText', readText(cellOf('reasonText'))),
    },
    amount: { value: take('amount', readAmount(cellOf('amount'), currency)), currency },
    basis: { text: take('basisText', readText(cellOf('basisText'))) },
    period: {
      start: take('periodStart', readDate(cellOf('periodStart'))),
      end: take('periodEnd', readDate(cellOf('periodEnd'))),
    },
    vouchers: readVouchers(
      cellOf('vouchers')?.text ?? '',
      take('vouchers', readText(cellOf('vouchers'))),
      problems,
      at,
    ),
    effectiveDate: take('effectiveDate', readDate(cellOf('effectiveDate'))),
  };

  const named = new Set(problems.map(({ column }) => column));
  for (const { pointer, code, params } of fieldErrorsOf(rowSchema, candidate)) {
    const column = columnOfPointer(pointer);
    if (named.has(column)) continue;
    problems.push({ ...at(column), code, given: cellOf(column)?.text ?? '', params });
  }
  problems.push(...problemsOfPlace(row, layout));
  return { number: row.number, typed, problems, ...(problems.length === 0 ? { wire: candidate as RowWire } : {}) };
}

/** Merged cells, and cells below no header: what they mean cannot be told. */
function problemsOfPlace(row: TableRow, layout: Layout): RowProblem[] {
  const problems: RowProblem[] = [];
  if (row.merged !== undefined) {
    problems.push({ code: 'CELL_MERGED', given: '', params: { range: row.merged } });
  }
  const known = new Set(layout.values());
  for (const [index, cell] of row.cells.entries()) {
    if (cell === undefined || known.has(index)) continue;
    const place = `${columnLetters(index)}${row.number}`;
    problems.push({ cell: place, code: 'CELL_WITHOUT_HEADER', given: cell.text, params: { given: cell.text } });
  }
  return problems;
}

/** `kind|reference`, several with a semicolon between; nothing at all is no voucher. */
function readVouchers(
  typed: string,
  text: string | undefined,
  problems: RowProblem[],
  at: (column: Column) => Pick<RowProblem, 'column' | 'cell'>,
) {
  const vouchers: { kind: string; reference: string }[] = [];
  for (const part of (text ?? '').split(/[;；\n]/)) {
    if (part.trim() === '') continue;
    const [kind = '', reference = '', ...more] = part.split(/[|｜]/).map((word) => word.trim());
    const code = codeOf('voucherKind', kind);
    if (code === undefined || reference === '' || more.length > 0) {
      const allowed = wordsOf('voucherKind', 'zh-CN').concat(wordsOf('voucherKind', 'en')).join(' / ');
      problems.push({
        ...at('vouchers'),
        code: 'VOUCHER_FORMAT',
        given: typed,
        params: { given: part.trim(), allowed },
      });
      return [];
    }
    vouchers.push({ kind: code, reference });
  }
  return vouchers;
}

const pointers: readonly (readonly [start: string, column: Column])[] = [
  ['/customerNumber', 'customerNumber'],
  ['/customerName', 'customerName'],
  ['/reference', 'reference'],
  ['/type', 'type'],
  ['/reason/code', 'reasonCode'],
  ['/reason', 'reasonText'],
  ['/amount/currency', 'currency'],
  ['/amount', 'amount'],
  ['/basis', 'basisText'],
  ['/period/end', 'periodEnd'],
  ['/period', 'periodStart'],
  ['/vouchers', 'vouchers'],
  ['/effectiveDate', 'effectiveDate'],
];

function columnOfPointer(pointer: string): Column {
  return pointers.find(([start]) => pointer.startsWith(start))?.[1] ?? 'customerNumber';
}
