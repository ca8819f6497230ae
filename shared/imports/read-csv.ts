import { CsvError, parse } from 'csv-parse/sync';
import { FileRefusal } from './import-problems.ts';
import { lastRowRead, type TableFile, textCell } from './table-file.ts';

/**
 * Reads a CSV as rows: UTF-8 with or without byte order mark, or GB18030 as Chinese spreadsheet programs write it; cells
 * between commas, semicolons or tabs. A byte that is in neither encoding refuses the file with the line it is in:
 * guessing would put a wrong character into a name.
 */
export function readCsv(bytes: Uint8Array): TableFile {
  const { text, encoding } = decoded(bytes);
  const records = recordsOf(text);
  return {
    rows: records.map((record, index) => ({
      number: index + 1,
      cells: record.map(textCell),
    })),
    remarks: encoding === 'UTF-8' ? [] : [{ code: 'ENCODING', params: { encoding } }],
  };
}

function recordsOf(text: string): string[][] {
  try {
    const delimiter = delimiterOf(text);
    return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: false, to: lastRowRead + 1 });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FileRefusal('CSV_BROKEN', { line: String((error as { lines?: number }).lines ?? 1) });
  }
}

/** What stands most often in the first line. */
function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  const count = (mark: string) => header.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function decoded(bytes: Uint8Array): { text: string; encoding: 'UTF-8' | 'GB18030' } {
  if (bytes.includes(0)) throw new FileRefusal('FILE_TYPE_WRONG', { expected: 'CSV' });
  const utf8 = decodedAs('utf-8', bytes);
  if (utf8 !== undefined) return { text: utf8, encoding: 'UTF-8' };
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const gb = hasMark ? undefined : decodedAs('gb18030', bytes);
  // Bytes of UTF-8 are often bytes of GB18030 as well: lines of both mean that the file was put together from two.
  const [asUtf8, asGb] = [firstLineNot('utf-8', bytes), hasUtf8Lines(bytes)];
  if (gb !== undefined && !asGb) return { text: gb, encoding: 'GB18030' };
  throw new FileRefusal('ENCODING_MIXED', { line: String(asUtf8), encoding: 'UTF-8' });
}

function decodedAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    yield bytes.subarray(start, end);
    start = end + 1;
  }
  yield bytes.subarray(start);
}

function firstLineNot(encoding: string, bytes: Uint8Array): number {
  let number = 0;
  for (const line of linesOf(bytes)) {
    number += 1;
    if (decodedAs(encoding, line) === undefined) return number;
  }
  return number;
}

/** Whether some line is UTF-8 with three Chinese characters or more: by chance, GB18030 is that hardly ever. */
function hasUtf8Lines(bytes: Uint8Array): boolean {
  for (const line of linesOf(bytes)) {
    const text = line.some((byte) => byte > 127) ? decodedAs('utf-8', line) : undefined;
    if (text !== undefined && (text.match(/\p{Script=Han}/gu)?.length ?? 0) >= 3) return true;
  }
  return false;
}
