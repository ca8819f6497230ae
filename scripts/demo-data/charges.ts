import type { CsvRow } from './csv.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import * as words from './words.ts';

const ROWS = 300;
const SEED = 20_261_123;

/** Minor units; every row is the amount of one charge, so that the ends of the range are surely there. */
const fixedAmounts: Readonly<Record<number, { currency: string; minor: bigint }>> = {
  3: { currency: 'CNY', minor: 1n },
  77: { currency: 'CNY', minor: 200_000_000n },
  144: { currency: 'JPY', minor: 1n },
  201: { currency: 'KWD', minor: 1n },
  266: { currency: 'CNY', minor: 199_999_999n },
};

/** Charges of customers whom the sandbox has from the start, with prepaid money that covers them. */
const prepaidCharges: Readonly<Record<number, { name: string; number: string; currency: string; minor: bigint }>> = {
  30: { name: '北京华夏云科技有限公司', number: 'C-10001', currency: 'CNY', minor: 480_000n },
  62: { name: '北京华夏云科技有限公司', number: 'C-10001', currency: 'CNY', minor: 32_050n },
  96: { name: '司马懿华', number: 'C-10003', currency: 'CNY', minor: 19_900n },
  120: { name: '東京さくら商事株式会社', number: 'C-10005', currency: 'JPY', minor: 50_000n },
  184: { name: '北京华夏云科技有限公司', number: 'C-10001', currency: 'CNY', minor: 1_250_000n },
  228: { name: '東京さくら商事株式会社', number: 'C-10005', currency: 'JPY', minor: 128_000n },
};

const digitsByCurrency: Readonly<Record<string, number>> = { CNY: 2, JPY: 0, KWD: 3, USD: 2 };

/** What is wrong with some rows and what the API must say about it; keyed by row. */
const wrongRows: Readonly<Record<number, { change: Partial<CsvRow>; expect: string }>> = {
  19: { change: { currency: 'CNY', amount: '1250.005', basis_lines: '' }, expect: 'AMOUNT_DECIMALS' },
  42: { change: { currency: 'RMB' }, expect: 'UNKNOWN_CURRENCY' },
  66: { change: { amount: '0.00', currency: 'CNY', basis_lines: '' }, expect: 'AMOUNT_NOT_POSITIVE' },
  88: { change: { period_start: '2026-11-30', period_end: '2026-11-01' }, expect: 'PERIOD_ENDS_BEFORE_START' },
  109: { change: { customer_number: 'C-20002' }, expect: 'CUSTOMER_NUMBER_MISMATCH' },
  131: { change: { customer_name: '查无此人有限公司', customer_number: 'C-99999' }, expect: 'CUSTOMER_NOT_FOUND' },
  153: {
    change: { basis_lines: '现场技术支持(小时)|2|625.00', amount: '1300.00', currency: 'CNY' },
    expect: 'BASIS_SUM_MISMATCH',
  },
  172: { change: { reason_text: '' }, expect: 'TOO_SHORT' },
  198: { change: { currency: 'JPY', amount: '5000.50', basis_lines: '' }, expect: 'AMOUNT_DECIMALS' },
  217: { change: { amount: '1,250.00', currency: 'CNY', basis_lines: '' }, expect: 'AMOUNT_FORMAT' },
  238: { change: { amount: '-50.00', currency: 'CNY', basis_lines: '' }, expect: 'AMOUNT_NOT_POSITIVE' },
  259: { change: { period_start: '2026-02-30', period_end: '2026-03-31' }, expect: 'DATE_INVALID' },
  281: { change: { type: 'bribe' }, expect: 'NOT_ALLOWED' },
};

/** One day's charges of those customers: what is entered, what the reviewers do, and what must have become of it in the evening. */
export function demoCharges(customers: readonly CsvRow[]): CsvRow[] {
  const random = seededRandom(SEED);
  const usable = customers.filter((customer) => customer['expect'] === 'created');
  return Array.from({ length: ROWS }, (_, index) => {
    const row = index + 1;
    const wrong = wrongRows[row];
    const review = wrong ? approve : reviewOf(random, row);
    const amount = amountOf(random, row, review.review !== 'approve');
    const { name = '', number = '' } = prepaidCharges[row] ?? random.pick(usable);
    const fields = charge(random, row, { name, number }, amount);
    return { ...fields, ...wrong?.change, ...review, expect: wrong?.expect ?? outcomes[review.review] };
  });
}

