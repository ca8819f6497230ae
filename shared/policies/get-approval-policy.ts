import type { ReplyOf } from '../contracts/operation.ts';
import type { getApprovalPolicy as contract } from '../contracts/policies.ts';
import { currencyDigits } from '../model/currency.ts';
import { formatDecimal } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { readApprovalPolicy } from './approval-policy.ts';
import { defaultSilence } from './default-approval-policy.ts';

/** The policy in force, readable by those it binds. */
export async function getApprovalPolicy(context: LedgerContext): Promise<ReplyOf<typeof contract>> {
  const policy = await readApprovalPolicy(context.table, context.clock());
  const rules = policy.rules.map(({ type, customerGroup, currency, tiers }) => ({
    ...(type === undefined ? {} : { type }),
    ...(customerGroup === undefined ? {} : { customerGroup }),
    currency,
    tiers: tiers.map(({ upToMinor, stages }) => ({
      ...(upToMinor === null ? {} : { upTo: formatDecimal(upToMinor, currencyDigits(currency)) }),
      stages,
    })),
  }));
  return { body: { ...policy, rules, silence: policy.silence ?? defaultSilence } };
}
