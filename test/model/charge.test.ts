import { describe, expect, it } from 'vitest';
import { chargeContentSchema } from '../../shared/model/charge.ts';
import { refusals } from './refusals.ts';

const content = {
  type: 'upgrade',
  reason: { code: 'upgrade', text: '本期升级服务等级，按约定补收差价' },
  amount: { value: '1250.00', currency: 'CNY' },
  basis: { text: '高级版席位 10 个，按合同单价计算' },
  period: { start: '2026-10-01', end: '2026-10-31' },
};

type Line = readonly [quantity: string, unitPrice: string];
const charge = (value: string, currency: string, ...lines: Line[]) => ({
  ...content,
  amount: { value, currency },
  basis: {
    text: '按数量和单价计算',
    lines: lines.map(([quantity, unitPrice]) => ({ description: '高级版席位', quantity, unitPrice })),
  },
});

describe('the content of a charge', () => {
  it('needs type, reason, amount, basis and period; vouchers are none unless given', () => {
    expect(chargeContentSchema.parse(content)).toEqual({
      ...content,
      amount: { minor: 125_000n, currency: 'CNY' },
      vouchers: [],
    });
    expect(refusals(chargeContentSchema, {})).toEqual([
      'type invalid_value',
      'reason invalid_type',
      'amount invalid_type',
      'basis invalid_type',
      'period invalid_type',
    ]);
  });

  it.each([
    ['an unknown type', { type: 'gift' }, ['type invalid_value']],
    ['an unknown reason', { reason: { code: 'because', text: '补收本期差价' } }, ['reason.code invalid_value']],
    ['a reason of four characters', { reason: { code: 'other', text: '补收差价' } }, ['reason.text too_small']],
    ['a reason of 301 characters', { reason: { code: 'other', text: '补'.repeat(301) } }, ['reason.text too_big']],
    ['no basis text', { basis: { text: ' ' } }, ['basis.text too_small']],
    ['a wrong amount', { amount: { value: '1,250.00', currency: 'CNY' } }, ['amount.value AMOUNT_FORMAT']],
    ['a negative amount', { amount: { value: '-1.00', currency: 'CNY' } }, ['amount.value AMOUNT_NOT_POSITIVE']],
    ['a wrong period', { period: { start: '2026-11-01', end: '2026-10-31' } }, ['period.end PERIOD_ENDS_BEFORE_START']],
    ['a wrong business date', { effectiveDate: '2026-02-30' }, ['effectiveDate DATE_INVALID']],
    ['an unknown voucher', { vouchers: [{ kind: 'photo', reference: 'HT-1' }] }, ['vouchers.0.kind invalid_value']],
    [
      'a voucher without a reference',
      { vouchers: [{ kind: 'other', reference: '' }] },
      ['vouchers.0.reference too_small'],
    ],
    [
      'eleven vouchers',
      { vouchers: Array.from({ length: 11 }, () => ({ kind: 'other', reference: 'HT-1' })) },
      ['vouchers too_big'],
    ],
    ['an unknown field', { amountCny: '1.00' }, ['unrecognized_keys']],
    ['an unknown field inside', { reason: { ...content.reason, comment: '' } }, ['reason unrecognized_keys']],
  ])('refuses %s', (_, change, expected) => {
    expect(refusals(chargeContentSchema, { ...content, ...change })).toEqual(expected);
  });

  it('names every fault at once', () => {
    expect(
      refusals(chargeContentSchema, {
        ...content,
        type: 'gift',
        amount: { value: '1.234', currency: 'CNY' },
        period: { start: '2026-02-30', end: '2026-10-31' },
      }),
    ).toEqual(['type invalid_value', 'amount.value AMOUNT_DECIMALS', 'period.start DATE_INVALID']);
  });
});

