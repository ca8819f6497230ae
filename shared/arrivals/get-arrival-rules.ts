import type { getArrivalRules as contract } from '../contracts/arrivals.ts';
import type { ReplyOf } from '../contracts/operation.ts';
import { publicationToWire } from '../policies/publication-wire.ts';
import { policyEtag } from '../policies/published-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { readArrivalRules } from './arrival-rules.ts';

/** The arrival rules in force (A62–A67); their ETag is for publishing the next version. */
export async function getArrivalRules(context: LedgerContext): Promise<ReplyOf<typeof contract>> {
  const rules = await readArrivalRules(context.table);
  return { body: publicationToWire(rules), etag: policyEtag(rules) };
}
