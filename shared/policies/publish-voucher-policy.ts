import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { publishVoucherPolicy as contract } from '../contracts/policies.ts';
import { toWire } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { publicationToWire } from './publication-wire.ts';
import { policyEtag, publishPolicy } from './published-policy.ts';
import { voucherPolicy } from './voucher-policy.ts';

/**
 * Replaces the voucher policy (A3, A17, A44). What was submitted before stays submitted.
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, VERSION_STALE, BUSY.
 */
export async function publishVoucherPolicy(
  context: LedgerContext,
  call: { actor: Actor },
  { body, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  await requireActiveUser(context.table, actor.id, contract.roles);
  const rules = body.rules.map(({ above, ...rule }) =>
    above === undefined ? rule : { ...rule, above: toWire(above) },
  );
  const next = () => ({ onMissing: body.onMissing, rules });
  const { published, replayed } = await publishPolicy(context, voucherPolicy, {
    actor,
    idempotencyKey,
    ifMatch,
    body,
    next,
  });
  return { body: publicationToWire(published), etag: policyEtag(published), location: '/policies/voucher', replayed };
}
