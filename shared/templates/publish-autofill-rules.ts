import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { publishAutofillRules as contract } from '../contracts/templates.ts';
import { fillOf } from '../model/charge-template.ts';
import { policyEtag, publishPolicy } from '../policies/published-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { autofillPolicy, autofillRulesToWire } from './autofill-rules.ts';

/**
 * Replaces the autofill rules as a whole (A61).
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, VERSION_STALE, BUSY.
 */
export async function publishAutofillRules(
  context: LedgerContext,
  call: { actor: Actor },
  { body, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  await requireActiveUser(context.table, actor.id, contract.roles);
  const rules = body.rules.map((rule) => ({ ...rule, fill: fillOf(rule.fill) }));
  const { published, replayed } = await publishPolicy(context, autofillPolicy, {
    actor,
    idempotencyKey,
    ifMatch,
    body,
    next: () => ({ rules }),
  });
  const wire = autofillRulesToWire(published);
  return { body: wire, etag: policyEtag(published), location: '/policies/autofill', replayed };
}
