import { unzipSync } from 'fflate';
import { type Cell, type CellValue, readXlsx, type Sheet, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { invariant } from '../errors/invariant.ts';
import { FileRefusal } from './import-problems.ts';
import {
  type CellContent,
  columnLetters,
  type Remark,
  rowsAtMost,
  type TableFile,
  type TableRow,
} from './table-file.ts';

/** The only file that knows the spreadsheet library. */
export const templateSheetName = '补费导入';

const unpackedAtMostBytes = 100_000_000;
const partsAtMost = 200;
/** Far enough to count what is too much, near enough to hold in memory. */
const lastRowRead = 2 * rowsAtMost + 1;
const lastColumnRead = 52;

/**
 * Reads an XLSX as rows. Nothing is calculated and nothing is run: formulas are refused cell by cell, macros with the
 * file. Throws a FileRefusal for what cannot be read safely: a bomb, a password, no zip at all.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<TableFile> {
  const sheetParts = lookInside(bytes);
  for (const [name, xml] of sheetParts) refuseFarCells(name, xml);
  const workbook = await readXlsx(bytes).catch((): never => {
    throw new FileRefusal('FILE_UNREADABLE');
  });
  const { sheet, remarks } = chosenSheet(workbook.sheets);
  return { rows: rowsOf(sheet), remarks };
}

/** Looks at the list of parts before anything is unpacked, then unpacks the sheets alone. */
function lookInside(bytes: Uint8Array): [string, Uint8Array][] {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new FileRefusal('FILE_ENCRYPTED');
  if (!startsWith(bytes, [0x50, 0x4b])) throw new FileRefusal('FILE_TYPE_WRONG', { expected: 'XLSX' });
  const parts: string[] = [];
  let unpacked = 0;
  const look = (inflate: (name: string) => boolean) => {
    try {
      return unzipSync(bytes, {
        filter: ({ name, size, originalSize }) => {
          parts.push(name);
          // A part that hides its size could be of any size.
          unpacked += originalSize === 0 && size > 2 ? unpackedAtMostBytes + 1 : originalSize;
          return inflate(name);
        },
      });
    } catch {
      throw new FileRefusal('FILE_UNREADABLE');
    }
  };
  look(() => false);
  if (unpacked > unpackedAtMostBytes || parts.length > partsAtMost) {
    throw new FileRefusal('FILE_TOO_DEEP', { bytes: String(unpacked), parts: String(parts.length) });
  }
  const macros = parts.find((name) => /vbaProject|macrosheets|\/activeX\//i.test(name));
  if (macros !== undefined) throw new FileRefusal('FILE_HAS_MACROS', { part: macros });
  if (!parts.includes('xl/workbook.xml')) throw new FileRefusal('FILE_TYPE_WRONG', { expected: 'XLSX' });
  return Object.entries(look((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)));
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

const cellReference = /<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"/g;

/** A cell at the far end of a sheet spans a rectangle that no memory holds, and would be lost if it were cut off. */
function refuseFarCells(sheet: string, xml: Uint8Array): void {
  for (const [, letters = '', row = ''] of Buffer.from(xml.buffer, xml.byteOffset, xml.byteLength)
    .toString('latin1')
    .matchAll(cellReference)) {
    const column = letters.length === 1 ? 1 : letters.length === 2 ? 26 * (letters.charCodeAt(0) - 64) : 1000;
    if (Number(row) > lastRowRead || column > lastColumnRead) {
      const name = sheet.replace(/^.*\/|\.xml$/g, '');
      throw new FileRefusal('SHEET_TOO_LARGE', { sheet: name, cell: `${letters}${row}` });
    }
  }
}

/** The visible sheet with data, or the one named like the template where several have some. */
function chosenSheet(sheets: readonly Sheet[]): { sheet: Sheet; remarks: Remark[] } {
  const isHidden = (sheet: Sheet) => sheet.hidden === true || sheet.veryHidden === true;
  const visible = sheets.filter((sheet) => !isHidden(sheet));
  const withData = visible.filter(({ rows }) => rows.some((row) => row.some((value) => value !== null)));
  const named = withData.find(({ name }) => name === templateSheetName);
  const sheet = named ?? withData[0] ?? visible[0];
  if (sheet === undefined) throw new FileRefusal('SHEET_MISSING');
  if (named === undefined && withData.length > 1) {
    const names = withData.map(({ name }) => name).join(', ');
    throw new FileRefusal('SHEET_UNCLEAR', { count: String(withData.length), sheets: names, name: templateSheetName });
  }
  const namesOf = (some: readonly Sheet[]) => some.map(({ name }) => name).join(', ');
  const [hidden, others] = [sheets.filter(isHidden), withData.filter((other) => other !== sheet)];
  return {
    sheet,
    remarks: [
      ...(hidden.length === 0 ? [] : [{ code: 'SHEETS_HIDDEN' as const, params: { sheets: namesOf(hidden) } }]),
      ...(others.length === 0
        ? []
        : [{ code: 'SHEETS_NOT_READ' as const, params: { sheet: sheet.name, sheets: namesOf(others) } }]),
    ],
  };
}

function rowsOf(sheet: Sheet): TableRow[] {
  const mergedRows = new Map<number, string>();
  for (const { startRow, startCol, endRow, endCol } of sheet.merges ?? []) {
    const range = `${columnLetters(startCol)}${startRow + 1}:${columnLetters(endCol)}${endRow + 1}`;
    for (let row = startRow; row <= Math.min(endRow, lastRowRead); row += 1) mergedRows.set(row, range);
  }
  return sheet.rows.map((values, index) => {
    const merged = mergedRows.get(index);
    return {
      number: index + 1,
      cells: values.map((value, column) => contentOf(value, sheet.cells?.get(`${index},${column}`))),
      ...(merged === undefined ? {} : { merged }),
    };
  });
}

function contentOf(value: CellValue, cell: Cell | undefined): CellContent | undefined {
  if (cell?.formula !== undefined) return { is: 'refused', text: `=${cell.formula}`, code: 'CELL_FORMULA' };
  if (cell?.type === 'error') return { is: 'refused', text: String(value), code: 'CELL_ERROR' };
  if (value === null) return undefined;
  if (value instanceof Date) {
    const iso = Number.isNaN(value.getTime()) ? '' : value.toISOString();
    return { is: 'date', text: iso.slice(0, 10), hasTime: !iso.endsWith('T00:00:00.000Z') };
  }
  // The shortest text that names the number: 1250.1 stays 1250.1, and what a sum in floats left over is seen.
  if (typeof value === 'number') return { is: 'number', text: String(value) };
  const text = String(value);
  return text.trim() === '' ? undefined : { is: 'text', text };
}

/** A sheet to be written: texts only, so that nothing in it is ever calculated. */
export interface SheetOfTexts {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  readonly widths?: readonly number[];
  /** Drop-down lists by column, from 0. */
  readonly lists?: ReadonlyMap<number, readonly string[]>;
}

/** Writes an XLSX whose bytes depend on its content alone: the time is fixed. */
export async function writeWorkbook(sheets: readonly SheetOfTexts[]): Promise<Uint8Array> {
  invariant(sheets.length > 0, 'a workbook has a sheet');
  const fixed = new Date('2026-01-01T00:00:00Z');
  return await writeXlsx({ properties: { created: fixed, modified: fixed }, sheets: sheets.map(sheetToWrite) });
}

function sheetToWrite({ name, rows, widths, lists }: SheetOfTexts): WriteSheet {
  return {
    name,
    rows: rows.map((row) => row.map((text) => (text === '' ? null : text))),
    freezePane: { rows: 1 },
    ...(widths === undefined ? {} : { columns: widths.map((width) => ({ width, style: { numFmt: '@' } })) }),
    dataValidations: [...(lists ?? [])].map(([column, values]) => ({
      type: 'list' as const,
      values: [...values],
      allowBlank: true,
      showErrorMessage: true,
      range: `${columnLetters(column)}2:${columnLetters(column)}${rowsAtMost + 1}`,
    })),
  };
}
