import { Buffer } from 'node:buffer';
import type { getImportTemplate as contract } from '../contracts/imports.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { currencies } from '../model/currency.ts';
import type { Language } from '../model/language.ts';
import { type Column, columns, headers, requiredColumns, voucherKindWords, wordsOf } from './columns.ts';
import { xlsxType } from './read-table.ts';
import { rowsAtMost } from './table-file.ts';
import { templateSheetName, writeWorkbook } from './workbook.ts';

/** The table to fill in (A54): headers, lists to choose from, an example and notes. CSV has the first and the third only. */
export async function getImportTemplate(
  call: { language: Language },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const language = query.language ?? call.language;
  const table = [
    columns.map((column) => headers[language][column]),
    columns.map((column) => example[language][column]),
  ];
  const fileName = `feeledger-import-${language}.${query.format}`;
  if (query.format === 'csv') {
    // The mark tells spreadsheet programs that it is UTF-8.
    const text = `\uFEFF${table.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
    return { body: { fileName, contentType: 'text/csv', base64: Buffer.from(text).toString('base64') } };
  }
  const lists = new Map<number, readonly string[]>([
    [columns.indexOf('type'), wordsOf('type', language)],
    [columns.indexOf('reasonCode'), wordsOf('reasonCode', language)],
    [columns.indexOf('currency'), ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'KWD']],
  ]);
  const bytes = await writeWorkbook([
    { name: templateSheetName, rows: table, widths: columns.map(() => 20), lists },
    { name: language === 'en' ? 'Notes' : '说明', rows: notes(language), widths: [24, 100] },
  ]);
  return { body: { fileName, contentType: xlsxType, base64: Buffer.from(bytes).toString('base64') } };
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const example: Record<Language, Record<Column, string>> = {
  'zh-CN': {
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
    reference: 'PL-2026-10-0001',
  },
  en: {
    customerNumber: 'C-10004',
    customerName: 'Harbour Light Trading Ltd',
    type: 'Upgrade fee',
    reasonCode: 'Service upgrade',
    reasonText: 'Upgraded to premium from October, difference as agreed',
    amount: '1250.00',
    currency: 'USD',
    basisText: '10 premium seats at 125.00 each',
    periodStart: '2026-10-01',
    periodEnd: '2026-10-31',
    vouchers: 'Contract change|HT-2026-0001',
    effectiveDate: '',
    reference: 'PL-2026-10-0001',
  },
};

/** What each column takes, and what happens to the file. */
function notes(language: Language): string[][] {
  const isRequired = (column: Column) => requiredColumns.includes(column);
  const [what, rules] = language === 'en' ? [enWhat, enRules] : [zhWhat, zhRules];
  const mark = language === 'en' ? '(required) ' : '（必填）';
  return [
    ...rules.map((rule) => ['', rule]),
    ...columns.map((column) => [headers[language][column], `${isRequired(column) ? mark : ''}${what[column]}`]),
  ];
}

const zhRules = [
  `每行一笔补费，最多 ${rowsAtMost} 行；第二行为示例，请删除。`,
  '列的顺序不限；不要合并单元格，不要用公式（请粘贴为数值）。',
  '上传后先检查全部行，确认前不会录入任何内容。',
];
const enRules = [
  `One charge a row, at most ${rowsAtMost} rows; the second row is an example: delete it.`,
  'Columns may be in any order. Do not merge cells and do not use formulas; paste values.',
  'After the upload every row is checked; nothing is entered before you confirm.',
];

const zhWhat: Record<Column, string> = {
  customerNumber: '客户编号，例如 C-10001。',
  customerName: '与客户档案一致；空格、全角半角和大小写不计。',
  type: `之一：${wordsOf('type', 'zh-CN').join('、')}。`,
  reasonCode: `之一：${wordsOf('reasonCode', 'zh-CN').join('、')}。`,
  reasonText: '5–300 字，写清为什么补费。',
  amount: '例如 1250.00；全角数字、￥ 和千分位可以识别，有歧义的会退回。',
  currency: `ISO 代码：${currencies.join(' ')}。`,
  basisText: '金额是怎么算出来的，1–300 字。',
  periodStart: '例如 2026-10-01，或日期格式的单元格。',
  periodEnd: '含当日，不早于起始日期。',
  vouchers: `类别|编号，多个用分号隔开。类别：${Object.values(voucherKindWords['zh-CN']).join('、')}。`,
  effectiveDate: '留空为提交当日。',
  reference: '您自己的编号，同一客户内不重复；相同编号的行只会录入一次。',
};
const enWhat: Record<Column, string> = {
  customerNumber: 'The number of the customer, such as C-10001.',
  customerName: 'As in the customer record; spaces, width and case do not matter.',
  type: `One of: ${wordsOf('type', 'en').join(', ')}.`,
  reasonCode: `One of: ${wordsOf('reasonCode', 'en').join(', ')}.`,
  reasonText: '5 to 300 characters: why the customer is charged.',
  amount:
    'Such as 1250.00. Full-width digits, ￥ and separators of thousands are understood; what has two readings comes back.',
  currency: `ISO code: ${currencies.join(' ')}.`,
  basisText: 'How the amount came about, 1 to 300 characters.',
  periodStart: 'Such as 2026-10-01, or a cell in date format.',
  periodEnd: 'That day included; not before the start.',
  vouchers: `kind|reference, several with a semicolon between. Kinds: ${Object.values(voucherKindWords.en).join(', ')}.`,
  effectiveDate: 'Empty: the day of submission.',
  reference: 'A number of your own, once a customer; rows with the same number are entered once.',
};
