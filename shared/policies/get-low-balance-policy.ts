import type { getLowBalancePolicy as contract } from '../contracts/agreed-policies.ts';
import type { ReplyOf } from '../contracts/operation.ts';
import type { LedgerContext } from '../table/context.ts';
import { readInForce } from './agreed-policy.ts';
import { lowBalancePolicy } from './low-balance-policy.ts';

/** The low-balance policy in force (C3): it names customers and what they keep, so it is for the staff. */
export async function getLowBalancePolicy({ table, clock }: LedgerContext): Promise<ReplyOf<typeof contract>> {
  const { version, effectiveAt, content } = await readInForce(table, lowBalancePolicy, clock());
  return { body: { version, effectiveAt, ...content } };
}
