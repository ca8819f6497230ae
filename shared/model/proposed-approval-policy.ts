import * as z from 'zod';
import { type ApprovalPolicy, approvalPolicySchema, reviewedKinds, stageSchema } from './approval-policy.ts';
import { chargeTypeSchema } from './charge.ts';
import { currencies, currencyDigits, isCurrency } from './currency.ts';
import { customerGroupSchema } from './customer.ts';
import { refuseField } from './field-refusal.ts';
import { parseDecimal } from './money.ts';
import { refuseShadowed } from './rule-order.ts';

/** What a version of the approval policy says, whatever its number and time. */
export type ApprovalContent = Omit<ApprovalPolicy, 'version' | 'effectiveAt'>;
type Tier = ApprovalPolicy['rules'][number]['tiers'][number];

const tierWire = z.strictObject({
  upTo: z.string().max(40).optional().meta({
    description: 'Up to and including this decimal amount; absent: without limit',
    example: '500.00',
  }),
  stages: z
    .array(stageSchema)
    .max(3)
    .meta({ description: 'Who approves, one after the other; none: policy passes it' }),
});

/** A rule as it is sent, its limits read into minor units. Somebody always has to approve a refund or a correction. */
const ruleWire = z
  .strictObject({
    kind: z.enum(reviewedKinds).optional().meta({ description: 'Absent: charges' }),
    type: chargeTypeSchema.optional(),
    customerGroup: customerGroupSchema.optional(),
    currency: z.string().max(10).meta({ description: 'ISO 4217 code', example: 'CNY' }),
    tiers: z.array(tierWire).min(1).max(10),
  })
  .transform(({ currency, tiers, ...rule }, ctx): ApprovalPolicy['rules'][number] => {
    if (!isCurrency(currency)) {
      return refuseField(ctx, 'UNKNOWN_CURRENCY', ['currency'], { given: currency, known: currencies.join(' ') });
    }
    const isCharge = (rule.kind ?? 'charge') === 'charge';
    if (!isCharge && rule.type !== undefined) {
      refuseField(ctx, 'NOT_BOTH', ['type'], { one: `kind ${rule.kind}`, other: 'type' });
    }
    let limit: bigint | null = 0n;
    const read: Tier[] = [];
    for (const [index, { upTo, stages }] of tiers.entries()) {
      const upToMinor = upTo === undefined ? null : parseDecimal(upTo, currencyDigits(currency));
      const path = ['tiers', index, 'upTo'];
      if (typeof upToMinor === 'string') {
        const digits = String(currencyDigits(currency));
        return refuseField(ctx, upToMinor, path, { given: upTo ?? '', currency, digits });
      }
      if (limit === null || (upToMinor !== null && upToMinor <= limit)) {
        return refuseField(ctx, 'TIERS_NOT_ASCENDING', path, { given: upTo ?? '…' });
      }
      if (!isCharge && stages.length === 0) refuseField(ctx, 'STAGE_MISSING', ['tiers', index, 'stages'], {});
      limit = upToMinor;
      read.push({ upToMinor, stages });
    }
    return { ...rule, currency, tiers: read };
  });

/** The approval policy as it is proposed: amounts are decimal strings, as `GET /policies/approval` shows them (F15). */
export const proposedApprovalPolicySchema = z
  .strictObject({
    prepaidUse: approvalPolicySchema.shape.prepaidUse,
    rules: z.array(ruleWire).max(200),
    otherwise: approvalPolicySchema.shape.otherwise,
    silence: approvalPolicySchema.shape.silence,
    splittingWindowHours: approvalPolicySchema.shape.splittingWindowHours,
  })
  .superRefine(({ rules }, ctx) =>
    refuseShadowed(ctx, rules, ({ kind = 'charge', type, customerGroup, currency }) => ({
      kind,
      type,
      customerGroup,
      currency,
    })),
  );
