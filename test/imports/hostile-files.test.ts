import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { importText } from '../../shared/imports/import-problems.ts';
import { chineseHeader, csv, outcomeOf, typedRow, workbook } from './tables.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const header = chineseHeader;
const good = typedRow();

/** Bytes of GB18030 for the few characters these tests use. */
const gb: Readonly<Record<string, readonly number[]>> = {
  编: [0xb1, 0xe0],
  京: [0xbe, 0xa9],
  北: [0xb1, 0xb1],
  司: [0xcb, 0xbe],
  公: [0xb9, 0xab],
};
const inGb = (text: string) => [...text].flatMap((letter) => gb[letter] ?? [letter.charCodeAt(0)]);

/** Headers in letters only, so that the encoding is told by the rows alone. */
const latinHeader =
  'customerNumber,customerName,type,reasonCode,reasonText,amount,currency,basisText,periodStart,periodEnd';
const latinRow = (name: string) => `C-1,${name},upgrade,upgrade,some reason,10.00,CNY,basis,2026-10-01,2026-10-31`;

async function rezipped(change: (parts: Record<string, Uint8Array>) => unknown): Promise<Uint8Array> {
  const { unzipSync } = await import('fflate');
  const parts = unzipSync(await workbook([header, good]));
  change(parts);
  return zipSync(parts);
}

const withPart = (name: string, bytes: Uint8Array) => rezipped((parts) => Object.assign(parts, { [name]: bytes }));

/** The same zip, whose list of parts gives every size as zero, as if sizes came behind the bytes. */
function liar(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf('PK\x01\x02'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 4)) {
    copy.writeUInt16LE(copy.readUInt16LE(at + 8) | 8, at + 8);
    copy.writeUInt32LE(0, at + 20);
    copy.writeUInt32LE(0, at + 24);
  }
  return copy;
}

