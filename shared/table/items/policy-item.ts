import { type ApprovalPolicy, approvalPolicySchema } from '../../model/approval-policy.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';
import { contentOf, contentText, readContent } from './agreed-policy-item.ts';

/** A version of the approval policy as a company is set up with it: nobody proposed it, and it is approved. */
export function policyItem(policy: ApprovalPolicy): Item {
  const { version, effectiveAt, ...rest } = approvalPolicySchema.parse(policy);
  return { ...keys.policy('approval', version), effectiveAt, content: contentText(rest) };
}

interface Kept {
  readonly sk: string;
  readonly effectiveAt: string;
  readonly text: string;
  readonly policy: ApprovalPolicy;
}

let lastRead: Kept | undefined;

/** Reads a version as it was written; it was checked then. The last one is kept, since nearly all requests read the same. */
export function policyFromItem(item: Item): ApprovalPolicy {
  const { sk, effectiveAt } = item as unknown as Pick<Kept, 'sk' | 'effectiveAt'>;
  const text = contentOf(item);
  if (lastRead?.text !== text || lastRead.sk !== sk || lastRead.effectiveAt !== effectiveAt) {
    const rest = readContent<Omit<ApprovalPolicy, 'version' | 'effectiveAt'>>(text);
    lastRead = { sk, effectiveAt, text, policy: { ...rest, version: Number(sk.slice(2)), effectiveAt } };
  }
  return lastRead.policy;
}
