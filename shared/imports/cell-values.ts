import { type Currency, currencyDigits, isCurrency } from '../model/currency.ts';
import { codeOf } from './columns.ts';
import type { RowProblemCode } from './import-problems.ts';
import { asTyped, type CellContent } from './table-file.ts';

/** What a cell says as the API would be told it, or why that cannot be known. */
export type CellValue =
  | { readonly text: string | undefined }
  | { readonly code: RowProblemCode; readonly params?: Readonly<Record<string, string>> };

type Cell = CellContent | undefined;

function refusalOf({ code, params = {} }: Extract<CellContent, { is: 'refused' }>): CellValue {
  return { code, params };
}

/** A text; a number is the text it shows, a date in such a place is what a spreadsheet made of something else. */
export function readText(cell: Cell): CellValue {
  if (cell === undefined) return { text: undefined };
  if (cell.is === 'refused') return refusalOf(cell);
  if (cell.is === 'date') return { code: 'CELL_IS_DATE' };
  return { text: asTyped(cell.text.trim()) };
}

/** A customer number, in capitals and half width. */
export function readNumber(cell: Cell): CellValue {
  const value = readText(cell);
  return 'text' in value ? { text: value.text?.normalize('NFKC').trim().toUpperCase() } : value;
}

/** A word of a list as its code; a word that is none is left for the schema to refuse with what is allowed. */
export function readWord(cell: Cell, list: 'type' | 'reasonCode', allowed: string): CellValue {
  const value = readText(cell);
  if (!('text' in value) || value.text === undefined) return value;
  const code = codeOf(list, value.text);
  return code === undefined ? { code: 'WORD_UNKNOWN', params: { allowed } } : { text: code };
}

/** A currency: its ISO code in any case, or how it is called at home. */
export function readCurrency(cell: Cell): CellValue {
  const value = readText(cell);
  if (!('text' in value) || value.text === undefined) return value;
  const text = value.text.normalize('NFKC').trim().toUpperCase();
  return { text: text === 'RMB' || text === '人民币' ? 'CNY' : text };
}

const signs: readonly { readonly mark: RegExp; readonly currencies: readonly Currency[] }[] = [
  { mark: /^(CNY|RMB)|(CNY|RMB|元|圆)$/, currencies: ['CNY'] },
  { mark: /^¥|¥$/, currencies: ['CNY', 'JPY'] },
  { mark: /^(USD|US\$)|(USD|美元)$/, currencies: ['USD'] },
  { mark: /^\$/, currencies: ['USD', 'AUD', 'CAD', 'HKD', 'MXN', 'NZD', 'SGD', 'TWD'] },
  { mark: /^(JPY)|(JPY|日元|円)$/, currencies: ['JPY'] },
  { mark: /^(EUR|€)|(EUR|€|欧元)$/, currencies: ['EUR'] },
];

/**
 * An amount as a plain decimal: full-width digits, a currency sign that fits the currency and separators of thousands are
 * taken away where only one reading is left. `1.234,50`, `1,23`, and `1,234` of a currency with three decimals are
 * refused: they have two.
 */
export function readAmount(cell: Cell, currency: string | undefined): CellValue {
  const value = readText(cell);
  if (!('text' in value) || value.text === undefined) return value;
  if (cell?.is === 'number') return value;
  let text = value.text
    .normalize('NFKC')
    .replaceAll(/[\s'’]+/g, '')
    .toUpperCase();
  for (const { mark, currencies } of signs) {
    if (!mark.test(text)) continue;
    const fits = currency !== undefined && (currencies as readonly string[]).includes(currency);
    if (!fits) return { code: 'AMOUNT_SYMBOL', params: { currency: currency ?? '' } };
    text = text.replaceAll(new RegExp(mark, 'g'), '');
  }
  const grouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text);
  if (!grouped) return text.includes(',') ? { code: 'AMOUNT_AMBIGUOUS' } : { text };
  const hasThreeDecimals = currency !== undefined && isCurrency(currency) && currencyDigits(currency) === 3;
  const isTwofold = hasThreeDecimals && /^-?\d{1,3},\d{3}$/.test(text);
  return isTwofold ? { code: 'AMOUNT_AMBIGUOUS' } : { text: text.replaceAll(',', '') };
}

const dateSpellings = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];

/** A calendar date: a cell in date format, or a text that begins with the year; everything else has two readings. */
export function readDate(cell: Cell): CellValue {
  if (cell === undefined) return { text: undefined };
  if (cell.is === 'refused') return refusalOf(cell);
  if (cell.is === 'number') return { code: 'DATE_AS_NUMBER' };
  if (cell.is === 'date') return cell.hasTime ? { code: 'DATE_WITH_TIME' } : { text: cell.text };
  const text = cell.text.normalize('NFKC').replaceAll(/\s+/g, '');
  for (const spelling of dateSpellings) {
    const [, year = '', month = '', day = ''] = spelling.exec(text) ?? [];
    if (year !== '') return { text: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` };
  }
  return { text: cell.text.trim() };
}