describe('a file is refused as a whole', () => {
  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['that is a program under another name', () => utf8('MZ\u0090\u0000 program'), 'FILE_TYPE_WRONG'],
    ['that is a zip but no workbook', () => zipSync({ 'a.txt': utf8('a') }), 'FILE_TYPE_WRONG'],
    ['that ends in the middle', async () => (await workbook([header, good])).slice(0, 900), 'FILE_UNREADABLE'],
    [
      'that needs a password',
      () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      'FILE_ENCRYPTED',
    ],
    ['that has macros', () => withPart('xl/vbaProject.bin', utf8('x')), 'FILE_HAS_MACROS'],
    [
      'that unpacks to more than a hundred megabytes',
      () => withPart('xl/media/bomb.bin', new Uint8Array(101_000_000)),
      'FILE_TOO_DEEP',
    ],
    [
      'that has thousands of parts',
      () =>
        rezipped((parts) =>
          Array.from({ length: 300 }, (_, index) => Object.assign(parts, { [`xl/p${index}`]: utf8('x') })),
        ),
      'FILE_TOO_DEEP',
    ],
    [
      'that has a cell at the far end of the sheet',
      () =>
        rezipped((parts) => {
          const name = 'xl/worksheets/sheet1.xml';
          const xml = new TextDecoder().decode(parts[name]);
          const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>';
          parts[name] = utf8(xml.replace('</sheetData>', far));
        }),
      'SHEET_TOO_LARGE',
    ],
    [
      'whose list of parts says that a part is empty',
      async () => liar(await workbook([header, good])),
      'FILE_TOO_DEEP',
    ],
    [
      'that has a cell at the far end of a sheet under another name, in other quotes',
      () =>
        rezipped((parts) => {
          const text = (name: string) => new TextDecoder().decode(parts[name]);
          const far = "<row r='1048576'><c t='n' r = 'XFD1048576'><v>1</v></c></row></sheetData>";
          parts['xl/elsewhere.bin'] = utf8(text('xl/worksheets/sheet1.xml').replace('</sheetData>', far));
          const relations = 'xl/_rels/workbook.xml.rels';
          parts[relations] = utf8(text(relations).replace('worksheets/sheet1.xml', 'elsewhere.bin'));
        }),
      'SHEET_TOO_LARGE',
    ],
    [
      'that has a far row whose cells do not say where they are',
      () =>
        rezipped((parts) => {
          const name = 'xl/worksheets/sheet1.xml';
          const xml = new TextDecoder().decode(parts[name]);
          parts[name] = utf8(xml.replace('</sheetData>', '<row r="900000"><c><v>1</v></c></row></sheetData>'));
        }),
      'SHEET_TOO_LARGE',
    ],
    [
      'that has more than ten thousand merged ranges',
      () => {
        const merges = Array.from({ length: 10_001 }, (_, row) => ({
          startRow: row,
          startCol: 0,
          endRow: row,
          endCol: 1,
        }));
        return workbook([header, good], { merges });
      },
      'MERGES_TOO_MANY',
    ],
    [
      'whose sheets are all hidden',
      () => workbook([], { name: 'a' }, [{ name: 'b', rows: [header], hidden: true }]),
      'HEADER_MISSING',
    ],
    [
      'with two sheets of data',
      () => workbook([header, good], { name: 'a' }, [{ name: 'b', rows: [header] }]),
      'SHEET_UNCLEAR',
    ],
    ['without a column that is needed', () => workbook([header.slice(1), good.slice(1)]), 'HEADER_MISSING'],
    ['with a column nobody knows', () => workbook([[...header, '折扣'], good]), 'HEADER_UNKNOWN'],
    ['with a column twice', () => workbook([[...header, '金额'], good]), 'HEADER_TWICE'],
    ['without rows', () => workbook([header]), 'ROWS_MISSING'],
    ['with nothing in it', () => workbook([]), 'HEADER_MISSING'],
  ])('%s', async (_, make, code) => {
    const outcome = await outcomeOf(await make());
    expect(outcome).toMatchObject({ refused: code });
    for (const sentence of outcome.sentences) expect(sentence).not.toMatch(/\{\w+\}/);
  });

  it('with a column nobody knows, naming the columns it may have been meant for', async () => {
    const renamed = header.map((name) => (name === '金额' ? '总价' : name));
    expect(await outcomeOf(await workbook([renamed, good]))).toMatchObject({
      refused: 'HEADER_UNKNOWN',
      params: { header: '总价', missing: '金额 (Amount)' },
    });
    expect(await outcomeOf(await workbook([[...header, '折扣'], good]))).toMatchObject({
      params: { header: '折扣', missing: '无 (none)' },
    });
  });

  it('that has more rows than are taken, saying how many', async () => {
    const rows = Array.from({ length: 10_001 }, () => good);
    expect(await outcomeOf(await workbook([header, ...rows]))).toMatchObject({
      refused: 'ROWS_TOO_MANY',
      params: { count: '10001', limit: '10000' },
    });
  });

  it('that has more rows than are taken, without reading all of a longer CSV', async () => {
    const lines = [latinHeader, ...Array.from({ length: 30_000 }, () => latinRow('a')), latinRow('"a'), ''];
    expect(await outcomeOf(utf8(lines.join('\n')), 'text/csv')).toMatchObject({
      refused: 'ROWS_TOO_MANY',
      params: { count: '20001' },
    });
  });

  it.each<[string, Uint8Array, string, Record<string, string>]>([
    ['that is binary', Uint8Array.from([1, 0, 2]), 'FILE_TYPE_WRONG', { expected: 'CSV' }],
    ['whose quotes are not closed', utf8(`${latinHeader}\n${latinRow('"a')}\n`), 'CSV_BROKEN', {}],
    [
      'that mixes encodings, naming the line',
      Uint8Array.from([...utf8(`${latinHeader}\n${latinRow('北京公司')}\n`), ...inGb(latinRow('北京公司'))]),
      'ENCODING_MIXED',
      { line: '3' },
    ],
    [
      'that says UTF-8 by its mark and is not',
      Uint8Array.from([0xef, 0xbb, 0xbf, ...inGb(`${latinHeader}\n${latinRow('北京')}`)]),
      'ENCODING_MIXED',
      { line: '2' },
    ],
  ])('a CSV %s', async (_, bytes, code, params) => {
    expect(await outcomeOf(bytes, 'text/csv')).toMatchObject({ refused: code, params });
  });
});

describe('a file is read', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['in UTF-8', utf8(`${latinHeader}\n${latinRow('北京公司')}`), []],
    ['in UTF-8 with a mark', utf8(`\uFEFF${latinHeader}\r\n${latinRow('北京公司')}\r\n`), []],
    ['in GB18030', Uint8Array.from(inGb(`${latinHeader}\n${latinRow('北京公司')}`)), ['ENCODING']],
    ['between semicolons', utf8(`${latinHeader}\n${latinRow('北京公司')}`.replaceAll(',', ';')), []],
    ['between tabs', utf8(`${latinHeader}\n${latinRow('北京公司')}`.replaceAll(',', '\t')), []],
    ['with empty rows, which are counted', utf8(`${latinHeader}\n\n${latinRow('北京公司')}\n,,,\n`), ['ROWS_EMPTY']],
  ])('as CSV %s', async (_, bytes, remarks) => {
    expect(await outcomeOf(bytes, 'text/csv')).toMatchObject({
      remarks,
      rows: [{ customerName: '北京公司', amount: { value: '10.00', currency: 'CNY' } }],
    });
  });

  it('with its columns in any order, in either language', async () => {
    const order = [3, 1, 0, 2, 12, 11, 10, 9, 8, 7, 6, 5, 4];
    const english = 'Customer number,Customer name,Charge type,Reason,Reason text,Amount,Currency'.split(',');
    const mixed = [...english, ...header.slice(7)];
    const at = <T>(row: T[]) => order.map((index) => row[index] as T);
    expect(await outcomeOf(await workbook([at(mixed), at(good)]))).toMatchObject({
      rows: [{ customerNumber: 'C-10001', type: 'upgrade', vouchers: [{ kind: 'contract-change' }] }],
    });
  });

  it('from the visible sheet that is named like the template; hidden and other sheets are said', async () => {
    const other = [
      { name: '备查', rows: [['x']] },
      { name: '旧', rows: [['y']], hidden: true },
    ];
    expect(await outcomeOf(await workbook([header, good], {}, other))).toMatchObject({
      remarks: ['SHEETS_HIDDEN', 'SHEETS_NOT_READ'],
      rows: [{ customerNumber: 'C-10001' }],
    });
  });
});

