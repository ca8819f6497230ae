import { describe, expect, test } from 'vitest';
import { isLow, levelOf, usableMinor } from '../../shared/alerts/low-balance.ts';
import type { CustomerId } from '../../shared/model/ids.ts';
import { date } from '../support/ledger.ts';
import { level } from './balance-desk.ts';

const customerId = 'cus_m5xw4zdfoj2gk3tuebqw4zbaoq' as CustomerId;
const of = (currency: 'CNY' | 'JPY' | 'KWD' | 'USD', levels: readonly ReturnType<typeof level>[]) =>
  levelOf({ levels, tellsCustomer: true } as never, { customerId, customerGroup: 'key', currency });

describe('the level of a customer', () => {
  test.each([
    [
      'his own goes before all',
      [level('1.00'), level('2.00', 'CNY', { customerGroup: 'key' }), level('3.00', 'CNY', { customerId })],
      300n,
    ],
    ['his group’s goes before the general one', [level('1.00'), level('2.00', 'CNY', { customerGroup: 'key' })], 200n],
    [
      'the general one holds for everybody else',
      [level('1.00'), level('2.00', 'CNY', { customerGroup: 'other' })],
      100n,
    ],
    ['another customer’s is not his', [level('3.00', 'CNY', { customerId: 'cus_other' })], undefined],
    ['one in another currency is not his', [level('3.00', 'USD')], undefined],
    [
      'zero warns never, and takes him out of the general one (G7)',
      [level('1.00'), level('0.00', 'CNY', { customerId })],
      undefined,
    ],
    ['without any, nobody is warned', [], undefined],
  ])('%s', (_, levels, expected) => {
    expect(of('CNY', levels)).toBe(expected);
  });

  test.each([
    ['JPY', '500', 500n],
    ['CNY', '500', 50_000n],
    ['CNY', '500.5', 50_050n],
    ['KWD', '0.001', 1n],
    ['JPY', '0.5', undefined],
  ] as const)('is read with the decimals of %s: %s', (currency, value, expected) => {
    expect(of(currency, [level(value, currency)])).toBe(expected);
  });
});

describe('a balance', () => {
  test.each([
    [9_999n, 10_000n, true],
    [10_000n, 10_000n, false],
    [10_001n, 10_000n, false],
    [0n, 1n, true],
    [0n, undefined, false],
  ])('of %s with the level %s is low: %s (G7: equal is enough)', (balance, of, expected) => {
    expect(isLow(balance, of)).toBe(expected);
  });

  test('is what may pay charges today: not what has expired, nor a deposit as security', () => {
    const lots = [
      { number: 1n, minor: 100n },
      { number: 2n, minor: 20n, expires: date('2026-10-11') },
      { number: 3n, minor: 3n, expires: date('2026-10-12') },
      { number: 4n, minor: 4_000n, types: [] },
      { number: 5n, minor: 50_000n, types: ['training' as const], isFixed: true },
    ];
    expect(usableMinor(lots, date('2026-10-12'))).toBe(50_103n);
  });
});
