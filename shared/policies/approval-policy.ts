import { invariant } from '../errors/invariant.ts';
import type { ApprovalPolicy, ApprovalStage, ReviewedKind } from '../model/approval-policy.ts';
import type { ChargeType } from '../model/charge.ts';
import type { Instant } from '../model/dates.ts';
import type { Money } from '../model/money.ts';
import { policyFromItem } from '../table/items/policy-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';
import { findInForce } from './agreed-policy.ts';
import { defaultApprovalPolicy } from './default-approval-policy.ts';

/** The policy in force: the newest approved version that has taken effect, or the built-in one where none ever has. */
export async function readApprovalPolicy(table: LedgerTable, now: Instant): Promise<ApprovalPolicy> {
  const item = await findInForce(table, 'approval', now);
  return item === undefined ? defaultApprovalPolicy : policyFromItem(item);
}

/** The very version a decision was made under; versions are never deleted. */
export async function readApprovalPolicyVersion(table: LedgerTable, version: number): Promise<ApprovalPolicy> {
  if (version === defaultApprovalPolicy.version) return defaultApprovalPolicy;
  const item = await getItem(table, keys.policy('approval', version), { strong: false });
  invariant(item !== undefined, `approval policy ${version} exists`);
  return policyFromItem(item);
}

interface ToStage {
  readonly kind?: ReviewedKind;
  readonly type?: ChargeType;
  readonly customerGroup: string;
  readonly amount: Money;
}

/**
 * The stages a request needs, by the first rule that speaks of its kind, its type, its customer's group and its currency;
 * none means that policy passes it (F15), which only happens to charges.
 */
export function stagesFor(policy: ApprovalPolicy, request: ToStage): readonly ApprovalStage[] {
  const stages = tierOf(policy, request)?.stages ?? policy.otherwise;
  return stages.length === 0 && (request.kind ?? 'charge') !== 'charge' ? policy.otherwise : stages;
}

/** What a larger request of the same rule would be asked: over which amount, in minor units, and of whom; ascending. */
export function tiersAbove(
  policy: ApprovalPolicy,
  request: ToStage,
): readonly { overMinor: bigint; stages: readonly ApprovalStage[] }[] {
  const tiers = ruleOf(policy, request)?.tiers ?? [];
  return tiers.flatMap(({ stages }, index) => {
    const overMinor = tiers[index - 1]?.upToMinor ?? 0n;
    return overMinor >= request.amount.minor ? [{ overMinor, stages }] : [];
  });
}

function tierOf(policy: ApprovalPolicy, request: ToStage) {
  const tiers = ruleOf(policy, request)?.tiers;
  return tiers?.find(({ upToMinor }) => upToMinor === null || request.amount.minor <= upToMinor);
}

function ruleOf(policy: ApprovalPolicy, request: ToStage) {
  const wanted = request.kind ?? 'charge';
  return policy.rules.find(
    ({ kind = 'charge', type, customerGroup, currency }) =>
      kind === wanted &&
      currency === request.amount.currency &&
      (type === undefined || type === request.type) &&
      (customerGroup === undefined || customerGroup === request.customerGroup),
  );
}