describe('a cell', () => {
  const read = async (column: Parameters<typeof typedRow>[0], extra = {}) =>
    (await outcomeOf(await workbook([header, typedRow(column)], extra))).rows?.[0];

  it.each<[string, string | number, string]>([
    ['a plain decimal', '1234.50', '1234.50'],
    ['a number', 1234.5, '1234.5'],
    ['full-width digits', '１２３４．５', '1234.5'],
    ['a yuan sign and separators', '￥1,234.50', '1234.50'],
    ['a half-width yuan sign', '¥ 1234.50', '1234.50'],
    ['yuan behind', '1234.50元', '1234.50'],
    ['the code before', 'RMB 1,234,567.00', '1234567.00'],
    ['spaces that do not break', '\u00a01234.50\u3000', '1234.50'],
  ])('of an amount is read when it is %s', async (_, amount, value) => {
    expect(await read({ amount })).toMatchObject({ amount: { value, currency: 'CNY' } });
  });

  it.each<[string, string | number | Date, string, string]>([
    ['comma and point are the other way round', '1.234,50', 'CNY', 'F2 AMOUNT_AMBIGUOUS'],
    ['a comma stands for the point', '1,23', 'CNY', 'F2 AMOUNT_AMBIGUOUS'],
    ['a currency has three decimals and the comma could be the point', '1,234', 'KWD', 'F2 AMOUNT_AMBIGUOUS'],
    ['the sign is of another currency', '$100.00', 'CNY', 'F2 AMOUNT_SYMBOL'],
    ['a sum in floats left noise', 0.1 + 0.2, 'CNY', 'F2 AMOUNT_DECIMALS'],
    ['the number is too large to be written plainly', 1e21, 'CNY', 'F2 NUMBER_TOO_LONG'],
    ['it is negative', '-5.00', 'CNY', 'F2 AMOUNT_NOT_POSITIVE'],
    ['it is zero', 0, 'CNY', 'F2 AMOUNT_NOT_POSITIVE'],
    ['it is a date', new Date('2026-10-01T00:00:00Z'), 'CNY', 'F2 CELL_IS_DATE'],
    ['it is words', '一千元', 'CNY', 'F2 AMOUNT_FORMAT'],
    ['it is empty', '', 'CNY', 'F2 REQUIRED'],
  ])('of an amount is refused when %s', async (_, amount, currency, problem) => {
    expect(await read({ amount, currency })).toBe(problem);
  });

  it('of an amount that is no number is told what a file may have there, which is more than the API takes', () => {
    const params = { given: '一千元' };
    expect(importText('AMOUNT_FORMAT', params, 'zh-CN')).toContain('千分位逗号（1,250.00）和与币种相符的货币符号');
    expect(importText('AMOUNT_FORMAT', params, 'en')).toContain('commas between thousands (1,250.00)');
  });

  it.each<[string, string | Date, string]>([
    ['a cell in date format', new Date('2026-10-31T00:00:00Z'), '2026-10-31'],
    ['slashes', '2026/10/31', '2026-10-31'],
    ['points', '2026.10.31', '2026-10-31'],
    ['Chinese', '2026年10月31日', '2026-10-31'],
    ['full width', '２０２６－１０－３１', '2026-10-31'],
    ['digits only', '20261031', '2026-10-31'],
  ])('of a date is read as %s', async (_, periodEnd, end) => {
    expect(await read({ periodEnd })).toMatchObject({ period: { end } });
  });

  it.each<[string, string | number | Date, string]>([
    ['a plain number', 46_326, 'J2 DATE_AS_NUMBER'],
    ['a time as well', new Date('2026-10-31T09:30:00Z'), 'J2 DATE_WITH_TIME'],
    ['the day first', '31/10/2026', 'J2 DATE_INVALID'],
    ['a day that is none', '2026-02-30', 'J2 DATE_INVALID'],
    ['before the start', '2026-09-30', 'J2 PERIOD_ENDS_BEFORE_START'],
  ])('of a date is refused as %s', async (_, periodEnd, problem) => {
    expect(await read({ periodEnd })).toBe(problem);
  });

  it.each<[string, Parameters<typeof typedRow>[0], string]>([
    ['a type nobody knows', { type: '折扣' }, 'C2 WORD_UNKNOWN'],
    ['a reason without words', { reasonText: '补' }, 'E2 TOO_SHORT'],
    ['a currency nobody knows', { currency: 'XXX' }, 'G2 UNKNOWN_CURRENCY'],
    ['a voucher without a number', { vouchers: '合同变更' }, 'K2 VOUCHER_FORMAT'],
    ['a customer number that is none', { customerNumber: '？？' }, 'A2 CUSTOMER_NUMBER_FORMAT'],
    ['marks that turn the text around', { customerName: '北京\u202e科技' }, 'B2 CONTROL_CHARACTERS'],
  ])('is refused that holds %s', async (_, changes, problem) => {
    expect(await read(changes)).toBe(problem);
  });

  it.each<[string, Parameters<typeof typedRow>[0], string]>([
    ['a text of more than four thousand characters', { basisText: '长'.repeat(4_001) }, 'H2 CELL_TOO_LONG'],
    ['a number of more digits than a spreadsheet keeps', { reference: 1_234_567_890_123_456 }, 'M2 NUMBER_TOO_LONG'],
  ])('is refused where it is read that holds %s', async (_, changes, problem) => {
    expect(await read(changes)).toBe(problem);
  });

  it('that is a number of fifteen digits is read as the text it shows', async () => {
    expect(await read({ reference: 123_456_789_012_345 })).toMatchObject({ reference: '123456789012345' });
  });

  it('of a CSV is refused where it is read that holds a text of more than four thousand characters', async () => {
    const rows = csv([header, typedRow({ basisText: 'x'.repeat(4_001) })]);
    expect((await outcomeOf(utf8(rows), 'text/csv')).rows).toEqual(['H2 CELL_TOO_LONG']);
  });

  it('is refused that holds a formula, whatever it last came to', async () => {
    const formula = { value: 1250, type: 'formula' as const, formula: 'SUM(A1:A9)', formulaResult: 1250 };
    expect(await read({}, { cells: new Map([['1,5', formula]]) })).toBe('F2 CELL_FORMULA');
  });

  it('is refused that holds an error value', async () => {
    const cells = new Map([['1,5', { value: '#N/A', type: 'error' as const }]]);
    expect(await read({}, { cells })).toBe('F2 CELL_ERROR');
  });

  it('is refused that is merged with others, naming the range', async () => {
    const merges = [{ startRow: 1, startCol: 0, endRow: 2, endCol: 0 }];
    const outcome = await outcomeOf(await workbook([header, good, typedRow({ customerNumber: '' })], { merges }));
    expect(outcome.rows).toEqual(['row CELL_MERGED', 'A3 REQUIRED, row CELL_MERGED']);
    expect(outcome.sentences?.[1]).toContain('A2:A3');
  });

  it('is refused that stands below no header', async () => {
    expect((await outcomeOf(await workbook([header, [...good, '备注']]))).rows).toEqual(['N2 CELL_WITHOUT_HEADER']);
  });

  it('keeps a text that looks like a formula as the text it is', async () => {
    const customerName = '=cmd|"/c calc"!A1';
    expect(await read({ customerName })).toMatchObject({ customerName });
  });

  it('says everything that is wrong with a row, not only the first', async () => {
    expect(await read({ amount: '1,23', type: '?', periodEnd: '' })).toBe(
      'C2 WORD_UNKNOWN, F2 AMOUNT_AMBIGUOUS, J2 REQUIRED',
    );
  });
});

describe('every sentence', () => {
  it('is filled, in both languages, and says the way out', async () => {
    const rows = [
      typedRow({ amount: '1.234,50', type: '?', vouchers: 'x', periodEnd: 46_326, currency: 'XXX' }),
      typedRow({ amount: '$1', customerNumber: '', reasonText: 'x' }),
    ];
    const { sentences = [] } = await outcomeOf(await workbook([header, ...rows]));
    expect(sentences.length).toBeGreaterThan(12);
    for (const sentence of sentences) expect(sentence).not.toMatch(/\{\w+\}/);
  });
});

it('reads a CSV and a workbook of the same rows the same', async () => {
  const rows = [header, good, typedRow({ amount: '￥99.00' })];
  const fromCsv = await outcomeOf(utf8(csv(rows)), 'text/csv');
  expect(fromCsv).toEqual(await outcomeOf(await workbook(rows)));
});
