import { invariant } from '../errors/invariant.ts';

/** A customer's own accounts, one set per currency; their balances stand on the customer's head (ledger.md, Accounts). */
export const customerAccounts = ['receivable', 'prepaid', 'held', 'unapplied'] as const;
export type CustomerAccount = (typeof customerAccounts)[number];

const houseAccountKinds = [
  'revenue',
  'tax-payable',
  'clearing',
  'bank',
  'refund-fee-income',
  'late-fee-income',
  'bad-debt',
  'bad-debt-recovered',
  'suspense',
] as const;

/** An account in a posting: a customer's own, or a house account with its detail, such as `revenue:setup`. */
export type Account = string & { readonly __account: true };

export type Side = 'debit' | 'credit';

/** The side that makes a customer account larger: receivable is an asset, the rest are liabilities. */
const normalSide: Record<CustomerAccount, Side> = {
  receivable: 'debit',
  prepaid: 'credit',
  held: 'credit',
  unapplied: 'credit',
};

const detailPattern = /^[a-z0-9][a-z0-9.-]{0,40}$/;
const detailedKinds = new Set(['revenue', 'tax-payable', 'clearing']);

/** Reads the name of an account; anything that is not in the chart of accounts is an invariant's failure. */
export function account(name: string): Account {
  const [kind = '', detail, ...rest] = name.split(':');
  const known =
    (customerAccounts as readonly string[]).includes(kind) || (houseAccountKinds as readonly string[]).includes(kind);
  invariant(known && rest.length === 0, `there is no account ${name}`);
  const wantsDetail = detailedKinds.has(kind);
  invariant(wantsDetail === (detail !== undefined), `account ${name} has a wrong detail`);
  invariant(detail === undefined || detailPattern.test(detail), `account ${name} has a wrong detail`);
  return name as Account;
}

/** The kind an account belongs to: `revenue:setup` is `revenue`. */
export function accountKind(name: Account): string {
  return name.split(':', 1)[0] ?? name;
}

/** The customer account a posting's account is, if it is one. */
export function asCustomerAccount(name: Account): CustomerAccount | undefined {
  return customerAccounts.find((candidate) => candidate === (name as string));
}

/** What a posting does to a customer account's balance: plus on its normal side, minus on the other. */
export function balanceChange(name: CustomerAccount, side: Side, amountMinor: bigint): bigint {
  return normalSide[name] === side ? amountMinor : -amountMinor;
}
