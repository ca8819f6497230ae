import * as z from 'zod';
import { commentKinds } from '../model/comment.ts';
import { chargeIdSchema, commentIdSchema, correctionIdSchema, refundIdSchema, userIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { paragraphSchema } from '../model/text.ts';
import { togetherWire } from '../model/together.ts';
import { entryWire } from './customers.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const params = z.object({ chargeId: chargeIdSchema });
const periodWire = z.object({ start: z.string(), end: z.string() });

const effectWire = z
  .object({
    currency: z.string(),
    effectiveDate: z.string(),
    period: periodWire,
    postings: entryWire.shape.postings,
    balancesBefore: entryWire.shape.balancesAfter,
    balancesAfter: entryWire.shape.balancesAfter,
    fromPrepaid: moneyWireSchema.meta({ description: 'What prepaid money pays at once' }),
    open: moneyWireSchema.meta({ description: 'What the customer then owes for this charge' }),
    dueDate: z.string().optional().meta({ description: 'Until when he has to pay it; absent when nothing is open' }),
    asOfSequence: z
      .number()
      .meta({ description: 'Number of the last entry this was computed on; 0 when the customer has none' }),
  })
  .meta({ id: 'PostingEffect' });
export type EffectWire = z.infer<typeof effectWire>;

const policyWire = z
  .object({
    version: z.number(),
    together: togetherWire.optional(),
    stages: z.array(
      z.object({
        role: z.string(),
        deadlineHours: z.number(),
        approvedBy: z.string().optional().meta({ description: 'Absent while nobody has' }),
      }),
    ),
    waiting: z
      .object({
        stage: z.number(),
        role: z.string(),
        escalatedTo: z.string().optional(),
        dueAt: z.string(),
        isOverdue: z.boolean(),
      })
      .optional()
      .meta({ description: 'The stage that waits; absent for a draft' }),
  })
  .meta({ id: 'PreviewPolicy' });
export type PreviewPolicyWire = z.infer<typeof policyWire>;

const conflictWire = z
  .object({
    kind: z
      .enum(['duplicate', 'same-voucher-file', 'overlapping-period', 'same-amount', 'same-voucher'])
      .meta({ description: 'The gravest first' }),
    chargeId: z.string(),
    customerId: z.string().meta({ description: 'Another customer only where a voucher file is the same' }),
    state: z.string(),
    type: z.string(),
    amount: moneyWireSchema,
    period: periodWire,
    submittedAt: z.string(),
    check: z.string().meta({ description: 'What to look at, in your language' }),
  })
  .meta({ id: 'ChargeConflict' });
export type ConflictWire = z.infer<typeof conflictWire>;

const vouchersWire = z
  .object({
    policyVersion: z.number().meta({ description: 'Version of the voucher policy in force; 0 is the built-in one' }),
    missing: z.array(z.object({ anyOf: z.array(z.string()), evidence: z.string() })).meta({
      description: 'What the voucher policy asks for and the charge does not have; empty when it is complete',
    }),
    files: z.array(z.object({ id: z.string(), kind: z.string(), fileName: z.string(), state: z.string() })),
  })
  .meta({ id: 'PreviewVouchers' });
export type PreviewVouchersWire = z.infer<typeof vouchersWire>;

const historyWire = z
  .object({
    recent: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        amount: moneyWireSchema,
        state: z.string(),
        period: periodWire,
        date: z.string().meta({ description: 'Business date on which it takes effect' }),
        dispute: z.string().optional(),
      }),
    ),
    byState: z.array(z.object({ state: z.string(), count: z.number() })),
    receivables: z.array(
      z.object({
        currency: z.string(),
        count: z.number(),
        open: moneyWireSchema,
        overdueCount: z.number(),
        overdue: moneyWireSchema,
      }),
    ),
    isComplete: z.boolean().meta({
      description: 'False when more than 1,000 receivables are open: then those due first are counted',
    }),
    disputes: z.number().meta({ description: 'Charges the customer objects to and that are not closed' }),
  })
  .meta({ id: 'CustomerHistory' });
export type CustomerHistoryWire = z.infer<typeof historyWire>;

