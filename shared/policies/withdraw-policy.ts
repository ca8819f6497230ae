import { withdrawPolicy as contract } from '../contracts/agreed-policies.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { newestEtag } from './policy-versions.ts';
import { settlePolicy } from './settle-policy.ts';
import { versionToWire } from './version-wire.ts';

/**
 * Withdraws one's own proposal while nobody has decided it (C5). Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND,
 * IDEMPOTENCY_KEY_REUSED, POLICY_MOVED, NOT_THE_PROPOSER, BUSY.
 */
export async function withdrawPolicy(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { kind, version } = params;
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const { policy, replayed } = await settlePolicy(context, {
    ...{ kind, version, by: user.id, to: 'withdrawn', idempotencyKey },
    comment: body.reason,
  });
  return { body: versionToWire(kind, policy, call.language), etag: newestEtag(policy), replayed };
}
