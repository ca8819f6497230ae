import * as z from 'zod';
import { paymentMethodSchema } from './arrival.ts';
import { customerGroupSchema } from './customer.ts';
import { policyAmountSchema, refuseTwice, refuseUnordered } from './policy-amounts.ts';
import { refundReasonSchema } from './refund.ts';
import { refuseShadowed } from './rule-order.ts';
import { paragraphSchema } from './text.ts';
import { voucherKindSchema } from './voucher.ts';

const sources = ['prepaid', 'unapplied', 'charge'] as const;

/** What one source's refunds are bound by; the first rule that fits source, reason and customer group decides. */
const ruleSchema = z
  .strictObject({
    source: z.enum(sources).optional(),
    reason: refundReasonSchema.optional(),
    customerGroup: customerGroupSchema.optional(),
    /** Whether it may be refunded at all. */
    isAllowed: z.boolean(),
    /** Days (期限) from the charge's posting, or the deposit's arrival where one is named; absent: without limit. */
    windowDays: z.number().int().min(0).max(3650).optional(),
    /** The fee (手续费) in hundredths of a percent of the amount, rounded half up to the minor unit. */
    feeBasisPoints: z.number().int().min(0).max(10_000),
    /** The fee is at least and at most so much, where its currency is the refund's. */
    feeAtLeast: policyAmountSchema.optional(),
    feeAtMost: policyAmountSchema.optional(),
    /** Papers that must be named when it is asked for: one of each kind. */
    papers: z.array(voucherKindSchema).max(4),
  })
  .superRefine(({ papers, feeAtLeast, feeAtMost }, ctx) => {
    refuseTwice(ctx, papers, (index) => ['papers', index]);
    refuseUnordered(ctx, { feeAtLeast, feeAtMost });
  });

/** Refund policy (B17): published, readable by customers before they ask. */
export const refundPolicySchema = z
  .strictObject({
    rules: z.array(ruleSchema).min(1).max(50),
    /** Working days from approval to the money being back, by method (B25). */
    workingDays: z.record(paymentMethodSchema, z.number().int().min(0).max(60)),
    /** Working days that all stages of review are promised to take together. */
    reviewWorkingDays: z.number().int().min(0).max(60),
    /** A request that is not paid so many days after it was asked for ends by itself and frees the money. */
    expiresAfterDays: z.number().int().min(1).max(365),
    /** Requests within so many days count together against splitting (H5). */
    splittingWindowDays: z.number().int().min(1).max(60),
    /** What customers read. */
    text: z.strictObject({ 'zh-CN': paragraphSchema(10, 2000), en: paragraphSchema(10, 2000) }),
  })
  .superRefine(({ rules }, ctx) =>
    refuseShadowed(ctx, rules, ({ source, reason, customerGroup }) => ({ source, reason, customerGroup })),
  );
export type RefundPolicy = z.output<typeof refundPolicySchema>;
