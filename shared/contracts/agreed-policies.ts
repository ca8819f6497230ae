import * as z from 'zod';
import { agreedPolicyKindSchema } from '../model/agreed-policy.ts';
import { instantSchema } from '../model/dates.ts';
import { depositPolicySchema } from '../model/deposit-policy.ts';
import { refuseField } from '../model/field-refusal.ts';
import { lowBalancePolicySchema } from '../model/low-balance-policy.ts';
import { moneyWireSchema } from '../model/money.ts';
import { proposedApprovalPolicySchema } from '../model/proposed-approval-policy.ts';
import { refundPolicySchema } from '../model/refund-policy.ts';
import { roles, staffRoles } from '../model/role.ts';
import { paragraphSchema } from '../model/text.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const versionSchema = z
  .string()
  .regex(/^(0|[1-9]\d{0,5})$/)
  .transform(Number)
  .meta({ description: 'Number of a version; 0 is the built-in one' });
const kindParams = z.object({ kind: agreedPolicyKindSchema });
const versionParams = z.object({ kind: agreedPolicyKindSchema, version: versionSchema });

const versionShape = {
  kind: z.string(),
  version: z.number().meta({ description: '0 is the built-in one' }),
  state: z.string().meta({ description: '`proposed`, then `approved`, `rejected` or `withdrawn`' }),
  effectiveAt: z
    .string()
    .optional()
    .meta({ description: 'From when on it is in force, unless a later version takes its place; once approved' }),
  note: z.string().optional().meta({ description: 'Says so where it takes effect later than was asked' }),
  wantedEffectiveAt: z.string().optional().meta({ description: 'When it was asked to take effect' }),
  proposedAt: z
    .string()
    .optional()
    .meta({ description: 'Absent where it came with the software or the company’s setup' }),
  proposedBy: z.string().optional(),
  reason: z.string().optional(),
  decidedAt: z.string().optional(),
  decidedBy: z.string().optional().meta({ description: 'Who approved or rejected it, or withdrew his own' }),
  comment: z.string().optional(),
};
const policyVersionWire = z.object(versionShape).meta({ id: 'PolicyVersion' });
const isInForce = z.boolean().meta({ description: 'Whether it is the version that binds now' });

const common = { capability: 'policies', tag: 'Policies' } as const;

/** Proposes the next version of one kind of policy: each kind has its own content, so each is an operation of its own. */
function proposalOf<const Id extends string, const Path extends string, Content extends z.ZodType>(
  id: Id,
  path: Path,
  summary: string,
  content: Content,
) {
  return defineOperation({
    ...common,
    id,
    method: 'POST',
    path,
    summary,
    description:
      'Somebody else approves or rejects it; until then nothing changes. It takes effect with the approval, or at `effectiveAt` if that is later. A policy has one open proposal at a time. The ETag for If-Match is that of the list of versions.',
    roles: ['admin'],
    body: z.strictObject({
      effectiveAt: instantSchema.optional(),
      reason: paragraphSchema(2, 300).meta({ description: 'Why it is to change; whoever decides reads it' }),
      content,
    }),
    idempotencyKey: 'required',
    ifMatch: 'required',
    success: { status: 201, description: 'The proposal, which waits for a decision', body: policyVersionWire },
    problems: ['USER_DISABLED', 'PROPOSAL_OPEN', 'VERSION_STALE', 'BUSY'],
  });
}

export const proposeApprovalPolicy = proposalOf(
  'proposeApprovalPolicy',
  '/policies/approval/versions',
  'Propose which requests and amounts need whose approval',
  proposedApprovalPolicySchema,
);
export const proposeRefundPolicy = proposalOf(
  'proposeRefundPolicy',
  '/policies/refund/versions',
  'Propose what is refunded, within which time, for which fee',
  refundPolicySchema,
);
export const proposeDepositPolicy = proposalOf(
  'proposeDepositPolicy',
  '/policies/deposit/versions',
  'Propose what prepaid money may be for, and how much of it there may be',
  depositPolicySchema,
);
export const proposeLowBalancePolicy = proposalOf(
  'proposeLowBalancePolicy',
  '/policies/low-balance/versions',
  'Propose below which prepaid balance people are warned',
  lowBalancePolicySchema,
);

