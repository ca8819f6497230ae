import { type FieldCode, fieldCatalogue } from '../errors/field-catalogue.ts';
import type { Language } from '../model/language.ts';

type Texts = readonly [zh: string, en: string];

/** What a whole file can be refused for; each text says the way out. `{name}` is filled from the params. */
const fileProblems = {
  FILE_DIFFERS: [
    '收到的文件与申报的大小或 SHA-256 不一致，请重新上传。',
    'The file that came is not the one announced (size or SHA-256): create a new import and upload it again.',
  ],
  FILE_TYPE_WRONG: [
    '文件内容不是 {expected}。请用模板另存为 .xlsx 或 .csv 后重新上传。',
    'The content is no {expected}. Save the table as .xlsx or .csv, best with our template, and upload it again.',
  ],
  FILE_UNREADABLE: [
    '文件已损坏，无法读取。请在表格软件中打开并另存后重新上传。',
    'The file is damaged and cannot be read. Open it in your spreadsheet program, save it anew, and upload it again.',
  ],
  CHECK_INTERRUPTED: [
    '检查因系统故障中断，与文件内容无关。请重新创建导入并再次上传同一文件。',
    'The check was interrupted by a fault of ours, not of the file: create a new import and upload it again.',
  ],
  FILE_ENCRYPTED: [
    '文件设有打开密码。请取消密码后重新上传。',
    'The file needs a password to open. Remove the password and upload it again.',
  ],
  FILE_HAS_MACROS: [
    '文件含有宏（{part}）。宏不会被执行，也不接受。请另存为不含宏的 .xlsx。',
    'The file contains macros ({part}). They are neither run nor accepted: save it as .xlsx without macros.',
  ],
  FILE_TOO_DEEP: [
    '文件解压后过大（{bytes} 字节，{parts} 个部分），已拒绝展开。请另存为普通 .xlsx。',
    'Unpacked, the file would be too large ({bytes} bytes in {parts} parts); it was not unpacked. Save a plain .xlsx.',
  ],
  SHEET_TOO_LARGE: [
    '工作表“{sheet}”延伸到单元格 {cell}。请删除数据区以外的内容和格式，或把数据复制到模板中。',
    'The sheet “{sheet}” reaches as far as cell {cell}. Delete what lies outside your rows, or copy them into the template.',
  ],
  MERGES_TOO_MANY: [
    '工作表有超过 {limit} 处合并单元格。请取消合并，或把数据复制到模板中。',
    'The sheet has more than {limit} merged ranges. Unmerge them, or copy your rows into the template.',
  ],
  SHEET_MISSING: [
    '文件中没有可见的工作表。请取消隐藏，或把数据复制到模板中。',
    'No sheet of the file is visible. Unhide it, or copy the rows into the template.',
  ],
  SHEET_UNCLEAR: [
    '有 {count} 个可见工作表含有数据（{sheets}）。请只保留一个，或把要导入的改名为“{name}”。',
    '{count} visible sheets have data ({sheets}). Leave one, or name the one to be read “{name}”.',
  ],
  HEADER_MISSING: [
    '缺少列：{columns}。请使用模板的表头（中文或英文均可，顺序不限）。',
    'Columns are missing: {columns}. Use the headers of the template, Chinese or English, in any order.',
  ],
  HEADER_UNKNOWN: [
    '单元格 {cell} 的列名“{header}”不认识。文件中还没有的列：{missing}。如果它就是其中之一，请改成该列名；否则请删除该列。',
    'The header “{header}” in cell {cell} is not known. Columns the file does not have yet: {missing}. If it is one of them, call it so; otherwise delete the column.',
  ],
  HEADER_TWICE: [
    '列“{header}”出现了两次（{cell}）。请删除其中一列。',
    'The column “{header}” is there twice ({cell}). Delete one.',
  ],
  ROWS_MISSING: ['表头下没有数据行。', 'There is no row below the header.'],
  ROWS_TOO_MANY: [
    '共 {count} 行，一次最多 {limit} 行。请拆成几个文件。',
    'There are {count} rows; a file may have {limit}. Split it into several files.',
  ],
  ENCODING_MIXED: [
    '第 {line} 行不是 {encoding} 编码（文件混用了编码）。请用“CSV UTF-8”另存后重新上传。',
    'Line {line} is not in {encoding}: the file mixes encodings. Save it as “CSV UTF-8” and upload it again.',
  ],
  CSV_BROKEN: [
    'CSV 第 {line} 行格式有误：引号未成对，或列数不一致。请检查该行。',
    'Line {line} of the CSV is broken: a quote that is not closed, or more cells than headers. Check that line.',
  ],
} as const satisfies Record<string, Texts>;

/** What is said about a file that was read all the same. */
const fileRemarks = {
  SHEETS_HIDDEN: ['隐藏的工作表没有读取：{sheets}。', 'Hidden sheets were not read: {sheets}.'],
  SHEETS_NOT_READ: [
    '只读取了工作表“{sheet}”，没有读取：{sheets}。',
    'Only the sheet “{sheet}” was read, not: {sheets}.',
  ],
  ROWS_EMPTY: ['跳过了 {count} 个空行。', '{count} empty rows were passed over.'],
  ENCODING: ['文件按 {encoding} 编码读取。', 'The file was read as {encoding}.'],
} as const satisfies Record<string, Texts>;

