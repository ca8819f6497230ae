import type { ReplyOf } from '../contracts/operation.ts';
import type { getAutofillRules as contract } from '../contracts/templates.ts';
import { policyEtag, readPublished } from '../policies/published-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { autofillPolicy, autofillRulesToWire } from './autofill-rules.ts';

/** The autofill rules in force (A61); their ETag is for publishing the next version. */
export async function getAutofillRules(context: LedgerContext): Promise<ReplyOf<typeof contract>> {
  const rules = await readPublished(context.table, autofillPolicy);
  return { body: autofillRulesToWire(rules), etag: policyEtag(rules) };
}
