import * as z from 'zod';
import { type Currency, currencies, currencyDigits, isCurrency } from './currency.ts';
import { refuseField } from './field-refusal.ts';

/** An amount of money in whole minor units (分, cents) of one currency. Floats never touch it. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** The largest amount of one document: a thousand billion minor units, well inside a DynamoDB number. */
export const largestAmountMinor = 999_999_999_999_999n;

const decimalPattern = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads a decimal string such as `1250.00` as minor units.
 * Returns the refusal's code when the text is no plain decimal, has more digits than the currency, or is too large.
 */
export function parseDecimal(
  text: string,
  digits: number,
  largest = largestAmountMinor,
): bigint | 'AMOUNT_FORMAT' | 'AMOUNT_DECIMALS' | 'AMOUNT_TOO_LARGE' {
  const match = decimalPattern.exec(text);
  if (match === null) return 'AMOUNT_FORMAT';
  const [, sign, whole = '', fraction = ''] = match;
  if (fraction.length > digits) return 'AMOUNT_DECIMALS';
  const minor = BigInt(whole + fraction.padEnd(digits, '0'));
  if (minor > largest) return 'AMOUNT_TOO_LARGE';
  return sign === '-' ? -minor : minor;
}

/** Writes minor units as the decimal string of the currency: `125000n` CNY is `1250.00`. */
export function formatDecimal(minor: bigint, digits: number): string {
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`;
  return `${minor < 0n ? '-' : ''}${whole}${fraction}`;
}

/** The wire form of money: a decimal string with its currency. */
export const moneyWireSchema = z
  .object({
    value: z
      .string()
      .max(40)
      .meta({ description: 'Decimal string, as many decimals as the currency has', example: '1250.00' }),
    currency: z.string().max(10).meta({ description: 'ISO 4217 code', example: 'CNY' }),
  })
  .meta({ id: 'Money' });
export type MoneyWire = z.infer<typeof moneyWireSchema>;

export function toWire(money: Money): MoneyWire {
  return { value: formatDecimal(money.minor, currencyDigits(money.currency)), currency: money.currency };
}

type WireContext = Parameters<typeof refuseField>[0];

function readMoney(wire: MoneyWire, ctx: WireContext): Money {
  if (!isCurrency(wire.currency)) {
    return refuseField(ctx, 'UNKNOWN_CURRENCY', ['currency'], { given: wire.currency, known: currencies.join(' ') });
  }
  const digits = currencyDigits(wire.currency);
  const minor = parseDecimal(wire.value, digits);
  if (typeof minor === 'string') {
    return refuseField(ctx, minor, ['value'], { given: wire.value, currency: wire.currency, digits: String(digits) });
  }
  return { minor, currency: wire.currency };
}

/** A positive amount on the wire, read into minor units; refuses each fault by its own code (A4, A48). */
export const positiveMoneySchema = z.strictObject(moneyWireSchema.shape).transform((wire, ctx): Money => {
  const money = readMoney(wire, ctx);
  if (ctx.issues.length > 0 || money.minor > 0n) return money;
  return refuseField(ctx, 'AMOUNT_NOT_POSITIVE', ['value'], { given: wire.value });
});

/** An amount on the wire that may be zero, such as a level nobody is warned below (G7). */
export const amountFromZeroSchema = z.strictObject(moneyWireSchema.shape).transform((wire, ctx): Money => {
  const money = readMoney(wire, ctx);
  if (ctx.issues.length > 0 || money.minor >= 0n) return money;
  return refuseField(ctx, 'AMOUNT_FORMAT', ['value'], { given: wire.value });
});

/** An amount as a sentence writes it: `CNY 1250.00`. */
export function moneyText({ minor, currency }: Money): string {
  return `${currency} ${formatDecimal(minor, currencyDigits(currency))}`;
}
