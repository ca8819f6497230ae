import { endDelegation as contract } from '../contracts/delegations.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { keepDelegation } from './keep-delegation.ts';
import { type Actor, requireActiveUser } from './read-user.ts';

/**
 * Takes the caller's own decisions back before their time; what the delegate decided meanwhile stands. Refuses with
 * USER_DISABLED, IDEMPOTENCY_KEY_REUSED, NOT_FOUND when nothing is handed over, BUSY.
 */
export async function endDelegation(
  context: LedgerContext,
  call: { actor: Actor },
  { body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const now = context.clock();
  const { delegation, ...how } = await keepDelegation(context, {
    delegator: user.id,
    keyPrint: fingerprint(user.id, contract.id, user.id, idempotencyKey),
    bodyPrint: bodyFingerprint(body),
    next: (current) => {
      if (current === undefined || current.endedAt !== undefined || current.until <= now) {
        throw new DomainError('NOT_FOUND');
      }
      return { ...current, endedAt: now };
    },
  });
  return { body: delegation, ...how };
}
