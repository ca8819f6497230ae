import { DomainError } from '../errors/domain-error.ts';
import type { AgreedPolicy } from '../model/agreed-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { type AgreedPolicyOf, findVersion, readInForce } from './agreed-policy.ts';

/**
 * The policy in force, or a version that was approved and took effect earlier: what a request was decided under stays
 * readable for whom it concerns. What never took effect does not exist for him: refuses with NOT_FOUND.
 */
export async function policyThatBound<T>(
  { table, clock }: LedgerContext,
  policy: AgreedPolicyOf<T>,
  version: number | undefined,
): Promise<AgreedPolicy<T>> {
  const now = clock();
  if (version === undefined) return await readInForce(table, policy, now);
  const found = await findVersion(table, policy, version);
  if (found === undefined || found.state !== 'approved' || found.effectiveAt > now) throw new DomainError('NOT_FOUND');
  return found;
}
