import { type Lot, sumOf } from '../ledger/lots.ts';
import { type Currency, currencyDigits } from '../model/currency.ts';
import type { CalendarDate } from '../model/dates.ts';
import type { CustomerId } from '../model/ids.ts';
import type { LowBalancePolicy } from '../model/low-balance-policy.ts';
import { parseDecimal } from '../model/money.ts';

interface Account {
  readonly customerId: CustomerId;
  readonly customerGroup: string;
  readonly currency: Currency;
}

/**
 * Below which balance, in minor units, people are warned of a customer: his own level, else his group's, else the general
 * one, always of the same currency. Absent where there is none, and where it is zero: that warns never (G7).
 */
export function levelOf(policy: LowBalancePolicy, account: Account): bigint | undefined {
  const levels = policy.levels.filter(({ level }) => level.currency === account.currency);
  const own = levels.find(({ customerId }) => customerId === account.customerId);
  const group = levels.find(
    ({ customerId, customerGroup }) => customerId === undefined && customerGroup === account.customerGroup,
  );
  const general = levels.find(
    ({ customerId, customerGroup }) => customerId === undefined && customerGroup === undefined,
  );
  const level = (own ?? group ?? general)?.level;
  const minor = level && parseDecimal(level.value, currencyDigits(account.currency));
  return typeof minor === 'bigint' && minor > 0n ? minor : undefined;
}

/**
 * Prepaid money that may pay charges on a day, minor units: what is claimed has left the lots, what has expired pays
 * nothing any more, and a security deposit never does (C21).
 */
export function usableMinor(lots: readonly Lot[], today: CalendarDate): bigint {
  return sumOf(lots.filter(({ types, expires }) => types?.length !== 0 && (expires === undefined || today <= expires)));
}

/** Strictly below: a balance equal to the level is enough (G7). */
export function isLow(balanceMinor: bigint, levelMinor: bigint | undefined): boolean {
  return levelMinor !== undefined && balanceMinor < levelMinor;
}
