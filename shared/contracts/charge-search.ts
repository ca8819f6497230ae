import * as z from 'zod';
import { chargeTypeSchema, reasonCodeSchema } from '../model/charge.ts';
import { chargeStates } from '../model/charge-request.ts';
import { type Currency, currencies, currencyDigits } from '../model/currency.ts';
import { type CalendarDate, calendarDateSchema, daysFrom } from '../model/dates.ts';
import { refuseField } from '../model/field-refusal.ts';
import { customerIdSchema, userIdSchema } from '../model/ids.ts';
import { parseDecimal } from '../model/money.ts';
import { pagingShape } from './paging.ts';

/** A leap year: the longest range that one search or one report looks at. */
export const longestRangeDays = 366;

type Issues = Parameters<typeof refuseField>[0];

const amountText = (description: string) => z.string().max(40).optional().meta({ description });

const searchShape = {
  customerId: customerIdSchema.optional(),
  date: calendarDateSchema
    .optional()
    .meta({ description: 'Submitted on this business date; instead of `from` and `to`' }),
  from: calendarDateSchema.optional().meta({ description: 'Submitted on this business date or later' }),
  to: calendarDateSchema.optional().meta({ description: 'Submitted on this business date or earlier' }),
  state: z.enum(chargeStates).optional(),
  type: chargeTypeSchema.optional(),
  reasonCode: reasonCodeSchema.optional(),
  maker: userIdSchema.optional().meta({ description: 'Who entered it', example: 'wang.fang' }),
  currency: z.enum(currencies as [Currency, ...Currency[]]).optional(),
  minAmount: amountText('Decimal string; needs `currency`'),
  maxAmount: amountText('Decimal string; needs `currency`'),
  periodFrom: calendarDateSchema
    .optional()
    .meta({ description: 'Charged for a period that ends on this day or later' }),
  periodTo: calendarDateSchema
    .optional()
    .meta({ description: 'Charged for a period that begins on this day or earlier' }),
  ...pagingShape,
};

/** What charges may be searched by (A26); all of it together. */
export const chargeSearchSchema = z.strictObject(searchShape).superRefine((query, ctx) => {
  refuseWrongRange(query, ctx);
  for (const field of ['minAmount', 'maxAmount'] as const) refuseWrongAmount(query, field, ctx);
});
export type ChargeSearch = z.output<typeof chargeSearchSchema>;

/** A range of business dates runs forwards and is at most a year long. */
export function refuseWrongRange(
  { from, to }: { readonly from?: CalendarDate | undefined; readonly to?: CalendarDate | undefined },
  ctx: Issues,
): void {
  if (from === undefined || to === undefined) return;
  if (to < from) refuseField(ctx, 'PERIOD_ENDS_BEFORE_START', ['to'], { start: from, end: to });
  else if (daysFrom(from, to) > longestRangeDays) {
    refuseField(ctx, 'RANGE_TOO_LONG', ['to'], { limit: String(longestRangeDays) });
  }
}

/** Amounts of two currencies are not comparable, so a bound says which one it means. */
function refuseWrongAmount(query: ChargeSearch, field: 'minAmount' | 'maxAmount', ctx: Issues): void {
  const given = query[field];
  if (given === undefined) return;
  if (query.currency === undefined) {
    refuseField(ctx, 'CURRENCY_MISSING', ['currency'], { field });
  } else {
    const digits = currencyDigits(query.currency);
    const minor = parseDecimal(given, digits);
    const params = { given, currency: query.currency, digits: String(digits) };
    if (typeof minor === 'string') refuseField(ctx, minor, [field], params);
  }
}
