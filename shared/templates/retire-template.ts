import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { retireTemplate as contract } from '../contracts/templates.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { nextVersion } from './next-version.ts';

/**
 * Takes a template out of use, with the reason; nothing is deleted (A52).
 * Refuses with USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, VERSION_STALE, BUSY.
 */
export async function retireTemplate(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  await requireActiveUser(context.table, actor.id, contract.roles);
  const change = { actor, id: params.templateId, idempotencyKey, ifMatch, body };
  return await nextVersion(context, {
    ...change,
    next: (before) => ({ ...before, state: 'retired', reason: body.reason }),
  });
}