interface Review extends CsvRow {
  review: 'approve' | 'return' | 'reject';
  /** The stage at which the charge is returned or rejected. */
  review_stage: string;
  review_comment: string;
}

const approve: Review = { review: 'approve', review_stage: '', review_comment: '' };
const outcomes = { approve: 'posted', return: 'returned-then-posted', reject: 'rejected' } as const;

/** About every eleventh charge comes back for a missing paper, and about every seventeenth is turned down. */
function reviewOf(random: SeededRandom, row: number): Review {
  if (fixedAmounts[row] || prepaidCharges[row]) return approve;
  if (row % 11 === 5) return { review: 'return', review_stage: '1', review_comment: random.pick(words.returnComments) };
  if (row % 17 !== 9) return approve;
  return {
    review: 'reject',
    review_stage: row % 2 === 0 ? '2' : '1',
    review_comment: random.pick(words.rejectComments),
  };
}

interface Line {
  readonly quantityTenths: bigint;
  readonly unitMinor: bigint;
}

interface Amount {
  readonly currency: string;
  readonly minor: bigint;
  readonly lines: readonly Line[];
}

/** Lines first, the amount as their sum, as a clerk would compute it. What is returned or rejected must be large enough to be reviewed. */
function amountOf(random: SeededRandom, row: number, mustBeReviewed: boolean): Amount {
  const fixed = fixedAmounts[row] ?? prepaidCharges[row];
  if (fixed) return { ...fixed, lines: [{ quantityTenths: 10n, unitMinor: fixed.minor }] };
  const currency = mustBeReviewed || random.chance(86) ? 'CNY' : random.pick(['JPY', 'JPY', 'KWD', 'USD']);
  const magnitude = mustBeReviewed ? 5 : random.pick([1, 2, 2, 3, 3, 3, 4, 4, 5]);
  const lines = Array.from({ length: random.whole(1, 3) }, (): Line => {
    const quantityTenths = BigInt(random.chance(80) ? 10 * random.whole(1, 12) : 5 * random.whole(1, 30));
    const units = random.whole(10 ** magnitude, 3 * 10 ** magnitude) * scaleOf(currency);
    // Prices end in an even digit of the smallest unit, so that half an hour of it is still a whole number of them.
    return { quantityTenths, unitMinor: BigInt(2 * Math.ceil(units / 24)) };
  });
  return {
    currency,
    minor: lines.reduce((sum, line) => sum + (line.quantityTenths * line.unitMinor) / 10n, 0n),
    lines,
  };
}

/** How many minor units make about the worth of a yuan. */
function scaleOf(currency: string): number {
  return { JPY: 20, KWD: 50, USD: 15 }[currency] ?? 100;
}

function charge(
  random: SeededRandom,
  row: number,
  customer: { name: string; number: string },
  { currency, minor, lines }: Amount,
): CsvRow {
  const kind = random.pick(words.chargeKinds);
  const reason = random.pick(words.reasons);
  const digits = digitsByCurrency[currency] ?? 2;
  const month = random.pick(['2026-09', '2026-10', '2026-10', '2026-11']);
  const lastDay = month.endsWith('-10') ? '31' : '30';
  const shown = random.chance(80) ? lines : [];
  return {
    row: String(row),
    clerk: words.clerks[row % words.clerks.length] ?? '',
    customer_name: customer.name,
    customer_number: customer.number,
    type: kind.type,
    reason_code: reason.code,
    reason_text: random.pick(reason.texts),
    currency,
    amount: decimal(minor, digits),
    basis_text: kind.basis,
    basis_lines: shown
      .map(({ quantityTenths, unitMinor }) =>
        [random.pick(kind.items), quantity(quantityTenths), decimal(unitMinor, digits)].join('|'),
      )
      .join(';'),
    period_start: `${month}-01`,
    period_end: `${month}-${lastDay}`,
    vouchers: vouchers(random, row),
    effective_date: random.chance(10) ? `${month}-${lastDay}` : '',
  };
}

function vouchers(random: SeededRandom, row: number): string {
  if (random.chance(25)) return '';
  const kind = random.pick(['contract-change', 'service-confirmation', 'fee-notice']);
  return `${kind}|${{ 'contract-change': 'HT', 'service-confirmation': 'FW', 'fee-notice': 'TZ' }[kind]}-2026-${String(row).padStart(4, '0')}`;
}

function quantity(tenths: bigint): string {
  return tenths % 10n === 0n ? String(tenths / 10n) : decimal(tenths, 1);
}

function decimal(minor: bigint, digits: number): string {
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