describe('a calculation basis', () => {
  it.each<[string, string, ...Line[]]>([
    ['1250.00', 'CNY', ['2', '625.00']],
    ['1250.00', 'CNY', ['2', '600.00'], ['1', '50']],
    ['0.01', 'CNY', ['1', '0.005']],
    ['0.01', 'CNY', ['0.5', '0.010001']],
    ['0.02', 'CNY', ['1', '0.005'], ['1', '0.005']],
    ['0.01', 'CNY', ['1', '0.0050'], ['1', '0.004999']],
    ['33.33', 'CNY', ['3.333', '10.00']],
    ['100.00', 'CNY', ['1', '120.00'], ['1', '-20.00']],
    ['0.99', 'CNY', ['1', '1.00'], ['1', '-0.005']],
    ['1.00', 'CNY', ['1', '1.00'], ['1', '-0.004999']],
    ['1.00', 'CNY', ['1', '1.00'], ['0', '500.00']],
    ['1', 'JPY', ['1', '0.5']],
    ['1250', 'JPY', ['2.5', '500']],
    ['0.001', 'KWD', ['1', '0.0005']],
    ['1.235', 'KWD', ['1', '1.234500']],
    ['0.01', 'CNY', ['0.000001', '5000']],
    ['999999999.99', 'CNY', ['1', '999999999.99']],
  ])('sums to %s %s, each line rounded half up once: %j %j', (value, currency, ...lines) => {
    expect(refusals(chargeContentSchema, charge(value, currency, ...lines))).toEqual([]);
  });

  it.each<[string, string, string, ...Line[]]>([
    ['1250.00', 'CNY', '1249.99', ['1', '1249.99']],
    ['0.01', 'CNY', '0.00', ['1', '0.004999']],
    ['0.01', 'CNY', '0.02', ['1', '0.005'], ['1', '0.005']],
    ['10.00', 'CNY', '9.99', ['3', '3.33']],
    ['1', 'JPY', '0', ['1', '0.499999']],
    ['1.234', 'KWD', '1.235', ['1', '1.2345']],
    ['5.00', 'CNY', '-5.00', ['1', '-5.00']],
    ['2.50', 'CNY', '2.51', ['1', '2.505']],
  ])('that should be %s %s and sums to %s is refused with both figures: %j %j', (value, currency, sum, ...lines) => {
    const result = chargeContentSchema.safeParse(charge(value, currency, ...lines));
    expect(result.error?.issues).toMatchObject([
      { path: ['basis', 'lines'], params: { refusal: 'BASIS_SUM_MISMATCH', sum, amount: value } },
    ]);
  });

  it.each<[string, Line, string]>([
    ['a quantity with an exponent', ['1e2', '12.50'], 'basis.lines.0.quantity AMOUNT_FORMAT'],
    ['a quantity of words', ['两个', '625.00'], 'basis.lines.0.quantity AMOUNT_FORMAT'],
    ['no quantity', ['', '625.00'], 'basis.lines.0.quantity AMOUNT_FORMAT'],
    ['a price with a separator', ['1', '1,250.00'], 'basis.lines.0.unitPrice AMOUNT_FORMAT'],
  ])('refuses %s at its line', (_, line, refusal) => {
    expect(refusals(chargeContentSchema, charge('1250.00', 'CNY', line))).toEqual([refusal]);
  });

  it('names every wrong line, and no sum as long as a line is wrong', () => {
    expect(refusals(chargeContentSchema, charge('1.00', 'CNY', ['x', '1'], ['1', '7'], ['1', 'y']))).toEqual([
      'basis.lines.0.quantity AMOUNT_FORMAT',
      'basis.lines.2.unitPrice AMOUNT_FORMAT',
    ]);
  });

  it('without lines is a sentence, and nothing is summed', () => {
    expect(refusals(chargeContentSchema, { ...content, basis: { text: '按合同', lines: [] } })).toEqual([]);
  });

  it('has at most 20 lines', () => {
    const lines = (count: number) => Array.from({ length: count }, (): Line => ['1', '1.00']);
    expect(refusals(chargeContentSchema, charge('20.00', 'CNY', ...lines(20)))).toEqual([]);
    expect(refusals(chargeContentSchema, charge('21.00', 'CNY', ...lines(21)))).toEqual(['basis.lines too_big']);
  });

  it('is exact where floats are not: ten times 0.1 is 1.00', () => {
    const tenths = Array.from({ length: 10 }, (): Line => ['1', '0.1']);
    expect(refusals(chargeContentSchema, charge('1.00', 'CNY', ...tenths))).toEqual([]);
    expect(refusals(chargeContentSchema, charge('1.01', 'CNY', ['1', '1.005']))).toEqual([]);
  });
});