export const previewCharge = defineOperation({
  id: 'previewCharge',
  method: 'GET',
  path: '/charges/{chargeId}/preview',
  capability: 'approvals',
  tag: 'Review',
  summary: 'See what posting a charge would write, before anybody decides',
  description:
    'For a charge in review, and for a complete draft. It reads only. The effect is that of posting now: an entry posted meanwhile may change it, so compare `asOfSequence`. Conflicts are looked for among the newest 200 charges of the customer.',
  roles: ['clerk', 'reviewer', 'finance', 'manager', 'auditor'],
  params,
  success: {
    status: 200,
    description: 'What would happen, and what to look at first',
    body: z
      .object({
        chargeId: z.string(),
        state: z.string(),
        revision: z.number().meta({ description: 'Name it in your decision' }),
        stage: z.number().meta({ description: 'Name it in your decision; 0 for a draft' }),
        effect: effectWire,
        policy: policyWire,
        conflicts: z.object({
          items: z.array(conflictWire).meta({ description: 'At most 50' }),
          count: z.number().meta({ description: 'How many there are' }),
          lookedAt: z.number().meta({ description: 'How many other charges of the customer were compared' }),
          isComplete: z.boolean().meta({ description: 'False when the customer has more charges than that' }),
        }),
        vouchers: vouchersWire,
        customerHistory: historyWire,
      })
      .meta({ id: 'ChargePreview' }),
  },
  problems: ['NOT_FOUND', 'REQUEST_MOVED', 'VALIDATION_FAILED'],
});

const commentWire = z
  .object({
    id: z.string(),
    requestId: z.string().meta({ description: 'The charge, refund or correction it was written on' }),
    revision: z.number().meta({ description: 'The revision it was written about' }),
    kind: z.string(),
    text: z.string(),
    by: z.string().meta({ description: 'User id; a customer sees his own alone' }),
    at: z.string(),
    mentions: z.array(z.string()),
    replyTo: z.string().optional(),
  })
  .meta({ id: 'Comment' });
export type CommentWire = z.infer<typeof commentWire>;

const commenters = ['clerk', 'reviewer', 'finance', 'manager', 'cashier'] as const;
const refundParams = z.object({ refundId: refundIdSchema });
const correctionParams = z.object({ correctionId: correctionIdSchema });

const howColleaguesAreTold =
  'The other side is told by mail: whoever asked before when its maker writes, or else the people of the stage that waits; its maker when somebody else writes; always whom you reply to and whom you mention. A comment is never changed or removed; a request takes 200.';

/** What commenting is alike, whatever is spoken of. */
const commenting = {
  method: 'POST',
  capability: 'approvals',
  tag: 'Review',
  body: z.strictObject({
    kind: z.enum(commentKinds),
    text: paragraphSchema(1, 2000),
    mentions: z.array(userIdSchema).max(10).optional().meta({ description: 'User ids of colleagues' }),
    replyTo: commentIdSchema.optional().meta({ description: 'A comment on the same request' }),
  }),
  idempotencyKey: 'required',
  success: { status: 201, description: 'The comment', body: commentWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'COMMENT_LIMIT', 'BUSY'],
} as const;

export const addComment = defineOperation({
  ...commenting,
  id: 'addComment',
  path: '/charges/{chargeId}/comments',
  summary: 'Ask, answer or note something on a charge',
  description: `Among colleagues: the customer never sees it. ${howColleaguesAreTold}`,
  roles: commenters,
  params,
});

export const addRefundComment = defineOperation({
  ...commenting,
  id: 'addRefundComment',
  path: '/refunds/{refundId}/comments',
  summary: 'Talk about a refund: with colleagues, or between its customer and the service',
  description: `Among colleagues, unless it is for the customer: he sees what he wrote himself, what mentions him by his user id, and what is an \`answer\` in reply to him; nothing else, and no names. He is told by mail. A customer writes on his own refunds, at most 50 comments each, and mentions nobody; whoever asked, decides or pays is told. ${howColleaguesAreTold}`,
  roles: [...commenters, 'customer'],
  params: refundParams,
});

export const addCorrectionComment = defineOperation({
  ...commenting,
  id: 'addCorrectionComment',
  path: '/corrections/{correctionId}/comments',
  summary: 'Ask, answer or note something on a correction',
  description: `Among colleagues: the customer never sees it. ${howColleaguesAreTold}`,
  roles: commenters,
  params: correctionParams,
});

const readingComments = {
  method: 'GET',
  capability: 'approvals',
  tag: 'Review',
  query: z.strictObject(pagingShape),
  success: { status: 200, description: 'Comments', body: pageOf(commentWire) },
} as const;

export const listComments = defineOperation({
  ...readingComments,
  id: 'listComments',
  path: '/charges/{chargeId}/comments',
  summary: 'The comments on a charge, oldest first',
  roles: [...commenters, 'auditor'],
  params,
  problems: ['NOT_FOUND'],
});

export const listRefundComments = defineOperation({
  ...readingComments,
  id: 'listRefundComments',
  path: '/refunds/{refundId}/comments',
  summary: 'The comments on a refund, oldest first; for its customer those between him and the service',
  roles: [...commenters, 'auditor', 'customer'],
  params: refundParams,
  problems: ['USER_DISABLED', 'NOT_FOUND'],
});

export const listCorrectionComments = defineOperation({
  ...readingComments,
  id: 'listCorrectionComments',
  path: '/corrections/{correctionId}/comments',
  summary: 'The comments on a correction, oldest first',
  roles: [...commenters, 'auditor'],
  params: correctionParams,
  problems: ['NOT_FOUND'],
});
