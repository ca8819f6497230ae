import { invariant } from '../errors/invariant.ts';
import type { ApprovalPolicy, ApprovalStage } from '../model/approval-policy.ts';
import type { ChargeType } from '../model/charge.ts';
import type { Instant } from '../model/dates.ts';
import type { Money } from '../model/money.ts';
import { policyFromItem } from '../table/items/policy-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { defaultApprovalPolicy } from './default-approval-policy.ts';

const pageSize = 5;

/** The policy in force: the newest version that has taken effect, or the built-in one where none ever has. */
export async function readApprovalPolicy(table: LedgerTable, now: Instant): Promise<ApprovalPolicy> {
  const { pk, skPrefix } = keys.policies('approval');
  let after: string | undefined;
  do {
    const items = await queryPartition(table, { pk, skPrefix, newestFirst: true, limit: pageSize, after });
    const inForce = items.map(policyFromItem).find((policy) => policy.effectiveAt <= now);
    if (inForce !== undefined) return inForce;
    after = items.length < pageSize ? undefined : String(items.at(-1)?.sk);
  } while (after !== undefined);
  return defaultApprovalPolicy;
}

/** The very version a decision was made under; versions are never deleted. */
export async function readApprovalPolicyVersion(table: LedgerTable, version: number): Promise<ApprovalPolicy> {
  if (version === defaultApprovalPolicy.version) return defaultApprovalPolicy;
  const item = await getItem(table, keys.policy('approval', version), { strong: false });
  invariant(item !== undefined, `approval policy ${version} exists`);
  return policyFromItem(item);
}

/**
 * The stages a charge needs, by the first rule that speaks of its type, its customer's group and its currency; none
 * means that policy passes it (F15).
 */
export function stagesFor(
  policy: ApprovalPolicy,
  charge: { type: ChargeType; customerGroup: string; amount: Money },
): readonly ApprovalStage[] {
  const rule = policy.rules.find(
    ({ type, customerGroup, currency }) =>
      currency === charge.amount.currency &&
      (type === undefined || type === charge.type) &&
      (customerGroup === undefined || customerGroup === charge.customerGroup),
  );
  const tier = rule?.tiers.find(({ upToMinor }) => upToMinor === null || charge.amount.minor <= upToMinor);
  return tier?.stages ?? policy.otherwise;
}
