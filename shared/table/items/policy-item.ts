import { type ApprovalPolicy, approvalPolicySchema } from '../../model/approval-policy.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A policy version; its rules are one JSON text, since they are read and replaced as a whole. */
export function policyItem(policy: ApprovalPolicy): Item {
  const { version, effectiveAt, ...rest } = approvalPolicySchema.parse(policy);
  return {
    ...keys.policy('approval', version),
    effectiveAt,
    rules: JSON.stringify(rest, (_, value) => (typeof value === 'bigint' ? value.toString() : value)),
  };
}

let lastRead: { readonly item: PolicyAttributes; readonly policy: ApprovalPolicy } | undefined;

/** Reads a version as it was written; it was checked then. The last one is kept, since nearly all requests read the same. */
export function policyFromItem(item: Item): ApprovalPolicy {
  const raw = item as unknown as PolicyAttributes;
  const isLast =
    lastRead?.item.rules === raw.rules && lastRead.item.sk === raw.sk && lastRead.item.effectiveAt === raw.effectiveAt;
  if (lastRead === undefined || !isLast) lastRead = { item: raw, policy: readPolicy(raw) };
  return lastRead.policy;
}

function readPolicy(raw: PolicyAttributes): ApprovalPolicy {
  const stored = JSON.parse(raw.rules) as StoredRules;
  const rules = stored.rules.map((rule) => ({
    ...rule,
    tiers: rule.tiers.map(({ upToMinor, stages }) => ({
      upToMinor: upToMinor === null ? null : BigInt(upToMinor),
      stages,
    })),
  }));
  return { ...stored, rules, version: Number(raw.sk.slice(2)), effectiveAt: raw.effectiveAt };
}

interface PolicyAttributes {
  readonly sk: string;
  readonly effectiveAt: string;
  readonly rules: string;
}

type Rule = ApprovalPolicy['rules'][number];
type Tier = Rule['tiers'][number];
type StoredRules = Omit<ApprovalPolicy, 'version' | 'effectiveAt' | 'rules'> & {
  readonly rules: readonly (Omit<Rule, 'tiers'> & {
    readonly tiers: readonly (Omit<Tier, 'upToMinor'> & { readonly upToMinor: string | null })[];
  })[];
};
