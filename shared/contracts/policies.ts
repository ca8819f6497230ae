import * as z from 'zod';
import { moneyWireSchema } from '../model/money.ts';
import { roles, staffRoles } from '../model/role.ts';
import { voucherPolicySchema } from '../model/voucher-policy.ts';
import { defineOperation } from './operation.ts';

const stageWire = z.object({ role: z.string(), deadlineHours: z.number() });

export const getApprovalPolicy = defineOperation({
  id: 'getApprovalPolicy',
  method: 'GET',
  path: '/policies/approval',
  capability: 'policies',
  tag: 'Policies',
  summary: 'The approval policy in force: which requests and amounts need whose approval',
  roles,
  success: {
    status: 200,
    description: 'The policy; amounts are decimal strings, a tier without `upTo` has no limit',
    body: z
      .object({
        version: z.number(),
        effectiveAt: z.string(),
        prepaidUse: z.string(),
        rules: z.array(
          z.object({
            kind: z.string().optional().meta({ description: '`refund` or `correction`; absent: charges' }),
            type: z.string().optional(),
            customerGroup: z.string().optional(),
            currency: z.string(),
            tiers: z.array(z.object({ upTo: z.string().optional(), stages: z.array(stageWire) })),
          }),
        ),
        otherwise: z.array(stageWire),
        silence: z
          .object({ remindBeforeHours: z.number(), escalateAfterHours: z.number(), escalateTo: z.string() })
          .meta({ description: 'When a stage that nobody decides is reminded of, and when it goes to whom as well' }),
      })
      .meta({ id: 'ApprovalPolicy' }),
  },
  problems: [],
});

const voucherPolicyWire = z
  .object({
    version: z.number().meta({ description: '0 is the built-in one' }),
    publishedAt: z.string().optional(),
    publishedBy: z.string().optional(),
    onMissing: z.string().meta({ description: '`block`: cannot be submitted; `return`: comes back to its maker' }),
    rules: z.array(
      z.object({
        reason: z.string().optional(),
        type: z.string().optional(),
        customerGroup: z.string().optional(),
        above: moneyWireSchema.optional(),
        anyOf: z.array(z.string()),
        evidence: z.string().meta({ description: '`reference` to a paper, or an accepted `file`' }),
      }),
    ),
  })
  .meta({ id: 'VoucherPolicy' });

export const getVoucherPolicy = defineOperation({
  id: 'getVoucherPolicy',
  method: 'GET',
  path: '/policies/voucher',
  capability: 'policies',
  tag: 'Policies',
  summary: 'The voucher policy in force: which charges need which vouchers',
  roles: staffRoles,
  success: { status: 200, description: 'The policy; the ETag is for publishing', body: voucherPolicyWire },
  problems: [],
});

export const publishVoucherPolicy = defineOperation({
  id: 'publishVoucherPolicy',
  method: 'POST',
  path: '/policies/voucher',
  capability: 'policies',
  tag: 'Policies',
  summary: 'Replace the voucher policy by its next version',
  description: 'A charge must meet every rule that speaks of it. What was submitted before stays submitted.',
  roles: ['admin'],
  body: voucherPolicySchema,
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 201, description: 'The policy as it is now in force', body: voucherPolicyWire },
  problems: ['USER_DISABLED', 'VERSION_STALE', 'BUSY'],
});
