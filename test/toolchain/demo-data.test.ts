import { expect, test } from 'vitest';
import { sumOfDecimals } from '../../demo/report.ts';
import { chargeContent, customerBody, readChargeRows, readCustomerRows } from '../../demo/rows.ts';
import { demoCharges } from '../../scripts/demo-data/charges.ts';
import { toCsv } from '../../scripts/demo-data/csv.ts';
import { demoCustomers } from '../../scripts/demo-data/customers.ts';
import { chargeContentSchema } from '../../shared/model/charge.ts';
import { currencyDigits, isCurrency } from '../../shared/model/currency.ts';
import { newCustomerSchema } from '../../shared/model/customer.ts';

const customers = readCustomerRows();
const charges = readChargeRows();

test('the demo files have 300 rows each, numbered from 1', () => {
  const numbers = Array.from({ length: 300 }, (_, index) => String(index + 1));
  expect(customers.map(({ row }) => row)).toEqual(numbers);
  expect(charges.map(({ row }) => row)).toEqual(numbers);
});

test('the generator makes the same text every time', () => {
  expect(toCsv(demoCustomers())).toBe(toCsv(demoCustomers()));
  expect(toCsv(demoCharges(demoCustomers()))).toBe(toCsv(demoCharges(demoCustomers())));
});

test('customer rows that must be created satisfy the contract, and the other seven break it or an earlier number', () => {
  const fine = customers.filter((row) => newCustomerSchema.safeParse(customerBody(row)).success);
  const numbers = fine.map(({ number }) => number);
  const firstOfItsNumber = fine.filter(({ number }, index) => numbers.indexOf(number) === index);
  expect(firstOfItsNumber.map(({ row }) => row)).toEqual(
    customers.filter((row) => row.expect === 'created').map(({ row }) => row),
  );
  expect(firstOfItsNumber).toHaveLength(293);
});

test('a clerk finds each customer by a name that only one customer has', () => {
  const names = customers.filter((row) => row.expect === 'created').map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('charge rows satisfy the contract unless their expected refusal comes from it', () => {
  const wrong = charges.filter((row) => !chargeContentSchema.safeParse(chargeContent(row)).success);
  expect(wrong.map(({ row, expect: expected }) => [row, expected])).toEqual([
    ['19', 'AMOUNT_DECIMALS'],
    ['42', 'UNKNOWN_CURRENCY'],
    ['66', 'AMOUNT_NOT_POSITIVE'],
    ['88', 'PERIOD_ENDS_BEFORE_START'],
    ['153', 'BASIS_SUM_MISMATCH'],
    ['172', 'TOO_SHORT'],
    ['198', 'AMOUNT_DECIMALS'],
    ['217', 'AMOUNT_FORMAT'],
    ['238', 'AMOUNT_NOT_POSITIVE'],
    ['259', 'DATE_INVALID'],
    ['281', 'NOT_ALLOWED'],
  ]);
});

test('amounts reach from 0.01 to 2,000,000.00 yuan, and yen and dinars have their own decimals', () => {
  const amounts = new Map(charges.map(({ currency, amount }) => [`${amount} ${currency}`, true]));
  for (const amount of ['0.01 CNY', '2000000.00 CNY', '1 JPY', '0.001 KWD']) expect(amounts.has(amount)).toBe(true);
  for (const { row, currency, amount, expect: expected } of charges) {
    if (!['posted', 'rejected', 'returned-then-posted'].includes(expected)) continue;
    expect(isCurrency(currency), row).toBe(true);
    if (isCurrency(currency)) expect(amount.split('.')[1]?.length ?? 0, row).toBe(currencyDigits(currency));
  }
});

test('names hold rare characters, characters beyond U+FFFF, middle dots and markup', () => {
  const names = customers.map(({ name }) => name).join(' ');
  for (const sample of ['龘', '㛃', '䶮', '𬭎', '𠮷', '欧阳', '司马', '夏侯', '·', '株式会社', '&', '<', "'"]) {
    expect(names).toContain(sample);
  }
});

test('the file says for every charge what the reviewers do and how it ends', () => {
  const endings = Map.groupBy(
    charges,
    ({ review, expect: expected }) => `${review}: ${/^[A-Z]/.test(expected) ? 'refused' : expected}`,
  );
  expect(Object.fromEntries([...endings].map(([ending, rows]) => [ending, rows.length]))).toEqual({
    'approve: posted': 246,
    'approve: refused': 13,
    'return: returned-then-posted': 27,
    'reject: rejected': 14,
  });
});

test('sums of amounts are exact to the last digit', () => {
  expect(sumOfDecimals(['0.01', '2000000.00', '0.10'])).toBe('2,000,000.11');
  expect(sumOfDecimals(['1', '5000'])).toBe('5,001');
  expect(sumOfDecimals(['0.001', '0.9'])).toBe('0.901');
  expect(sumOfDecimals([])).toBe('0');
});
