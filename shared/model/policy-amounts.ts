import type { Currency } from './currency.ts';
import { currencyDigits } from './currency.ts';
import { refuseField } from './field-refusal.ts';
import { amountFromZeroSchema, type MoneyWire, parseDecimal, positiveMoneySchema, toWire } from './money.ts';

/** Amounts of a policy are checked like all others and kept as the wire has them, with all decimals of the currency. */
export const policyAmountSchema = positiveMoneySchema.transform(toWire);
export const policyLevelSchema = amountFromZeroSchema.transform(toWire);

type Context = Parameters<typeof refuseField>[0];

/** Refuses amounts that are not of one currency, or of which a later one is below an earlier one; absent ones are passed over. */
export function refuseUnordered(
  ctx: Context,
  amounts: Readonly<Record<string, MoneyWire | undefined>>,
  within: readonly (string | number)[] = [],
): void {
  let least: MoneyWire | undefined;
  for (const [name, amount] of Object.entries(amounts)) {
    if (amount === undefined) continue;
    if (least !== undefined && amount.currency !== least.currency) {
      const params = { given: amount.currency, expected: least.currency };
      refuseField(ctx, 'CURRENCIES_DIFFER', [...within, name, 'currency'], params);
    } else if (least !== undefined && minorOf(amount) < minorOf(least)) {
      const params = { given: amount.value, least: least.value };
      refuseField(ctx, 'LIMITS_CROSSED', [...within, name, 'value'], params);
    }
    least ??= amount;
  }
}

/** Refuses every value that stands in a list a second time; `pathOf` leads to the one at an index. */
export function refuseTwice(
  ctx: Context,
  values: readonly string[],
  pathOf: (index: number) => (string | number)[],
): void {
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) < index) refuseField(ctx, 'NAMED_TWICE', pathOf(index), { given: value });
  }
}

function minorOf({ value, currency }: MoneyWire): bigint {
  const minor = parseDecimal(value, currencyDigits(currency as Currency));
  return typeof minor === 'bigint' ? minor : 0n;
}
