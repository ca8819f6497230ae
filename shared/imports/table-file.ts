import type { FileRemarkCode, RowProblemCode } from './import-problems.ts';

/** A file may have so many rows below its header. */
export const rowsAtMost = 10_000;
/** Far enough to count what is too much, near enough to hold in memory. */
export const lastRowRead = 2 * rowsAtMost + 1;

/** What stands in a cell, before anybody asks what it means. Numbers are kept as the decimal text the cell shows. */
export type CellContent =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly text: string }
  | { readonly is: 'date'; readonly text: string; readonly hasTime: boolean }
  | {
      readonly is: 'refused';
      readonly text: string;
      readonly code: RowProblemCode;
      readonly params?: Readonly<Record<string, string>>;
    };

/** No field of ours is nearly as long. */
export const cellCharactersAtMost = 4_000;

/** A text as it stands in a cell; one that nobody typed is cut off and refused where it is read. */
export function textCell(text: string): CellContent | undefined {
  if (text.length > cellCharactersAtMost) {
    const params = { length: String(text.length), limit: String(cellCharactersAtMost) };
    return { is: 'refused', text: text.slice(0, 60), code: 'CELL_TOO_LONG', params };
  }
  return text.trim() === '' ? undefined : { is: 'text', text };
}

/** One row of a file: its number as a spreadsheet shows it, from 1, and its cells by position. */
export interface TableRow {
  readonly number: number;
  readonly cells: readonly (CellContent | undefined)[];
  /** The merged range the row is part of, such as `A5:C6`. */
  readonly merged?: string;
}

export interface Remark {
  readonly code: FileRemarkCode;
  readonly params: Readonly<Record<string, string>>;
}

/** A file as rows, whatever its format was; the header is the first row that is not empty. */
export interface TableFile {
  readonly rows: readonly TableRow[];
  readonly remarks: readonly Remark[];
}

/** The letters of a column, from 0: A, B, …, Z, AA. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26) - 1;
  return `${rest < 0 ? '' : columnLetters(rest)}${String.fromCharCode(65 + (index % 26))}`;
}

/** A text that a spreadsheet would take for a formula, written so that it stays text. */
export function neutralised(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Takes back what `neutralised` did, when a file of ours comes home. */
export function asTyped(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
