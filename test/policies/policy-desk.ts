import type { AgreedPolicyKind } from '../../shared/model/agreed-policy.ts';
import type { Instant } from '../../shared/model/dates.ts';
import { proposedApprovalPolicySchema } from '../../shared/model/proposed-approval-policy.ts';
import type { Role } from '../../shared/model/role.ts';
import { acknowledgePolicy } from '../../shared/policies/acknowledge-policy.ts';
import { approvalContentToWire } from '../../shared/policies/approval-content.ts';
import { decidePolicy } from '../../shared/policies/decide-policy.ts';
import { defaultApprovalPolicy } from '../../shared/policies/default-approval-policy.ts';
import { depositPolicy } from '../../shared/policies/deposit-policy.ts';
import { getPolicyVersion } from '../../shared/policies/get-policy-version.ts';
import { listAcknowledgements } from '../../shared/policies/list-acknowledgements.ts';
import { listPolicyVersions } from '../../shared/policies/list-policy-versions.ts';
import { requireVersion } from '../../shared/policies/policy-versions.ts';
import { proposePolicy } from '../../shared/policies/propose-policy.ts';
import { refundPolicy } from '../../shared/policies/refund-policy.ts';
import { withdrawPolicy } from '../../shared/policies/withdraw-policy.ts';
import { freshLedger, hire, type TestLedger } from '../support/ledger.ts';

type ProposalInput = Parameters<typeof proposePolicy>[3];

/** Content of each kind as it is sent, without a fault. */
export const contents = {
  approval: approvalContentToWire(defaultApprovalPolicy),
  refund: refundPolicy.builtIn,
  deposit: depositPolicy.builtIn,
  'low-balance': { levels: [{ level: { value: '1000.00', currency: 'CNY' } }], tellsCustomer: true },
} as const;

/** What the API makes of it: the approval policy's limits become minor units. */
export const parsed = { ...contents, approval: proposedApprovalPolicySchema.parse(contents.approval) };

/** People who agree on policies, each call under a key of its own unless a test names one. */
export async function policyDesk(given?: TestLedger) {
  const ledger = given ?? (await freshLedger());
  const { context } = ledger;
  const hired = (id: string, ...roles: Role[]) => hire(context, id, ...roles);
  const admin = await hired('admin', 'admin');
  const otherAdmin = await hired('root', 'admin', 'finance');
  const manager = await hired('zhou.qiang', 'manager');
  const clerk = await hired('wang.fang', 'clerk', 'reviewer');
  type Who = typeof admin;
  let keys = 0;
  const nextKey = () => {
    keys += 1;
    return `policy-${keys}`;
  };
  const empty = { params: undefined, query: undefined, body: undefined, ifMatch: undefined };
  const on = (kind: AgreedPolicyKind, version: number) => ({ kind, version });

  return {
    ...ledger,
    ...{ admin, otherAdmin, manager, clerk, nextKey },
    propose: (
      kind: AgreedPolicyKind,
      newest: number,
      {
        as = admin,
        key = nextKey(),
        effectiveAt,
        reason = '按年度评审调整',
        content = parsed[kind],
      }: { as?: Who; key?: string; effectiveAt?: string; reason?: string; content?: object } = {},
    ) => {
      const input = {
        ...empty,
        body: { reason, content, ...(effectiveAt === undefined ? {} : { effectiveAt: effectiveAt as Instant }) },
        ifMatch: `"${newest}"`,
        idempotencyKey: key,
      };
      return proposePolicy(context, as, kind, input as unknown as ProposalInput);
    },
    decide: (
      kind: AgreedPolicyKind,
      version: number,
      {
        as = manager,
        decision = 'approve' as 'approve' | 'reject',
        key = nextKey(),
        comment = decision === 'reject' ? '期限过长' : undefined,
      }: { as?: Who; decision?: 'approve' | 'reject'; key?: string; comment?: string | undefined } = {},
    ) =>
      decidePolicy(context, as, {
        ...empty,
        params: on(kind, version),
        body: { decision, ...(comment === undefined ? {} : { comment }) },
        idempotencyKey: key,
      }),
    withdraw: (kind: AgreedPolicyKind, version: number, as = admin, key = nextKey()) =>
      withdrawPolicy(context, as, { ...empty, params: on(kind, version), body: {}, idempotencyKey: key }),
    acknowledge: (kind: AgreedPolicyKind, version: number, as: Who = clerk, key = nextKey()) =>
      acknowledgePolicy(context, as, { ...empty, params: on(kind, version), idempotencyKey: key }),
    read: async (kind: AgreedPolicyKind, version: number, as: Who = clerk) =>
      (await getPolicyVersion(context, as, { ...empty, params: on(kind, version), idempotencyKey: undefined })).body,
    stored: (kind: AgreedPolicyKind, version: number) => requireVersion(context.table, kind, version),
    list: (kind: AgreedPolicyKind, limit = 20, cursor?: string) =>
      listPolicyVersions(context, clerk, {
        ...empty,
        params: { kind },
        query: { limit, cursor },
        idempotencyKey: undefined,
      }),
    readers: (
      kind: AgreedPolicyKind,
      version: number,
      query: { read?: 'yes' | 'no'; limit?: number; cursor?: string } = {},
    ) =>
      listAcknowledgements(context, {
        ...empty,
        params: on(kind, version),
        query: { limit: 20, cursor: undefined, ...query },
        idempotencyKey: undefined,
      }),
  };
}

export type PolicyDesk = Awaited<ReturnType<typeof policyDesk>>;
