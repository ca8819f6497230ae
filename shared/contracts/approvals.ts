import * as z from 'zod';
import { refuseField } from '../model/field-refusal.ts';
import { requestIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { approvingRoleSchema, approvingRoles } from '../model/role.ts';
import { paragraphSchema } from '../model/text.ts';
import { chargeWire } from './charges.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const inboxItemWire = z
  .object({
    requestId: z.string(),
    kind: z.string(),
    customerId: z.string(),
    customerNumber: z.string(),
    customerName: z.string(),
    amount: moneyWireSchema,
    maker: z.string(),
    role: z.string(),
    stage: z.number(),
    revision: z.number(),
    submittedAt: z.string(),
    dueAt: z.string(),
  })
  .meta({ id: 'InboxItem' });

export const listApprovals = defineOperation({
  id: 'listApprovals',
  method: 'GET',
  path: '/approvals',
  capability: 'approvals',
  tag: 'Approvals',
  summary: 'The approval inbox: what waits for a role of yours, soonest due first',
  roles: approvingRoles,
  query: z.strictObject({
    role: approvingRoleSchema.optional().meta({ description: 'One of your roles; default the first you have' }),
    ...pagingShape,
  }),
  success: { status: 200, description: 'Waiting requests', body: pageOf(inboxItemWire) },
  problems: [],
});

export const decideApproval = defineOperation({
  id: 'decideApproval',
  method: 'POST',
  path: '/approvals/{requestId}/decisions',
  capability: 'approvals',
  tag: 'Approvals',
  summary: 'Approve, return or reject the stage that waits',
  description:
    'Name the revision and stage you saw: a request that moved meanwhile is refused. The approval of the last stage posts the charge in the same write.',
  roles: approvingRoles,
  params: z.object({ requestId: requestIdSchema }),
  body: z
    .strictObject({
      decision: z.enum(['approve', 'return', 'reject']),
      revision: z.number().int().min(1),
      stage: z.number().int().min(1).max(3),
      comment: paragraphSchema(2, 300).optional(),
    })
    .superRefine((body, ctx) => {
      if (body.decision !== 'approve' && body.comment === undefined)
        refuseField(ctx, 'COMMENT_MISSING', ['comment'], {});
    }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The request after the decision', body: chargeWire },
  problems: [
    'NOT_FOUND',
    'USER_DISABLED',
    'STAGE_ROLE_MISSING',
    'APPROVER_IS_MAKER',
    'APPROVER_DECIDED_BEFORE',
    'REQUEST_MOVED',
    'PREPAID_INSUFFICIENT',
    'BUSY',
  ],
});
