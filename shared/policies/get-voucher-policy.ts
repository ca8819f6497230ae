import type { ReplyOf } from '../contracts/operation.ts';
import type { getVoucherPolicy as contract } from '../contracts/policies.ts';
import type { LedgerContext } from '../table/context.ts';
import { publicationToWire } from './publication-wire.ts';
import { policyEtag } from './published-policy.ts';
import { readVoucherPolicy } from './voucher-policy.ts';

/** Which vouchers a charge needs, as it is in force (A3, A17); the ETag is for publishing the next version. */
export async function getVoucherPolicy(context: LedgerContext): Promise<ReplyOf<typeof contract>> {
  const policy = await readVoucherPolicy(context.table);
  return { body: publicationToWire(policy), etag: policyEtag(policy) };
}