export const listPolicyVersions = defineOperation({
  ...common,
  id: 'listPolicyVersions',
  method: 'GET',
  path: '/policies/{kind}/versions',
  summary: 'List the versions of a policy, newest first',
  roles: staffRoles,
  params: kindParams,
  query: z.strictObject(pagingShape),
  success: {
    status: 200,
    description: 'Versions without their content; the ETag of the first page is for proposing the next version',
    body: pageOf(z.object({ ...versionShape, isInForce }).meta({ id: 'ListedPolicyVersion' })),
  },
  problems: ['NOT_FOUND'],
});

export const getPolicyVersion = defineOperation({
  ...common,
  id: 'getPolicyVersion',
  method: 'GET',
  path: '/policies/{kind}/versions/{version}',
  summary: 'Read a version of a policy: what it says, who proposed and approved it, how many have read it',
  roles: staffRoles,
  params: versionParams,
  success: {
    status: 200,
    description: 'The version; its content is as it is proposed',
    body: z
      .object({
        ...versionShape,
        isInForce,
        content: z.record(z.string(), z.unknown()).meta({ description: 'As the operation that proposes it takes it' }),
        acknowledgements: z.number().meta({ description: 'How many of the staff said that they have read it' }),
        acknowledgedAt: z.string().optional().meta({ description: 'When you did' }),
      })
      .meta({ id: 'PolicyVersionContent' }),
  },
  problems: ['NOT_FOUND'],
});

