import * as z from 'zod';
import { chargeTypeSchema } from './charge.ts';
import { type Currency, currencies } from './currency.ts';
import { customerGroupSchema } from './customer.ts';
import { approvingRoleSchema } from './role.ts';

export const stageSchema = z.strictObject({
  role: approvingRoleSchema,
  deadlineHours: z.number().int().min(1).max(720).meta({ description: 'Hours until the stage is due' }),
});

/** One band of amounts: up to and including `upToMinor` (minor units); `null` means without limit. */
const tierSchema = z.strictObject({
  upToMinor: z.bigint().nullable(),
  stages: z.array(stageSchema).max(3),
});

/** A tier that stands before a lower one would never be asked, or would let everything pass. */
function ascends(tiers: readonly { upToMinor: bigint | null }[]): boolean {
  return tiers.every(({ upToMinor }, index) => {
    const before = tiers[index - 1]?.upToMinor;
    if (upToMinor === null) return index === tiers.length - 1;
    return upToMinor > 0n && before !== null && (before === undefined || before < upToMinor);
  });
}

/** Requests that pass through stages. */
export const reviewedKinds = ['charge', 'refund', 'correction'] as const;
export type ReviewedKind = (typeof reviewedKinds)[number];

const ruleSchema = z.strictObject({
  /** Absent: charges. Somebody always has to approve a refund or a correction (B8, A38). */
  kind: z.enum(reviewedKinds).optional(),
  type: chargeTypeSchema.optional(),
  customerGroup: customerGroupSchema.optional(),
  currency: z.enum(currencies as [Currency, ...Currency[]]),
  tiers: z.array(tierSchema).min(1).refine(ascends, 'tiers ascend, and the one without limit comes last'),
});

/** What happens when nobody decides (F15). */
const silenceSchema = z.strictObject({
  /** Hours before a stage is due at which its people are reminded, once; a short stage is reminded at half its time. */
  remindBeforeHours: z.number().int().min(1).max(720),
  /** Hours after a stage was due at which it is handed to another role as well, once. */
  escalateAfterHours: z.number().int().min(0).max(720),
  escalateTo: approvingRoleSchema,
});
export type SilencePolicy = z.infer<typeof silenceSchema>;

/** Which approvals a charge needs, as versioned data (product.md, Policies; F15). */
export const approvalPolicySchema = z.strictObject({
  version: z.number().int().min(0),
  effectiveAt: z.iso.datetime(),
  /**
   * Whether prepaid money pays a charge at once, and what happens when it does not reach (C10): `when-covered` bills all
   * of it, `partly` uses what there is and bills the rest, `block` refuses to post it. A shortfall is always told.
   */
  prepaidUse: z.enum(['never', 'when-covered', 'partly', 'block']),
  rules: z.array(ruleSchema),
  /** What a currency without a rule needs. */
  otherwise: z.array(stageSchema).min(1).max(3),
  /** What happens when nobody decides; a version written before there was such a rule goes by the built-in one. */
  silence: silenceSchema.optional(),
  /** Charges of a customer within so many hours count together against splitting (H5); absent: 24; 0: they do not. */
  splittingWindowHours: z.number().int().min(0).max(720).optional(),
});
export type ApprovalPolicy = z.infer<typeof approvalPolicySchema>;
export type ApprovalStage = z.infer<typeof stageSchema>;
