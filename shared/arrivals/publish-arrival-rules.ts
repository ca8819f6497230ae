import { publishArrivalRules as contract } from '../contracts/arrivals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { publicationToWire } from '../policies/publication-wire.ts';
import { policyEtag, publishPolicy } from '../policies/published-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { arrivalPolicy } from './arrival-rules.ts';

/**
 * Replaces the arrival rules: times by method, and faults that lengthen them while they last (A62–A67).
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, VERSION_STALE, BUSY.
 */
export async function publishArrivalRules(
  context: LedgerContext,
  call: { actor: Actor },
  { body, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  await requireActiveUser(context.table, actor.id, contract.roles);
  const { published, replayed } = await publishPolicy(context, arrivalPolicy, {
    actor,
    idempotencyKey,
    ifMatch,
    body,
    next: () => body,
  });
  return { body: publicationToWire(published), etag: policyEtag(published), location: '/policies/arrival', replayed };
}