export const decidePolicy = defineOperation({
  ...common,
  id: 'decidePolicy',
  method: 'POST',
  path: '/policies/{kind}/versions/{version}/decisions',
  summary: 'Approve or reject a proposed version',
  description:
    'Never one’s own proposal. A version that was to take effect before its approval takes effect with it, and says so.',
  roles: ['admin', 'manager', 'finance'],
  params: versionParams,
  body: z
    .strictObject({ decision: z.enum(['approve', 'reject']), comment: paragraphSchema(2, 300).optional() })
    .superRefine(({ decision, comment }, ctx) => {
      if (decision === 'reject' && comment === undefined) refuseField(ctx, 'COMMENT_MISSING', ['comment'], {});
    }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The version as it is decided', body: policyVersionWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'PROPOSER_DECIDES', 'POLICY_MOVED', 'BUSY'],
});

export const withdrawPolicy = defineOperation({
  ...common,
  id: 'withdrawPolicy',
  method: 'POST',
  path: '/policies/{kind}/versions/{version}/withdrawals',
  summary: 'Withdraw a version of your own that nobody has decided yet',
  roles: ['admin'],
  params: versionParams,
  body: z.strictObject({ reason: paragraphSchema(2, 300).optional() }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The withdrawn version', body: policyVersionWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_PROPOSER', 'POLICY_MOVED', 'BUSY'],
});

const acknowledgementWire = z
  .object({ kind: z.string(), version: z.number(), by: z.string(), at: z.string() })
  .meta({ id: 'PolicyAcknowledgement' });

export const acknowledgePolicy = defineOperation({
  ...common,
  id: 'acknowledgePolicy',
  method: 'POST',
  path: '/policies/{kind}/versions/{version}/acknowledgements',
  summary: 'Say that you have read an approved version',
  description: 'Once is enough: saying it again, under whichever key, answers what you said first.',
  roles: staffRoles,
  params: versionParams,
  idempotencyKey: 'required',
  success: { status: 201, description: 'Your word, as it is kept', body: acknowledgementWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'POLICY_MOVED', 'BUSY'],
});

export const listAcknowledgements = defineOperation({
  ...common,
  id: 'listAcknowledgements',
  method: 'GET',
  path: '/policies/{kind}/versions/{version}/acknowledgements',
  summary: 'Who of the staff has read a version, and who has not',
  description:
    'Everybody who works here now, by user name. With `read`: only those who have, or only those who have not; a page may then hold fewer than `limit`, so go on until there is no `nextCursor`.',
  roles: ['admin', 'manager', 'auditor'],
  params: versionParams,
  query: z.strictObject({ read: z.enum(['yes', 'no']).optional(), ...pagingShape }),
  success: {
    status: 200,
    description: 'The staff',
    body: pageOf(
      z
        .object({
          userId: z.string(),
          name: z.string(),
          acknowledgedAt: z.string().optional().meta({ description: 'Absent: not yet' }),
        })
        .meta({ id: 'PolicyReader' }),
    ),
  },
  problems: ['NOT_FOUND'],
});

const inForceShape = {
  version: z.number().meta({ description: '0 is the built-in one; what is decided under it names it' }),
  effectiveAt: z.string(),
};
const ofVersion = z.strictObject({
  version: versionSchema
    .optional()
    .meta({ description: 'A version that took effect earlier; absent: the one in force' }),
});

export const getRefundPolicy = defineOperation({
  ...common,
  id: 'getRefundPolicy',
  method: 'GET',
  path: '/policies/refund',
  summary: 'The refund policy in force: what can be asked back, until when, for which fee',
  roles,
  query: ofVersion,
  success: {
    status: 200,
    description: 'The policy; `text` is in the reader’s language',
    body: z
      .object({
        ...inForceShape,
        text: z.string(),
        rules: z
          .array(
            z.object({
              source: z.string().optional(),
              reason: z.string().optional(),
              customerGroup: z.string().optional(),
              isAllowed: z.boolean(),
              windowDays: z
                .number()
                .optional()
                .meta({ description: 'Days within which it is asked for; absent: any time' }),
              feePercent: z.string().meta({ description: 'Of the amount, a decimal string', example: '1.50' }),
              feeAtLeast: moneyWireSchema.optional(),
              feeAtMost: moneyWireSchema.optional(),
              papers: z.array(z.string()).meta({ description: 'Papers that must be named' }),
            }),
          )
          .meta({ description: 'The first that fits decides; a condition that is absent fits everything' }),
        workingDays: z
          .record(z.string(), z.number())
          .meta({ description: 'Working days from approval to the money being back, by method' }),
        reviewWorkingDays: z.number(),
        expiresAfterDays: z.number().meta({ description: 'A request that is not paid by then ends by itself' }),
      })
      .meta({ id: 'RefundPolicy' }),
  },
  problems: ['NOT_FOUND'],
});

export const getDepositPolicy = defineOperation({
  ...common,
  id: 'getDepositPolicy',
  method: 'GET',
  path: '/policies/deposit',
  summary: 'The deposit policy in force: what prepaid money is for, how much, and whether it comes back',
  roles,
  query: ofVersion,
  success: {
    status: 200,
    description: 'The policy; `text` and the names of purposes are in the reader’s language',
    body: z
      .object({
        ...inForceShape,
        text: z.string(),
        purposes: z.array(
          z.object({
            code: z.string(),
            name: z.string(),
            chargeTypes: z
              .array(z.string())
              .optional()
              .meta({ description: 'What it pays; absent: all; none: nothing' }),
            isRefundable: z.boolean(),
            expiresAfterDays: z.number().optional(),
          }),
        ),
        limits: z
          .array(
            z.object({
              smallest: moneyWireSchema.optional(),
              largest: moneyWireSchema.optional(),
              mostInAll: moneyWireSchema.optional(),
            }),
          )
          .meta({ description: 'By currency: smallest and largest deposit, and the most prepaid money in all' }),
      })
      .meta({ id: 'DepositPolicy' }),
  },
  problems: ['NOT_FOUND'],
});

export const getLowBalancePolicy = defineOperation({
  ...common,
  id: 'getLowBalancePolicy',
  method: 'GET',
  path: '/policies/low-balance',
  summary: 'The low-balance policy in force: below which prepaid balance people are warned',
  roles: staffRoles,
  success: {
    status: 200,
    description: 'The policy; a customer’s own level goes before his group’s, that before the general one',
    body: z
      .object({
        ...inForceShape,
        levels: z.array(
          z.object({
            customerId: z.string().optional(),
            customerGroup: z.string().optional(),
            level: moneyWireSchema,
          }),
        ),
        tellsCustomer: z.boolean(),
      })
      .meta({ id: 'LowBalancePolicy' }),
  },
  problems: [],
});
