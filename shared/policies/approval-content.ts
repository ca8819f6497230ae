import { currencyDigits } from '../model/currency.ts';
import { formatDecimal } from '../model/money.ts';
import type { ApprovalContent } from '../model/proposed-approval-policy.ts';
import type { AgreedPolicyOf } from './agreed-policy.ts';
import { defaultApprovalPolicy, defaultSilence } from './default-approval-policy.ts';

const { version: _, effectiveAt: __, ...builtIn } = defaultApprovalPolicy;

/** The approval policy among the policies that are agreed on. */
export const approvalContent: AgreedPolicyOf<ApprovalContent> = { kind: 'approval', builtIn };

/** What an approval policy says, as the API shows it and as it is proposed: limits are decimal strings. */
export function approvalContentToWire({
  prepaidUse,
  rules,
  otherwise,
  silence,
  splittingWindowHours,
}: ApprovalContent) {
  return {
    prepaidUse,
    rules: rules.map(({ kind, type, customerGroup, currency, tiers }) => ({
      ...(kind === undefined ? {} : { kind }),
      ...(type === undefined ? {} : { type }),
      ...(customerGroup === undefined ? {} : { customerGroup }),
      currency,
      tiers: tiers.map(({ upToMinor, stages }) => ({
        ...(upToMinor === null ? {} : { upTo: formatDecimal(upToMinor, currencyDigits(currency)) }),
        stages,
      })),
    })),
    otherwise,
    silence: silence ?? defaultSilence,
    ...(splittingWindowHours === undefined ? {} : { splittingWindowHours }),
  };
}
