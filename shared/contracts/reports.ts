import * as z from 'zod';
import { calendarDateSchema } from '../model/dates.ts';
import { refuseField } from '../model/field-refusal.ts';
import { moneyWireSchema } from '../model/money.ts';
import { refuseWrongRange } from './charge-search.ts';
import { defineOperation } from './operation.ts';

/** What statistics of charges may be grouped by. */
export const chargeGroupings = ['type', 'reason', 'clerk', 'state', 'month', 'group'] as const;
export type ChargeGrouping = (typeof chargeGroupings)[number];

const groupBySchema = z
  .string()
  .max(40)
  .meta({ description: `One or two of ${chargeGroupings.join(', ')}, with a comma between`, example: 'type,month' })
  .transform((text, ctx): readonly ChargeGrouping[] => {
    const names = text.split(',');
    const known = chargeGroupings.filter((grouping) => names.includes(grouping));
    const isFine = known.length === names.length && names.length <= 2;
    return isFine ? known : refuseField(ctx, 'GROUPING_UNKNOWN', [], { known: chargeGroupings.join(', ') });
  });

const figuresWire = z.object({
  currency: z.string(),
  count: z.number().meta({ description: 'Charges submitted in the range, whatever became of them' }),
  amount: moneyWireSchema,
  postedCount: z.number(),
  postedAmount: moneyWireSchema,
  returnedCount: z.number().meta({ description: 'Those that stand returned now' }),
  rejectedCount: z.number(),
  revisionsAverage: z.string().meta({ description: 'Revisions a charge, one decimal; 1.0 when none came back' }),
  reviewHoursAverage: z
    .string()
    .optional()
    .meta({ description: 'Hours from the last submission to the last decision, one decimal, of those people decided' }),
});
export type ChargeFiguresWire = z.infer<typeof figuresWire>;

const chargeStatisticsWire = z
  .object({
    from: z.string(),
    to: z.string(),
    asOf: z.string(),
    rows: z.array(
      z.object({
        keys: z
          .object({
            type: z.string().optional(),
            reason: z.string().optional(),
            clerk: z.string().optional(),
            state: z.string().optional(),
            month: z.string().optional(),
            group: z.string().optional(),
          })
          .meta({ description: 'What the row is about, one value for each grouping asked for' }),
        ...figuresWire.shape,
      }),
    ),
    totals: z.array(figuresWire).meta({ description: 'Everything of the range, by currency' }),
  })
  .meta({ id: 'ChargeStatistics' });

export const chargeStatistics = defineOperation({
  id: 'chargeStatistics',
  method: 'GET',
  path: '/reports/charges',
  capability: 'reports',
  tag: 'Reports',
  summary: 'Counts, amounts and review times of charges',
  description:
    'Of the charges submitted between `from` and `to`, at most 366 days, as they stand now; sums are exact and kept apart by currency. `group` is the customer group. Who is a clerk only sees his own figures.',
  roles: ['clerk', 'reviewer', 'finance', 'manager', 'auditor', 'admin'],
  query: z
    .strictObject({ from: calendarDateSchema, to: calendarDateSchema, groupBy: groupBySchema })
    .superRefine(refuseWrongRange),
  success: {
    status: 200,
    description: 'Figures, by what they were grouped by and currency',
    body: chargeStatisticsWire,
  },
  problems: ['USER_DISABLED', 'REPORT_TOO_LARGE'],
});

const refundFiguresWire = z.object({
  currency: z.string(),
  count: z.number().meta({ description: 'Refunds asked for in the range, whatever became of them' }),
  amount: moneyWireSchema,
  paidCount: z.number(),
  paidNet: moneyWireSchema.meta({ description: 'What went back to customers, fees not in it' }),
});
export type RefundFiguresWire = z.infer<typeof refundFiguresWire>;

const refundRows = z.array(z.object({ key: z.string(), ...refundFiguresWire.shape }));

const refundStatisticsWire = z
  .object({
    from: z.string(),
    to: z.string(),
    asOf: z.string(),
    byReason: refundRows,
    bySource: refundRows,
    byState: refundRows,
    byMethod: refundRows,
    byMonth: refundRows,
    totals: z.array(
      z.object({
        ...refundFiguresWire.shape,
        fees: moneyWireSchema.meta({ description: 'Fees kept of what was paid' }),
        charged: moneyWireSchema.meta({ description: 'Charges submitted in the range that stand posted' }),
        refundRate: z.string().optional().meta({
          description: 'What went back, in percent of what was charged, two decimals; absent where nothing was',
        }),
        workingDaysToPay: z
          .string()
          .optional()
          .meta({ description: 'Median of the working days from asking to being paid, one decimal' }),
      }),
    ),
  })
  .meta({ id: 'RefundStatistics' });
export type RefundStatisticsWire = z.infer<typeof refundStatisticsWire>;

export const refundStatistics = defineOperation({
  id: 'refundStatistics',
  method: 'GET',
  path: '/reports/refunds',
  capability: 'reports',
  tag: 'Reports',
  summary: 'Why, how much and how fast money went back, and the refund rate',
  description:
    'Of the refunds asked for between `from` and `to`, at most 366 days, as they stand now; sums are exact and kept apart by currency. What was paid counts once its payout is recorded.',
  roles: ['finance', 'manager', 'auditor', 'admin'],
  query: z.strictObject({ from: calendarDateSchema, to: calendarDateSchema }).superRefine(refuseWrongRange),
  success: {
    status: 200,
    description: 'Figures, by reason, source, state, method and month',
    body: refundStatisticsWire,
  },
  problems: ['USER_DISABLED', 'REPORT_TOO_LARGE'],
});
