import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { readRow } from '../../shared/imports/check-row.ts';
import { columns, headers } from '../../shared/imports/columns.ts';
import { FileRefusal, importText } from '../../shared/imports/import-problems.ts';
import { type FileContentType, readTable, xlsxType } from '../../shared/imports/read-table.ts';

export const chineseHeader = columns.map((column) => headers['zh-CN'][column]);

/** One row as a clerk would type it; `changes` by column. */
export function typedRow(changes: Partial<Record<(typeof columns)[number], CellValue>> = {}): CellValue[] {
  const row: Record<string, CellValue> = {
    customerNumber: 'C-10001',
    customerName: '北京华夏云科技有限公司',
    type: '升级费',
    reasonCode: '服务升级',
    reasonText: '10 月起升级高级版，按约定补收差价',
    amount: '1250.00',
    currency: 'CNY',
    basisText: '高级版席位 10 个，每个 125.00',
    periodStart: '2026-10-01',
    periodEnd: '2026-10-31',
    vouchers: '合同变更|HT-2026-0001',
    effectiveDate: '',
    reference: '',
    ...changes,
  };
  return columns.map((column) => row[column] ?? null);
}

export async function workbook(rows: CellValue[][], extra: Partial<WriteSheet> = {}, more: WriteSheet[] = []) {
  return await writeXlsx({ sheets: [{ name: '补费导入', rows, ...extra }, ...more] });
}

export function csv(rows: readonly (readonly CellValue[])[]): string {
  return rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))).join(',')).join('\r\n');
}

/** What reading a file comes to: why it is refused, or what is wrong with each of its rows, as `cell CODE`. */
export async function outcomeOf(bytes: Uint8Array, contentType: FileContentType = xlsxType) {
  try {
    const { rows, layout, remarks } = await readTable(bytes, contentType);
    const read = rows.map((row) => readRow(row, layout));
    return {
      remarks: remarks.map(({ code }) => code),
      rows: read.map(({ wire, problems }) =>
        wire === undefined ? problems.map(({ cell, code }) => `${cell ?? 'row'} ${code}`).join(', ') : wire,
      ),
      sentences: read.flatMap(({ problems }) =>
        problems.flatMap(({ code, params }) => [importText(code, params, 'zh-CN'), importText(code, params, 'en')]),
      ),
    };
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    const sentences = [importText(error.code, error.params, 'zh-CN'), importText(error.code, error.params, 'en')];
    return { refused: error.code, params: error.params, sentences };
  }
}
