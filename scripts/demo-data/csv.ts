export type CsvRow = Record<string, string>;

/**
 * Writes rows as CSV (RFC 4180) in UTF-8 with a byte order mark, without which spreadsheet programs show Chinese text as rubbish.
 * The columns are the keys of the first row.
 */
export function toCsv(rows: readonly CsvRow[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((column) => quoted(row[column] ?? '')).join(','));
  return `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
