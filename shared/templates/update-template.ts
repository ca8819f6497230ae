import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { updateTemplate as contract } from '../contracts/templates.ts';
import { fillOf } from '../model/charge-template.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { nextVersion } from './next-version.ts';
import { refuseReviewDate } from './review-date.ts';

/**
 * Replaces what a template says by its next version, which is in use (A52).
 * Refuses with USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, VERSION_STALE, VALIDATION_FAILED (the review date), BUSY.
 */
export async function updateTemplate(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  await requireActiveUser(context.table, actor.id, contract.roles);
  const change = { actor, id: params.templateId, idempotencyKey, ifMatch, body };
  const { location: _, ...reply } = await nextVersion(context, {
    ...change,
    next: (_before, today) => {
      refuseReviewDate(body.reviewBy, today);
      return { ...body, content: fillOf(body.content), state: 'active' };
    },
  });
  return reply;
}
