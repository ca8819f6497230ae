import { DomainError } from '../errors/domain-error.ts';
import type { AgreedPolicy, AgreedPolicyKind } from '../model/agreed-policy.ts';
import { agreedPolicyFromItem } from '../table/items/agreed-policy-item.ts';
import { keys } from '../table/keys.ts';
import { type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { type AgreedPolicyOf, findVersion } from './agreed-policy.ts';
import { approvalContent } from './approval-content.ts';
import { depositPolicy } from './deposit-policy.ts';
import { lowBalancePolicy } from './low-balance-policy.ts';
import { refundPolicy } from './refund-policy.ts';

/** Every kind of policy that is agreed on, with what is in force until a first version is. */
export const agreedPolicies: Readonly<Record<AgreedPolicyKind, AgreedPolicyOf<object>>> = {
  approval: approvalContent,
  refund: refundPolicy,
  deposit: depositPolicy,
  'low-balance': lowBalancePolicy,
};

/** A key is looked for in so many versions; an older replay meets VERSION_STALE, which changes nothing either. */
const versionsLookedAt = 20;

/** The newest versions, newest first, strongly read. */
export async function readNewestVersions(table: LedgerTable, kind: AgreedPolicyKind): Promise<AgreedPolicy<object>[]> {
  const query = { ...keys.policies(kind), newestFirst: true, limit: versionsLookedAt, strong: true };
  return (await queryPartition(table, query)).map((item) => agreedPolicyFromItem<object>(item));
}

/** A version that somebody names, strongly read. Refuses with NOT_FOUND. */
export async function requireVersion(
  table: LedgerTable,
  kind: AgreedPolicyKind,
  version: number,
): Promise<AgreedPolicy<object>> {
  const found = await findVersion(table, agreedPolicies[kind], version, { strong: true });
  if (found === undefined) throw new DomainError('NOT_FOUND');
  return found;
}

/** The newest version there is, for If-Match: who proposes the next one has seen it. */
export function newestEtag(newest: { readonly version: number } | undefined): string {
  return `"${newest?.version ?? 0}"`;
}
