import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Head } from '../ledger/journal-entry.ts';
import { type Currency, currencyDigits } from '../model/currency.ts';
import { addDays, type CalendarDate } from '../model/dates.ts';
import type { LotTerms } from '../model/deposit.ts';
import type { DepositPolicy } from '../model/deposit-policy.ts';
import { type Money, type MoneyWire, moneyText, parseDecimal } from '../model/money.ts';

/**
 * Holds what somebody deposits against the policy (C15, C19): the purpose is one of it, and the amount lies between its
 * smallest and largest. Refuses with DEPOSIT_PURPOSE_UNKNOWN, DEPOSIT_TOO_SMALL, DEPOSIT_TOO_LARGE.
 */
export function holdAgainstPolicy(policy: DepositPolicy, amount: Money, purpose: string): void {
  if (!policy.purposes.some(({ code }) => code === purpose)) {
    const known = policy.purposes.map(({ code }) => code).join(', ');
    throw new DomainError('DEPOSIT_PURPOSE_UNKNOWN', { purpose, known });
  }
  const smallest = limitOf(policy, 'smallest', amount.currency);
  if (smallest !== undefined && amount.minor < smallest.minor) {
    throw new DomainError('DEPOSIT_TOO_SMALL', { amount: moneyText(amount), smallest: moneyText(smallest) });
  }
  const largest = limitOf(policy, 'largest', amount.currency);
  if (largest !== undefined && amount.minor > largest.minor) {
    throw new DomainError('DEPOSIT_TOO_LARGE', { amount: moneyText(amount), largest: moneyText(largest) });
  }
}

/**
 * Refuses with DEPOSIT_ABOVE_CEILING when a customer would have more prepaid money than the policy allows. Asked where
 * the money counts, with the head it is posted to, so that two deposits at once cannot pass together.
 */
export function refuseAboveCeiling(policy: DepositPolicy, amount: Money, { balances }: Pick<Head, 'balances'>): void {
  const ceiling = limitOf(policy, 'mostInAll', amount.currency);
  if (ceiling === undefined || balances.prepaid + amount.minor <= ceiling.minor) return;
  const has = moneyText({ ...amount, minor: balances.prepaid });
  throw new DomainError('DEPOSIT_ABOVE_CEILING', { amount: moneyText(amount), has, ceiling: moneyText(ceiling) });
}

/** What a purpose of the policy makes of money that arrives on a day (C21); before its arrival it has no end. */
export function termsOf(policy: DepositPolicy, purpose: string, arrivedOn?: CalendarDate): LotTerms {
  const found = policy.purposes.find(({ code }) => code === purpose);
  invariant(found !== undefined, `the deposit policy knows the purpose ${purpose}`);
  const { chargeTypes, expiresAfterDays, isRefundable } = found;
  return {
    ...(chargeTypes === undefined ? {} : { types: chargeTypes }),
    ...(expiresAfterDays === undefined || arrivedOn === undefined
      ? {}
      : { expires: addDays(arrivedOn, expiresAfterDays) }),
    ...(isRefundable ? {} : { isFixed: true }),
  };
}

type Limit = 'smallest' | 'largest' | 'mostInAll';

function limitOf({ limits }: DepositPolicy, limit: Limit, currency: Currency): Money | undefined {
  const wire = limits.map((each): MoneyWire | undefined => each[limit]).find((each) => each?.currency === currency);
  if (wire === undefined) return undefined;
  const minor = parseDecimal(wire.value, currencyDigits(currency));
  invariant(typeof minor === 'bigint', 'a limit of the deposit policy is an amount of its currency');
  return { minor, currency };
}
