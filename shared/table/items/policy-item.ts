import { type ApprovalPolicy, approvalPolicySchema } from '../../model/approval-policy.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A policy version; its rules are one JSON text, since they are read and replaced as a whole. */
export function policyItem(policy: ApprovalPolicy): Item {
  const { version, effectiveAt, ...rest } = policy;
  return {
    ...keys.policy('approval', version),
    effectiveAt,
    rules: JSON.stringify(rest, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)),
  };
}

export function policyFromItem(item: Item): ApprovalPolicy {
  const raw = item as unknown as { sk: string; effectiveAt: string; rules: string };
  const rest: object = JSON.parse(raw.rules, (_, value) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  );
  return approvalPolicySchema.parse({ ...rest, version: Number(raw.sk.slice(2)), effectiveAt: raw.effectiveAt });
}
