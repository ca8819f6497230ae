import { setUserDelegation as contract } from '../contracts/delegations.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { keepDelegation, newDelegation } from './keep-delegation.ts';
import { type Actor, readUser, requireActiveUser } from './read-user.ts';

/**
 * Hands over the decisions of somebody who cannot do it himself, because he is ill (F15); the record says who set it.
 * Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, DELEGATE_UNFIT, NO_POWER_TO_DELEGATE,
 * VALIDATION_FAILED, BUSY.
 */
export async function setUserDelegation(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const [user, delegator] = await Promise.all([
    requireActiveUser(context.table, call.actor.id, contract.roles),
    readUser(context.table, params.userId),
  ]);
  if (delegator === undefined) throw new DomainError('NOT_FOUND');
  const { delegation, ...how } = await keepDelegation(context, {
    delegator: delegator.id,
    keyPrint: fingerprint(user.id, contract.id, delegator.id, idempotencyKey),
    bodyPrint: bodyFingerprint(body),
    next: () => newDelegation(context, delegator, user.id, body),
  });
  return { body: delegation, ...how };
}
