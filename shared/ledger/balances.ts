import { asCustomerAccount, balanceChange, type CustomerAccount, customerAccounts } from './accounts.ts';
import type { Posting } from './posting-rules.ts';

/** A customer's balances in one currency, in minor units, each positive on its account's normal side. */
export type Balances = Readonly<Record<CustomerAccount, bigint>>;

export const zeroBalances: Balances = { receivable: 0n, prepaid: 0n, held: 0n, unapplied: 0n };

/** Balances after some postings; house accounts are not kept here (they are folds of the entries). */
export function applyPostings(before: Balances, postings: readonly Posting[]): Balances {
  const after: Record<CustomerAccount, bigint> = { ...before };
  for (const { account, side, amountMinor } of postings) {
    const own = asCustomerAccount(account);
    if (own !== undefined) after[own] += balanceChange(own, side, amountMinor);
  }
  return after;
}

/** The first account that would go below zero, if any: prepaid, held and unapplied money cannot be overdrawn (promise 4). */
export function overdrawn(balances: Balances): CustomerAccount | undefined {
  return customerAccounts.find((name) => balances[name] < 0n);
}

export function sameBalances(a: Balances, b: Balances): boolean {
  return customerAccounts.every((name) => a[name] === b[name]);
}
