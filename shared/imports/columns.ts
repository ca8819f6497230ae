import { chargeTypeWords, reasonWords } from '../mails/words.ts';
import { chargeTypes, reasonCodes } from '../model/charge.ts';
import type { Language } from '../model/language.ts';

/** The columns of the table a batch of charges comes in (A54), in the order of the template. */
export const columns = [
  'customerNumber',
  'customerName',
  'type',
  'reasonCode',
  'reasonText',
  'amount',
  'currency',
  'basisText',
  'periodStart',
  'periodEnd',
  'vouchers',
  'effectiveDate',
  'reference',
] as const;
export type Column = (typeof columns)[number];

/** A file without one of these columns is refused; the others may be left out. */
export const requiredColumns: readonly Column[] = columns.filter(
  (column) => column !== 'vouchers' && column !== 'effectiveDate' && column !== 'reference',
);

export const headers: Record<Language, Record<Column, string>> = {
  'zh-CN': {
    customerNumber: '客户编号',
    customerName: '客户名称',
    type: '补费类型',
    reasonCode: '原因类别',
    reasonText: '原因说明',
    amount: '金额',
    currency: '币种',
    basisText: '计算依据',
    periodStart: '起始日期',
    periodEnd: '截止日期',
    vouchers: '凭证',
    effectiveDate: '生效日期',
    reference: '业务编号',
  },
  en: {
    customerNumber: 'Customer number',
    customerName: 'Customer name',
    type: 'Charge type',
    reasonCode: 'Reason',
    reasonText: 'Reason text',
    amount: 'Amount',
    currency: 'Currency',
    basisText: 'Calculation basis',
    periodStart: 'Period start',
    periodEnd: 'Period end',
    vouchers: 'Vouchers',
    effectiveDate: 'Effective date',
    reference: 'Your reference',
  },
};

export const voucherKindWords = {
  'zh-CN': {
    'contract-change': '合同变更',
    'service-confirmation': '服务确认单',
    'fee-notice': '费用通知',
    other: '其他',
  },
  en: {
    'contract-change': 'Contract change',
    'service-confirmation': 'Service confirmation',
    'fee-notice': 'Fee notice',
    other: 'Other',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** Headers that files of ours add behind the others; they are passed over when such a file comes back. */
export const addedHeaders: Record<Language, { line: string; errors: string; status: string; charge: string }> = {
  'zh-CN': { line: '原文件行号', errors: '错误及处理办法', status: '处理结果', charge: '补费单号' },
  en: { line: 'Row in your file', errors: 'Errors and the way out', status: 'Outcome', charge: 'Charge' },
};

/** What two spellings of one header have in common: width, case and spaces say nothing. */
export function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase();
}

const columnByHeader = new Map<string, Column>(
  columns.flatMap((column) => [
    [plain(headers['zh-CN'][column]), column],
    [plain(headers.en[column]), column],
    [plain(column), column],
  ]),
);
const passedOver = new Set(Object.values(addedHeaders).flatMap((added) => Object.values(added).map(plain)));

/** Which column a header names, in either language; `passed over` for those of our own answer files. */
export function columnOf(header: string): Column | 'passed over' | undefined {
  const key = plain(header.replace(/[*＊]+$/, ''));
  return columnByHeader.get(key) ?? (passedOver.has(key) ? 'passed over' : undefined);
}

type ListColumn = 'type' | 'reasonCode' | 'voucherKind';

const words: Record<ListColumn, readonly (readonly [code: string, zh: string, en: string])[]> = {
  type: chargeTypes.map((code) => [code, chargeTypeWords['zh-CN'][code], chargeTypeWords.en[code]]),
  reasonCode: reasonCodes.map((code) => [code, reasonWords['zh-CN'][code], reasonWords.en[code]]),
  voucherKind: Object.entries(voucherKindWords['zh-CN']).map(([code, zh]) => [
    code,
    zh,
    voucherKindWords.en[code as keyof typeof voucherKindWords.en],
  ]),
};

/** The code behind a word of a list, written as code or as word of either language. */
export function codeOf(list: ListColumn, text: string): string | undefined {
  const key = plain(text);
  return words[list].find((spellings) => spellings.some((spelling) => plain(spelling) === key))?.[0];
}

/** The words of a list, in one language. */
export function wordsOf(list: ListColumn, language: Language): string[] {
  return words[list].map(([, zh, en]) => (language === 'en' ? en : zh));
}
