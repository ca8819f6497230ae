import { setDelegation as contract } from '../contracts/delegations.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { keepDelegation, newDelegation } from './keep-delegation.ts';
import { type Actor, requireActiveUser } from './read-user.ts';

/**
 * Hands over the caller's own decisions while he is away (F15); what he handed over before is replaced. Refuses with
 * USER_DISABLED, IDEMPOTENCY_KEY_REUSED, DELEGATE_UNFIT, NO_POWER_TO_DELEGATE, VALIDATION_FAILED, BUSY.
 */
export async function setDelegation(
  context: LedgerContext,
  call: { actor: Actor },
  { body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const { delegation, ...how } = await keepDelegation(context, {
    delegator: user.id,
    keyPrint: fingerprint(user.id, contract.id, user.id, idempotencyKey),
    bodyPrint: bodyFingerprint(body),
    next: () => newDelegation(context, user, user.id, body),
  });
  return { body: delegation, ...how };
}