/** What can be wrong with one cell or row, beyond what a field of the API can be refused for. */
const rowProblems = {
  CELL_FORMULA: [
    '单元格是公式，系统不计算公式。请“选择性粘贴 → 数值”后再导入。',
    'The cell is a formula; formulas are never calculated here. Paste it as a value.',
  ],
  CELL_ERROR: ['单元格是错误值 {given}。请填写实际内容。', 'The cell is the error value {given}. Enter what is meant.'],
  CELL_MERGED: [
    '该行与合并单元格 {range} 重叠，不知道内容属于哪一行。请取消合并并逐行填写。',
    'The row is part of the merged cells {range}, so whose content it is cannot be told. Unmerge and fill in every row.',
  ],
  CELL_TOO_LONG: [
    '单元格有 {length} 个字符，最多 {limit} 个。请缩短内容。',
    'The cell has {length} characters, {limit} at most. Shorten it.',
  ],
  NUMBER_TOO_LONG: [
    '数字 {given} 超过 15 位，表格软件只保留前 15 位。请把该列设为“文本”后重新填写。',
    'The number {given} has more than 15 digits, and your spreadsheet program keeps 15. Format the column as text and enter it again.',
  ],
  CELL_IS_DATE: [
    '表格软件把内容变成了日期 {given}。请把该列设为“文本”后重新填写。',
    'Your spreadsheet program made a date of it: {given}. Format the column as text and enter it again.',
  ],
  CELL_WITHOUT_HEADER: [
    '此列没有表头，内容“{given}”不知道是什么。请补上表头或清空。',
    'The column has no header, so it cannot be told what “{given}” is. Add the header or clear the cell.',
  ],
  AMOUNT_FORMAT: [
    '金额“{given}”不是数字。请只填数字，例如 1250.00；千分位逗号（1,250.00）和与币种相符的货币符号（¥1,250.00）也可以。',
    'The amount “{given}” is no number. Enter digits, such as 1250.00; commas between thousands (1,250.00) and the sign of the currency (¥1,250.00) are taken too.',
  ],
  AMOUNT_AMBIGUOUS: [
    '金额“{given}”有歧义（逗号可能是千分位或小数点）。请写成 1234.50。',
    'The amount “{given}” can be read in two ways. Write it like 1234.50.',
  ],
  AMOUNT_SYMBOL: [
    '金额“{given}”的货币符号与币种 {currency} 不符。请核对两者。',
    'The currency sign in “{given}” does not fit the currency {currency}. Check both.',
  ],
  DATE_AS_NUMBER: [
    '日期列中是数字 {given}，不是日期。请把单元格设为日期格式，或写成 2026-10-31。',
    'There is the number {given} instead of a date. Format the cell as a date, or write it like 2026-10-31.',
  ],
  DATE_WITH_TIME: [
    '日期“{given}”带有时间。请只填日期，例如 2026-10-31。',
    'The date “{given}” has a time of day. Enter the date alone, such as 2026-10-31.',
  ],
  WORD_UNKNOWN: ['“{given}”不在可选值之内：{allowed}。', '“{given}” is none of: {allowed}.'],
  VOUCHER_FORMAT: [
    '凭证“{given}”写法不对。请写成 类别|编号，多个用分号隔开；类别：{allowed}。',
    'The voucher “{given}” is not understood. Write kind|reference, several with a semicolon between; kinds: {allowed}.',
  ],
  CUSTOMER_UNKNOWN: ['没有编号为 {given} 的客户。请核对编号。', 'There is no customer {given}. Check the number.'],
  CUSTOMER_NAME_DIFFERS: [
    '编号 {number} 的客户不是“{given}”。请核对名称和编号，以免记错账户。',
    'Customer {number} is not “{given}”. Check name and number, so that nothing lands in the wrong account.',
  ],
  PERIOD_CLOSED: [
    '业务日期 {date} 所属月份已关账。请改为 {open} 或之后的日期。',
    'The month of {date} is closed. Take {open} or a later day as effective date.',
  ],
  ROW_DUPLICATE: [
    '与第 {row} 行重复。若确为两笔，请在“业务编号”列填写不同的编号；否则请删除。',
    'The same as row {row}. If both are meant, give them different references; otherwise delete one.',
  ],
  REFERENCE_USED: [
    '业务编号“{reference}”已用于该客户的另一笔补费 {charge}，内容不同。请换一个编号，或删除此行。',
    'The reference “{reference}” belongs to another charge of this customer, {charge}, which says something else. Use another, or delete the row.',
  ],
  VOUCHERS_INCOMPLETE: [
    '这笔补费必须附凭证：{missing}。请补充，或以草稿单独录入并上传文件。',
    'This charge needs vouchers: {missing}. Add them, or enter it by itself as a draft with its files.',
  ],
} as const satisfies Record<string, Texts>;

export type FileProblemCode = keyof typeof fileProblems;
export type FileRemarkCode = keyof typeof fileRemarks;
export type RowProblemCode = keyof typeof rowProblems;

export type ProblemOfRow = RowProblemCode | FieldCode;

const texts: Readonly<Record<string, Texts>> = { ...fieldCatalogue, ...fileProblems, ...fileRemarks, ...rowProblems };

/** The sentence of a code in the reader's language, filled from its params: what is wrong and the way out. */
export function importText(
  code: FileProblemCode | FileRemarkCode | ProblemOfRow,
  params: Readonly<Record<string, string>>,
  language: Language,
): string {
  const [zh, en] = texts[code] ?? [code, code];
  return (language === 'en' ? en : zh).replaceAll(/\{(\w+)\}/g, (hole, name: string) => params[name] ?? hole);
}

/** Why a file as a whole is not taken. */
export class FileRefusal extends Error {
  readonly code: FileProblemCode;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: FileProblemCode, params: Readonly<Record<string, string>> = {}) {
    super(code);
    this.name = code;
    this.code = code;
    this.params = params;
  }
}
