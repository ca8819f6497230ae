import * as z from 'zod';
import { roles } from '../model/role.ts';
import { defineOperation } from './operation.ts';

const stageWire = z.object({ role: z.string(), deadlineHours: z.number() });

export const getApprovalPolicy = defineOperation({
  id: 'getApprovalPolicy',
  method: 'GET',
  path: '/policies/approval',
  capability: 'policies',
  tag: 'Policies',
  summary: 'The approval policy in force: which amounts need whose approval',
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
            type: z.string().optional(),
            customerGroup: z.string().optional(),
            currency: z.string(),
            tiers: z.array(z.object({ upTo: z.string().optional(), stages: z.array(stageWire) })),
          }),
        ),
        otherwise: z.array(stageWire),
      })
      .meta({ id: 'ApprovalPolicy' }),
  },
  problems: [],
});
