import { type Cell, type CellValue, writeXlsx } from 'hucre/xlsx';
import type { CsvRow } from './csv.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import * as words from './words.ts';

const ROWS = 2_000;
const SEED = 20_261_130;
/** Sheets do not carry the time they were made, so that the file is the same in every run. */
const MADE_AT = new Date('2026-11-01T00:00:00Z');

const header = [
  '客户编号',
  '客户名称',
  'Charge type',
  '原因类别',
  '原因说明',
  ' 金额 ',
  '币种',
  '计算依据',
  '起始日期',
  '截止日期',
  '凭证',
  '业务编号',
];
const place = { number: 0, name: 1, type: 2, reasonText: 4, amount: 5, start: 8, reference: 11 } as const;

/**
 * A month's charges as an office keeps them: dates and amounts in whatever form people type, copied names, empty rows, a
 * hidden sheet, and here and there a row that cannot go in. Every twentieth or so is one of the wrong ones.
 */
export async function messyWorkbook(customers: readonly CsvRow[]): Promise<Uint8Array> {
  const random = seededRandom(SEED);
  const known = customers.filter(({ expect }) => expect === 'created');
  const rows: CellValue[][] = [header];
  const cells = new Map<string, Partial<Cell>>();
  for (let row = 1; row <= ROWS; row += 1) {
    if (row % 97 === 0) rows.push([]);
    const typed = typedRow(random, row, random.pick(known));
    if (row % 21 === 0) spoil(random, row, typed, { rows, cells });
    rows.push(typed);
  }
  const merges = [{ startRow: 1_500, startCol: 0, endRow: 1_501, endCol: 0 }];
  return await writeXlsx({
    properties: { created: MADE_AT, modified: MADE_AT },
    sheets: [
      { name: '补费导入', rows, cells, merges, columns: header.map(() => ({ width: 18 })) },
      { name: '说明', rows: [['十月补费，由各部门汇总，请财务核对']] },
      { name: '旧数据', rows: [['上月'], ['作废']], hidden: true },
    ],
  });
}

function typedRow(random: SeededRandom, row: number, customer: CsvRow): CellValue[] {
  const kind = random.pick(words.chargeKinds);
  const reason = random.pick(words.reasons);
  const cents = random.whole(1_000, random.chance(80) ? 90_000 : 2_000_000);
  const day = random.whole(1, 28);
  return [
    random.chance(90) ? (customer['number'] ?? '') : ` ${(customer['number'] ?? '').toLowerCase()}`,
    random.chance(85) ? (customer['name'] ?? '') : `${customer['name']}\u00a0`,
    random.chance(50) ? kind.type : `${kind.type.toUpperCase()} `,
    reason.code,
    `${random.pick(reason.texts)}（${row}）`,
    amountAsTyped(random, cents),
    random.chance(70) ? 'CNY' : random.pick(['cny', 'RMB', '人民币']),
    kind.basis,
    dateAsTyped(random, 10, day),
    dateAsTyped(random, 11, day),
    random.chance(60) ? '' : `合同变更｜HT-2026-${row}；fee-notice|TZ-${row}`,
    random.chance(70) ? `PL-${String(row).padStart(5, '0')}` : null,
  ];
}

function amountAsTyped(random: SeededRandom, cents: number): CellValue {
  const plain = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  const grouped = plain.replace(/\B(?=(\d{3})+\.)/g, ',');
  const wide = plain.replace(/[0-9.]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
  return random.pick<CellValue>([
    Number(plain),
    Number(plain),
    Number(plain),
    plain,
    `￥${grouped}`,
    wide,
    `${plain}元`,
  ]);
}

function dateAsTyped(random: SeededRandom, month: number, day: number): CellValue {
  const iso = `2026-${month}-${String(day).padStart(2, '0')}`;
  return random.pick<CellValue>([
    new Date(`${iso}T00:00:00Z`),
    iso,
    `2026/${month}/${day}`,
    `2026年${month}月${day}日`,
  ]);
}

interface Sheet {
  readonly rows: CellValue[][];
  readonly cells: Map<string, Partial<Cell>>;
}

/** Makes a row one that cannot go in, each time in another way. */
function spoil(random: SeededRandom, row: number, typed: CellValue[], { rows, cells }: Sheet): void {
  const at = (column: number) => `${rows.length},${column}`;
  const ways: readonly (() => void)[] = [
    () => void typed.splice(place.amount, 1, '1.234,50'),
    () => void typed.splice(place.amount, 1, '1,23'),
    () => void typed.splice(place.amount, 1, 0.1 + 0.2),
    () => void typed.splice(place.amount, 1, -120),
    () => void cells.set(at(place.amount), { type: 'formula', formula: `E${row}*2`, formulaResult: 240, value: 240 }),
    () => void cells.set(at(place.amount), { type: 'error', value: '#N/A' }),
    () => void typed.splice(place.number, 1, `C-9${row}`),
    () => void typed.splice(place.name, 1, '=HYPERLINK("http://example.com","点这里")'),
    () => void typed.splice(place.start, 1, 46_300),
    () => void typed.splice(place.start, 1, '01/10/2026'),
    () => void typed.splice(place.type, 1, '折扣'),
    () => void typed.splice(place.reasonText, 1, '补'),
    () => void typed.splice(0, typed.length, ...(rows.at(-1) ?? [])),
  ];
  (ways[Math.floor(row / 21) % ways.length] ?? random.pick(ways))();
}
