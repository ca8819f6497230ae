import { unzipSync, zipSync } from 'fflate';
import { type Cell, type CellValue, readXlsx, type Sheet, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { invariant } from '../errors/invariant.ts';
import { FileRefusal } from './import-problems.ts';
import {
  type CellContent,
  cellCharactersAtMost,
  columnLetters,
  lastRowRead,
  type Remark,
  rowsAtMost,
  type TableFile,
  type TableRow,
  textCell,
} from './table-file.ts';

/** The only file that knows the spreadsheet library. */
export const templateSheetName = '补费导入';

const unpackedAtMostBytes = 100_000_000;
const partsAtMost = 200;
const lastColumnRead = 52;
const mergesAtMost = 10_000;

/**
 * Reads an XLSX as rows. Nothing is calculated and nothing is run: formulas are refused cell by cell, macros with the
 * file. Throws a FileRefusal for what cannot be read safely: a bomb, a password, no zip at all.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<TableFile> {
  const parts = unpacked(bytes);
  // A workbook says itself which of its parts are sheets, so all of them are looked at.
  for (const [name, part] of Object.entries(parts)) refuseFarCells(name, part);
  // The library gets what was looked at, packed anew: it would read a forged list of parts in its own way.
  const workbook = await readXlsx(zipSync(parts, { level: 0 })).catch((): never => {
    throw new FileRefusal('FILE_UNREADABLE');
  });
  const { sheet, remarks } = chosenSheet(workbook.sheets);
  return { rows: rowsOf(sheet), remarks };
}

/** Looks at the list of parts first, then unpacks them, none further than that list says. */
function unpacked(bytes: Uint8Array): Record<string, Uint8Array> {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new FileRefusal('FILE_ENCRYPTED');
  if (!startsWith(bytes, [0x50, 0x4b])) throw new FileRefusal('FILE_TYPE_WRONG', { expected: 'XLSX' });
  const parts: string[] = [];
  let size = 0;
  unzip(bytes, (name, partSize) => {
    parts.push(name);
    // A part that hides its size could be of any size.
    size += partSize === 0 ? unpackedAtMostBytes + 1 : partSize;
    return false;
  });
  if (size > unpackedAtMostBytes || parts.length > partsAtMost) {
    throw new FileRefusal('FILE_TOO_DEEP', { bytes: String(size), parts: String(parts.length) });
  }
  const macros = parts.find((name) => /vbaProject|macrosheets|\/activeX\//i.test(name));
  if (macros !== undefined) throw new FileRefusal('FILE_HAS_MACROS', { part: macros });
  if (!parts.includes('xl/workbook.xml')) throw new FileRefusal('FILE_TYPE_WRONG', { expected: 'XLSX' });
  return unzip(bytes, () => true);
}

/** Folders are passed over. */
function unzip(bytes: Uint8Array, wants: (name: string, size: number) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: ({ name, originalSize }) => !name.endsWith('/') && wants(name, originalSize) });
  } catch {
    throw new FileRefusal('FILE_UNREADABLE');
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

const placeOfCell = /<(?:\w+:)?(?:c|row)\s(?:[^<]*?\s)?r\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']/g;

/** A cell at the far end of a sheet spans a rectangle that no memory holds, and would be lost if it were cut off. */
function refuseFarCells(part: string, bytes: Uint8Array): void {
  const xml = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  for (const [, letters = '', row = ''] of xml.matchAll(placeOfCell)) {
    const column = letters.length < 2 ? 1 : letters.length === 2 ? 26 * (letters.charCodeAt(0) - 64) : 1000;
    if (Number(row) > lastRowRead || column > lastColumnRead) {
      const sheet = part.replace(/^.*\/|\.xml$/g, '');
      throw new FileRefusal('SHEET_TOO_LARGE', { sheet, cell: `${letters}${row}` });
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
  const mergedIn = mergedRanges(sheet.merges ?? []);
  return sheet.rows.map((values, index) => {
    const merged = mergedIn(index);
    return {
      number: index + 1,
      cells: values.map((value, column) => contentOf(value, sheet.cells?.get(`${index},${column}`))),
      ...(merged === undefined ? {} : { merged }),
    };
  });
}

/** The merged range a row is part of; to be asked row by row, from the first on. */
function mergedRanges(merges: NonNullable<Sheet['merges']>): (row: number) => string | undefined {
  if (merges.length > mergesAtMost) throw new FileRefusal('MERGES_TOO_MANY', { limit: String(mergesAtMost) });
  const coming = [...merges].sort((a, b) => b.startRow - a.startRow);
  let longest: (typeof coming)[number] | undefined;
  return (row) => {
    for (let next = coming.at(-1); next !== undefined && next.startRow <= row; next = coming.at(-1)) {
      if (longest === undefined || next.endRow > longest.endRow) longest = next;
      coming.pop();
    }
    if (longest === undefined || longest.endRow < row) return undefined;
    const { startRow, startCol, endRow, endCol } = longest;
    return `${columnLetters(startCol)}${startRow + 1}:${columnLetters(endCol)}${endRow + 1}`;
  };
}

function contentOf(value: CellValue, cell: Cell | undefined): CellContent | undefined {
  if (cell?.formula !== undefined) {
    return { is: 'refused', text: `=${cell.formula}`.slice(0, cellCharactersAtMost), code: 'CELL_FORMULA' };
  }
  if (cell?.type === 'error') return { is: 'refused', text: String(value), code: 'CELL_ERROR' };
  if (value === null) return undefined;
  if (value instanceof Date) {
    const iso = Number.isNaN(value.getTime()) ? '' : value.toISOString();
    return { is: 'date', text: iso.slice(0, 10), hasTime: !iso.endsWith('T00:00:00.000Z') };
  }
  // The shortest text that names the number: 1250.1 stays 1250.1, and what a sum in floats left over is seen.
  if (typeof value === 'number') {
    const text = String(value);
    // A spreadsheet keeps fifteen digits: two long references would be the same number.
    const isTooLong = Number.isInteger(value) && Math.abs(value) >= 1e15;
    return isTooLong ? { is: 'refused', text, code: 'NUMBER_TOO_LONG' } : { is: 'number', text };
  }
  return textCell(String(value));
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
