import * as z from 'zod';
import { chargeTypeSchema, type DraftContent, draftContentSchema, reasonCodeSchema } from './charge.ts';
import { type Currency, currencies } from './currency.ts';
import { customerGroupSchema } from './customer.ts';
import { type CalendarDate, calendarDateSchema, type Instant } from './dates.ts';
import type { TemplateId, UserId } from './ids.ts';
import { type MoneyWire, toWire } from './money.ts';
import { lineSchema } from './text.ts';

/** Which days a charge of the template is for, counted from the business day it is entered on. */
const periodRules = ['this-month', 'last-month', 'next-month', 'this-quarter', 'none'] as const;
const periodRuleSchema = z.enum(periodRules);
export type PeriodRule = (typeof periodRules)[number];

/** What a template or a rule can fill in: what is the same each time. Period and vouchers are of one charge. */
const fillSchema = draftContentSchema.omit({ period: true, vouchers: true, effectiveDate: true });

/** Parts of a charge as requests and answers write them; money as decimal strings. */
export interface ChargeFill extends Omit<DraftContent, 'amount'> {
  readonly amount?: MoneyWire | undefined;
}

/** Parsed content as the wire has it, in its one normal form. */
export function fillOf({ amount, ...content }: DraftContent): ChargeFill {
  return { ...content, ...(amount === undefined ? {} : { amount: toWire(amount) }) };
}

/** What an admin, a manager or finance says of a template (A50–A52). */
export const templateContentSchema = z.strictObject({
  name: lineSchema(2, 60),
  customerGroup: customerGroupSchema
    .optional()
    .meta({ description: 'Only for customers of this group; absent: for all' }),
  scenario: lineSchema(2, 60).optional().meta({ description: 'When it is used', example: '月度固定服务费' }),
  content: fillSchema,
  voucherHint: lineSchema(2, 120).optional().meta({ description: 'Which vouchers such a charge needs' }),
  periodRule: periodRuleSchema.default('none'),
  reviewBy: calendarDateSchema.meta({
    description: 'Until when somebody looks whether it is still right; a year ahead at most',
  }),
});
export type TemplateContent = Omit<z.output<typeof templateContentSchema>, 'content'> & {
  readonly content: ChargeFill;
};

/** One version of a template; versions never change, a change is the next. */
export interface ChargeTemplate extends TemplateContent {
  readonly id: TemplateId;
  readonly version: number;
  readonly state: 'active' | 'retired';
  /** Why it was retired. */
  readonly reason?: string;
  readonly changedAt: Instant;
  readonly changedBy: UserId;
  readonly keyPrint: string;
  readonly bodyPrint: string;
}

/** Whether nobody looked at a template in time (A52). */
export function isReviewOverdue({ reviewBy }: Pick<ChargeTemplate, 'reviewBy'>, today: CalendarDate): boolean {
  return reviewBy < today;
}

const ruleSchema = z.strictObject({
  name: lineSchema(2, 60),
  when: z.strictObject({
    customerGroup: customerGroupSchema.optional(),
    customerKind: z.enum(['company', 'person']).optional(),
    type: chargeTypeSchema.optional(),
    reasonCode: reasonCodeSchema.optional(),
    currency: z.enum(currencies as [Currency, ...Currency[]]).optional(),
  }),
  fill: fillSchema,
  periodRule: periodRuleSchema.default('none'),
});

/** The rules of autofill, the first that fits a field wins (A61). */
export const autofillRulesSchema = z.strictObject({ rules: z.array(ruleSchema).max(100) });
export type AutofillRulesBody = z.output<typeof autofillRulesSchema>;

export interface AutofillRule extends Omit<AutofillRulesBody['rules'][number], 'fill'> {
  readonly fill: ChargeFill;
}

export interface AutofillRules {
  readonly rules: readonly AutofillRule[];
}
