import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencies, currencyDigits, isCurrency } from '../../shared/model/currency.ts';
import {
  formatDecimal,
  largestAmountMinor,
  parseDecimal,
  positiveMoneySchema,
  toWire,
} from '../../shared/model/money.ts';
import { refusals } from './refusals.ts';

describe('an amount on the wire', () => {
  it.each([
    ['1250.00', 'CNY', 125_000n],
    ['1250', 'CNY', 125_000n],
    ['1250.5', 'CNY', 125_050n],
    ['0.01', 'CNY', 1n],
    ['007.00', 'CNY', 700n],
    ['9999999999999.99', 'CNY', 999_999_999_999_999n],
    ['1250', 'JPY', 1_250n],
    ['999999999999999', 'JPY', 999_999_999_999_999n],
    ['1.234', 'KWD', 1_234n],
    ['1', 'KWD', 1_000n],
    ['999999999999.999', 'KWD', 999_999_999_999_999n],
  ])('%s %s is %d minor units', (value, currency, minor) => {
    expect(positiveMoneySchema.parse({ value, currency })).toEqual({ minor, currency });
  });

  it.each([
    ['1,250.00', 'a thousands separator'],
    ['1 250.00', 'a space inside'],
    ['1250,00', 'a decimal comma'],
    ['１２５０．００', 'full-width digits'],
    ['١٢٥٠', 'Arabic digits'],
    ['一千', 'Chinese numerals'],
    ['+1', 'a plus'],
    ['--1', 'two signs'],
    ['1-', 'a sign behind'],
    ['1e3', 'an exponent'],
    ['0x10', 'a hexadecimal number'],
    ['1_000', 'an underscore'],
    ['¥1.00', 'a currency sign'],
    ['', 'nothing'],
    [' 1', 'a space before'],
    ['1 ', 'a space behind'],
    ['1\n', 'a line break behind'],
    ['.5', 'no whole part'],
    ['1.', 'no fraction after its point'],
    ['1.2.3', 'two points'],
    ['.', 'only a point'],
    ['-', 'only a sign'],
    ['NaN', 'not a number'],
    ['Infinity', 'no end'],
  ])('refuses “%s”, which has %s', (value) => {
    expect(refusals(positiveMoneySchema, { value, currency: 'CNY' })).toEqual(['value AMOUNT_FORMAT']);
  });

  it.each([
    ['0', 'CNY', 'AMOUNT_NOT_POSITIVE'],
    ['0.00', 'CNY', 'AMOUNT_NOT_POSITIVE'],
    ['-0', 'CNY', 'AMOUNT_NOT_POSITIVE'],
    ['-0.01', 'CNY', 'AMOUNT_NOT_POSITIVE'],
    ['-1250.00', 'CNY', 'AMOUNT_NOT_POSITIVE'],
    ['1.234', 'CNY', 'AMOUNT_DECIMALS'],
    ['1.000', 'CNY', 'AMOUNT_DECIMALS'],
    ['1.0', 'JPY', 'AMOUNT_DECIMALS'],
    ['1.2345', 'KWD', 'AMOUNT_DECIMALS'],
    ['10000000000000.00', 'CNY', 'AMOUNT_TOO_LARGE'],
    ['1000000000000000', 'JPY', 'AMOUNT_TOO_LARGE'],
    ['1000000000000.000', 'KWD', 'AMOUNT_TOO_LARGE'],
    ['99999999999999999999', 'CNY', 'AMOUNT_TOO_LARGE'],
  ])('refuses %s %s with %s', (value, currency, refusal) => {
    expect(refusals(positiveMoneySchema, { value, currency })).toEqual([`value ${refusal}`]);
  });

  it.each(['', 'cny', 'RMB', 'XXX', 'BTC', 'CNY ', '__proto__', 'toString'])(
    'refuses the currency “%s”',
    (currency) => {
      expect(refusals(positiveMoneySchema, { value: '1', currency })).toEqual(['currency UNKNOWN_CURRENCY']);
    },
  );

  it.each([
    ['a number', { value: 12.5, currency: 'CNY' }, 'value invalid_type'],
    ['no value', { currency: 'CNY' }, 'value invalid_type'],
    ['no currency', { value: '1' }, 'currency invalid_type'],
    ['41 characters', { value: '1'.repeat(41), currency: 'CNY' }, 'value too_big'],
  ])('refuses %s', (_, money, refusal) => {
    expect(refusals(positiveMoneySchema, money)).toEqual([refusal]);
  });

  it('tells the clerk what was given and how many decimals the currency has', () => {
    const result = positiveMoneySchema.safeParse({ value: '12.345', currency: 'CNY' });
    expect(result.error?.issues[0]).toMatchObject({
      params: { refusal: 'AMOUNT_DECIMALS', given: '12.345', currency: 'CNY', digits: '2' },
    });
  });
});

describe('minor units', () => {
  it.each([
    [0n, 2, '0.00'],
    [1n, 2, '0.01'],
    [99n, 2, '0.99'],
    [100n, 2, '1.00'],
    [-1n, 2, '-0.01'],
    [-125_000n, 2, '-1250.00'],
    [1_250n, 0, '1250'],
    [0n, 0, '0'],
    [-7n, 0, '-7'],
    [1n, 3, '0.001'],
    [1_234n, 3, '1.234'],
    [largestAmountMinor, 2, '9999999999999.99'],
  ])('%d with %d decimals are written %s', (minor, digits, text) => {
    expect(formatDecimal(minor, digits)).toBe(text);
  });

  it('come back as they were, whatever the amount and the currency', async () => {
    const minor = fc.bigInt({ min: 1n, max: largestAmountMinor });
    await fc.assert(
      fc.property(minor, fc.constantFrom(...currencies), (amount, currency) => {
        const money = { minor: amount, currency };
        expect(positiveMoneySchema.parse(toWire(money))).toEqual(money);
      }),
    );
  });

  it('come back with their sign', async () => {
    const minor = fc.bigInt({ min: -largestAmountMinor, max: largestAmountMinor });
    await fc.assert(
      fc.property(minor, fc.constantFrom(0, 2, 3), (amount, digits) => {
        expect(parseDecimal(formatDecimal(amount, digits), digits)).toBe(amount);
      }),
    );
  });

  it('are what any plain decimal says, by the arithmetic of whole numbers', async () => {
    const whole = fc.nat({ max: 999_999_999 });
    const cents = fc.nat({ max: 99 });
    await fc.assert(
      fc.property(whole, cents, (units, hundredths) => {
        const text = `${units}.${hundredths < 10 ? '0' : ''}${hundredths}`;
        expect(parseDecimal(text, 2)).toBe(BigInt(units * 100 + hundredths));
      }),
    );
  });
});

describe('a currency', () => {
  it.each([
    ['CNY', 2],
    ['HKD', 2],
    ['USD', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['VND', 0],
    ['CLP', 0],
    ['ISK', 0],
    ['KWD', 3],
    ['BHD', 3],
    ['OMR', 3],
    ['JOD', 3],
    ['TND', 3],
  ] as const)('%s has %d decimals', (currency, digits) => {
    expect(currencyDigits(currency)).toBe(digits);
  });

  it('has a three-letter code and 0, 2 or 3 decimals', () => {
    for (const currency of currencies) {
      expect(currency).toMatch(/^[A-Z]{3}$/);
      expect([0, 2, 3]).toContain(currencyDigits(currency));
      expect(isCurrency(currency)).toBe(true);
    }
  });
});
