import * as z from 'zod';
import { chargeTypeSchema } from './charge.ts';
import { depositPurposeSchema } from './deposit.ts';
import { policyAmountSchema, refuseTwice, refuseUnordered } from './policy-amounts.ts';
import { lineSchema, paragraphSchema } from './text.ts';

/** A purpose (用途) of prepaid money, and what it limits (C19, C21). */
const purposeSchema = z.strictObject({
  code: depositPurposeSchema,
  name: z.strictObject({ 'zh-CN': lineSchema(1, 60), en: lineSchema(1, 60) }),
  /** Charge types it pays; absent: all; an empty list: none, a security deposit (押金). */
  chargeTypes: z.array(chargeTypeSchema).max(8).optional(),
  isRefundable: z.boolean(),
  /** It pays charges for so many days after its arrival; absent: without limit. */
  expiresAfterDays: z.number().int().min(1).max(3650).optional(),
});

/** Deposit policy (C20): customers must be able to read it. */
export const depositPolicySchema = z
  .strictObject({
    purposes: z.array(purposeSchema).min(1).max(20),
    /** The smallest and the largest deposit, and how much prepaid money a customer may have at most, by currency. */
    limits: z
      .array(
        z.strictObject({
          smallest: policyAmountSchema.optional(),
          largest: policyAmountSchema.optional(),
          mostInAll: policyAmountSchema.optional(),
        }),
      )
      .max(20),
    text: z.strictObject({ 'zh-CN': paragraphSchema(10, 2000), en: paragraphSchema(10, 2000) }),
  })
  .superRefine(({ purposes, limits }, ctx) => {
    refuseTwice(
      ctx,
      purposes.map(({ code }) => code),
      (index) => ['purposes', index, 'code'],
    );
    for (const [index, { chargeTypes = [] }] of purposes.entries()) {
      refuseTwice(ctx, chargeTypes, (type) => ['purposes', index, 'chargeTypes', type]);
    }
    for (const [index, { smallest, largest, mostInAll }] of limits.entries()) {
      if ((smallest ?? largest ?? mostInAll) === undefined) {
        ctx.issues.push({
          code: 'invalid_type',
          expected: 'object',
          path: ['limits', index, 'smallest'],
          input: undefined,
        });
      }
      refuseUnordered(ctx, { smallest, largest, mostInAll }, ['limits', index]);
    }
    const currencies = limits.map(
      ({ smallest, largest, mostInAll }) => (smallest ?? largest ?? mostInAll)?.currency ?? '',
    );
    refuseTwice(ctx, currencies, (index) => ['limits', index]);
  });
export type DepositPolicy = z.output<typeof depositPolicySchema>;
