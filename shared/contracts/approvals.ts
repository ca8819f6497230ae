import * as z from 'zod';
import { refuseField } from '../model/field-refusal.ts';
import { requestIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { approvingRoleSchema, approvingRoles } from '../model/role.ts';
import { paragraphSchema } from '../model/text.ts';
import { togetherWire } from '../model/together.ts';
import { chargeWire } from './charges.ts';
import { correctionWire } from './corrections.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';
import { refundWire } from './refunds.ts';

const inboxItemWire = z
  .object({
    requestId: z.string(),
    kind: z.string(),
    customerId: z.string(),
    customerNumber: z.string(),
    customerName: z.string(),
    amount: moneyWireSchema,
    maker: z.string(),
    together: togetherWire.optional(),
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
    role: approvingRoleSchema
      .optional()
      .meta({ description: 'One of your roles, or of somebody you stand in for; default the first you have' }),
    ...pagingShape,
  }),
  success: { status: 200, description: 'Waiting requests', body: pageOf(inboxItemWire) },
  problems: [],
});

const decisionShape = {
  decision: z.enum(['approve', 'return', 'reject']),
  revision: z.number().int().min(1),
  stage: z.number().int().min(1).max(3),
  comment: paragraphSchema(2, 300).optional(),
};

type Refine = Parameters<typeof refuseField>[0];

/** Whoever sends a request back owes its maker the reason (A20). */
function refuseWithoutReason(body: { decision: string; comment?: string | undefined }, ctx: Refine): void {
  if (body.decision !== 'approve' && body.comment === undefined) refuseField(ctx, 'COMMENT_MISSING', ['comment'], {});
}

export const decideApproval = defineOperation({
  id: 'decideApproval',
  method: 'POST',
  path: '/approvals/{requestId}/decisions',
  capability: 'approvals',
  tag: 'Approvals',
  summary: 'Approve, return or reject the stage that waits',
  description:
    'Name the revision and stage you saw: a request that moved meanwhile is refused. The approval of the last stage posts a charge or a correction in the same write; a refund then waits for a cashier. Refunds and corrections are approved or rejected, not returned.',
  roles: approvingRoles,
  params: z.object({ requestId: requestIdSchema }),
  body: z.strictObject(decisionShape).superRefine(refuseWithoutReason),
  idempotencyKey: 'required',
  success: {
    status: 200,
    description: 'The charge, refund or correction after the decision',
    body: z.union([chargeWire, refundWire, correctionWire]),
  },
  problems: [
    'NOT_FOUND',
    'USER_DISABLED',
    'STAGE_ROLE_MISSING',
    'APPROVER_IS_MAKER',
    'APPROVER_DECIDED_BEFORE',
    'REQUEST_MOVED',
    'CANNOT_BE_RETURNED',
    'REFUND_EXPIRED',
    'PERIOD_CLOSED',
    'PREPAID_INSUFFICIENT',
    'CORRECTION_AMOUNT_UNFIT',
    'FURTHER_CHARGE_STANDS',
    'BUSY',
  ],
});

const batchAtMost = 25;

export const decideApprovals = defineOperation({
  id: 'decideApprovals',
  method: 'POST',
  path: '/approvals/decisions',
  capability: 'approvals',
  tag: 'Approvals',
  summary: 'Decide up to 25 requests at once, each with its own outcome',
  description:
    'Every decision stands for itself: one that is refused stops none of the others, so this answers 200 whatever became of them. Sent again with the same key, what was decided is answered as it stands, and what was refused is tried again.',
  roles: decideApproval.roles,
  body: z.strictObject({
    decisions: z
      .array(z.strictObject({ requestId: requestIdSchema, ...decisionShape }).superRefine(refuseWithoutReason))
      .min(1)
      .max(batchAtMost)
      .superRefine((decisions, ctx) => {
        const seen = new Set<string>();
        for (const [index, { requestId }] of decisions.entries()) {
          if (seen.has(requestId)) refuseField(ctx, 'NAMED_TWICE', [index, 'requestId'], { given: requestId });
          seen.add(requestId);
        }
      }),
  }),
  idempotencyKey: 'required',
  success: {
    status: 200,
    description: 'What became of each, in the order asked',
    body: z
      .object({
        results: z.array(
          z.object({
            requestId: z.string(),
            outcome: z.enum(['decided', 'refused']),
            state: z.string().optional().meta({ description: 'The state after the decision' }),
            problem: z
              .object({ code: z.string(), title: z.string(), detail: z.string() })
              .optional()
              .meta({ description: 'Why it was refused, and the way out' }),
          }),
        ),
      })
      .meta({ id: 'DecisionResults' }),
  },
  problems: ['USER_DISABLED'],
});
