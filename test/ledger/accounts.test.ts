import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../shared/errors/invariant.ts';
import { account, accountKind, asCustomerAccount, balanceChange } from '../../shared/ledger/accounts.ts';

describe('the chart of accounts', () => {
  it.each([
    ['receivable', 'receivable'],
    ['prepaid', 'prepaid'],
    ['held', 'held'],
    ['unapplied', 'unapplied'],
    ['revenue:subscription', 'revenue'],
    ['tax-payable:0.06', 'tax-payable'],
    ['clearing:bank-transfer', 'clearing'],
    ['bank', 'bank'],
    ['refund-fee-income', 'refund-fee-income'],
    ['late-fee-income', 'late-fee-income'],
    ['bad-debt', 'bad-debt'],
    ['bad-debt-recovered', 'bad-debt-recovered'],
    ['suspense', 'suspense'],
  ])('knows %s, of the kind %s', (name, kind) => {
    expect(accountKind(account(name))).toBe(kind);
  });

  it.each([
    '',
    'cash',
    'Receivable',
    ' receivable',
    'receivable ',
    '__proto__',
    'constructor',
    'revenue:a:b',
    'bank:icbc:1',
  ])('has no account “%s”', (name) => {
    expect(() => account(name)).toThrow(new InvariantError(`there is no account ${name}`));
  });

  it.each([
    ['revenue', 'which says no charge type'],
    ['tax-payable', 'which says no rate'],
    ['clearing', 'which says no payment method'],
    ['revenue:', 'whose detail is empty'],
    ['revenue:Setup', 'whose detail has capitals'],
    ['revenue:安装', 'whose detail is not ASCII'],
    ['revenue:a b', 'whose detail has a space'],
    ['revenue:-a', 'whose detail begins with a hyphen'],
    [`revenue:${'a'.repeat(42)}`, 'whose detail has 42 letters'],
    ['receivable:2026', 'which wants no detail'],
    ['bank:icbc', 'which wants no detail'],
    ['suspense:', 'which wants no detail, not even an empty one'],
  ])('refuses %s, %s', (name) => {
    expect(() => account(name)).toThrow(new InvariantError(`account ${name} has a wrong detail`));
  });

  it('takes a detail of up to 41 letters', () => {
    expect(account(`revenue:${'a'.repeat(41)}`)).toBe(`revenue:${'a'.repeat(41)}`);
  });
});

describe('a customer account', () => {
  it.each([
    ['receivable', 'debit', 7n],
    ['receivable', 'credit', -7n],
    ['prepaid', 'debit', -7n],
    ['prepaid', 'credit', 7n],
    ['held', 'debit', -7n],
    ['held', 'credit', 7n],
    ['unapplied', 'debit', -7n],
    ['unapplied', 'credit', 7n],
  ] as const)('%s changes by its side: %s of 7 is %d', (name, side, change) => {
    expect(balanceChange(name, side, 7n)).toBe(change);
  });

  it('is told from a house account', () => {
    expect(asCustomerAccount(account('held'))).toBe('held');
    expect(asCustomerAccount(account('bank'))).toBeUndefined();
    expect(asCustomerAccount(account('revenue:setup'))).toBeUndefined();
  });
});
