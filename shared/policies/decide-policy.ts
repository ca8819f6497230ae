import { decidePolicy as contract } from '../contracts/agreed-policies.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { newestEtag } from './policy-versions.ts';
import { settlePolicy } from './settle-policy.ts';
import { versionToWire } from './version-wire.ts';

/**
 * Approves or rejects what another has proposed (C5, C20, B17, F15). Approved, it takes effect at the time it names, or
 * at once where that has passed. Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, POLICY_MOVED,
 * PROPOSER_DECIDES, BUSY.
 */
export async function decidePolicy(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { kind, version } = params;
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const { policy, replayed } = await settlePolicy(context, {
    ...{ kind, version, by: user.id, idempotencyKey },
    to: body.decision === 'approve' ? 'approved' : 'rejected',
    comment: body.comment,
  });
  return { body: versionToWire(kind, policy, call.language), etag: newestEtag(policy), replayed };
}
