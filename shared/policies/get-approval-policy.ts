import type { ReplyOf } from '../contracts/operation.ts';
import type { getApprovalPolicy as contract } from '../contracts/policies.ts';
import type { LedgerContext } from '../table/context.ts';
import { approvalContentToWire } from './approval-content.ts';
import { readApprovalPolicy } from './approval-policy.ts';

/** The policy in force, readable by those it binds. What it says against splitting stays with the staff. */
export async function getApprovalPolicy(context: LedgerContext): Promise<ReplyOf<typeof contract>> {
  const policy = await readApprovalPolicy(context.table, context.clock());
  const { splittingWindowHours: _, ...content } = approvalContentToWire(policy);
  return { body: { version: policy.version, effectiveAt: policy.effectiveAt, ...content } };
}
