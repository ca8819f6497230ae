import * as z from 'zod';
import { currencyDigits } from './currency.ts';
import { calendarDateSchema, periodSchema } from './dates.ts';
import { refuseField } from './field-refusal.ts';
import { formatDecimal, type Money, parseDecimal, positiveMoneySchema } from './money.ts';
import { lineSchema, paragraphSchema } from './text.ts';
import { voucherReferenceSchema } from './voucher.ts';

/** Charge types; each has a revenue account of its own (`revenue:<type>`). Type comes before amount (A13). */
export const chargeTypes = [
  'subscription',
  'usage',
  'setup',
  'service',
  'upgrade',
  'training',
  'material',
  'other',
] as const;
export const chargeTypeSchema = z.enum(chargeTypes);
export type ChargeType = z.infer<typeof chargeTypeSchema>;

/** Why the customer is charged (A1): miscalculated earlier, upgraded, asked for more, or other with its text. */
export const reasonCodes = ['miscalculation', 'upgrade', 'added-items', 'other'] as const;
export const reasonCodeSchema = z.enum(reasonCodes);
export type ReasonCode = z.infer<typeof reasonCodeSchema>;

const unitDecimal = (description: string, example: string) => z.string().max(24).meta({ description, example });

const basisLineSchema = z.strictObject({
  description: lineSchema(1, 60),
  quantity: unitDecimal('Decimal, up to 6 decimals', '2'),
  unitPrice: unitDecimal('Decimal in the currency of the charge, up to 6 decimals', '625.00'),
});

/** How the amount came about (A4): a sentence, and lines that sum to the amount where it was computed. */
export const basisSchema = z.strictObject({
  text: paragraphSchema(1, 300),
  lines: z.array(basisLineSchema).max(20).optional(),
});
export type Basis = z.output<typeof basisSchema>;

/** What a charge says: everything the clerk enters besides the customer. */
const contentShape = {
  type: chargeTypeSchema,
  reason: z.strictObject({ code: reasonCodeSchema, text: paragraphSchema(5, 300) }),
  amount: positiveMoneySchema,
  basis: basisSchema,
  period: periodSchema,
  vouchers: z.array(voucherReferenceSchema).max(10).default([]),
  effectiveDate: calendarDateSchema.optional(),
};

const contentObject = z.strictObject(contentShape);
export type ChargeContent = z.output<typeof contentObject>;

/** Adds a rule over several fields that also works on the extended object. */
function refuseWrongBasis(content: { amount: Money; basis: Basis }, ctx: Parameters<typeof refuseField>[0]): void {
  const lines = content.basis.lines ?? [];
  if (lines.length === 0) return;
  const digits = currencyDigits(content.amount.currency);
  const amounts = lines.map((line) => lineAmountMinor(line, digits));
  for (const [index, amount] of amounts.entries()) {
    if (typeof amount === 'bigint') continue;
    refuseField(ctx, amount.refusal, ['basis', 'lines', index, amount.field], amount.params);
  }
  const minors = amounts.filter((amount) => typeof amount === 'bigint');
  const sum = minors.reduce((total, minor) => total + minor, 0n);
  if (minors.length === amounts.length && sum !== content.amount.minor) {
    const params = { sum: formatDecimal(sum, digits), amount: formatDecimal(content.amount.minor, digits) };
    refuseField(ctx, 'BASIS_SUM_MISMATCH', ['basis', 'lines'], params);
  }
}

const unitDigits = 6;
/** Quantities and prices go as far as amounts do, with six decimals. */
const largestUnit = 999_999_999_999_999_999_999n;

interface LineRefusal {
  readonly field: 'quantity' | 'unitPrice';
  readonly refusal: 'AMOUNT_FORMAT' | 'AMOUNT_DECIMALS' | 'AMOUNT_TOO_LARGE';
  readonly params: Record<string, string>;
}

/** Quantity times unit price in minor units, rounded half up once per line. */
function lineAmountMinor(line: { quantity: string; unitPrice: string }, digits: number): bigint | LineRefusal {
  const factors: bigint[] = [];
  for (const field of ['quantity', 'unitPrice'] as const) {
    const factor = parseDecimal(line[field], unitDigits, largestUnit);
    if (typeof factor === 'string') {
      return { field, refusal: factor, params: { given: line[field], currency: field, digits: String(unitDigits) } };
    }
    factors.push(factor);
  }
  const scale = 10n ** BigInt(2 * unitDigits - digits);
  const product = factors.reduce((total, factor) => total * factor, 1n);
  const half = scale / 2n;
  return product >= 0n ? (product + half) / scale : -((-product + half) / scale);
}

/**
 * What a clerk has of a charge so far (A14): any part of it may be missing, but what is there is well-formed. Whether it
 * holds together is asked when it is submitted.
 */
export const draftContentSchema = z.strictObject({
  type: chargeTypeSchema.optional(),
  reason: z.strictObject({ code: reasonCodeSchema.optional(), text: paragraphSchema(0, 300).optional() }).optional(),
  amount: positiveMoneySchema.optional(),
  basis: z
    .strictObject({ text: paragraphSchema(0, 300).optional(), lines: z.array(basisLineSchema).max(20).optional() })
    .optional(),
  period: z.strictObject({ start: calendarDateSchema.optional(), end: calendarDateSchema.optional() }).optional(),
  vouchers: z.array(voucherReferenceSchema).max(10).optional(),
  effectiveDate: calendarDateSchema.optional(),
});
export type DraftContent = z.output<typeof draftContentSchema>;

export const chargeContentSchema = contentObject.superRefine(refuseWrongBasis);

export { contentShape as chargeContentShape, refuseWrongBasis };
