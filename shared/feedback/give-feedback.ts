import type { giveFeedback as contract } from '../contracts/feedback.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Feedback } from '../model/feedback.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint } from '../table/document-id.ts';
import { feedbackItem } from '../table/items/feedback-item.ts';
import { putIf } from '../table/write.ts';
import { askedCharge } from './asked-charge.ts';

/**
 * Keeps the customer's answer about one charge (A29). The link is good for one answer: the same one sent again is
 * answered again, another refuses with FEEDBACK_GIVEN. Refuses with LINK_INVALID a link that is not ours or too old.
 */
export async function giveFeedback(
  context: LedgerContext,
  { params, body }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { charge, given } = await askedCharge(context, params.token);
  const bodyPrint = bodyFingerprint(body);
  const { id: chargeId, customerId } = charge;
  const feedback: Feedback = { chargeId, customerId, at: context.clock(), ...body, bodyPrint };
  if (given === undefined) {
    const outcome = await putIf(context, feedbackItem(feedback), { expression: 'attribute_not_exists(pk)' });
    if (outcome === 'written') return reply(params.token, feedback);
  }
  const first = given ?? (await askedCharge(context, params.token)).given;
  invariant(first !== undefined, `charge ${chargeId} has the answer that was first`);
  if (first.bodyPrint !== bodyPrint) throw new DomainError('FEEDBACK_GIVEN');
  return { ...reply(params.token, first), replayed: true };
}

function reply(token: string, { rating, text, at }: Feedback): ReplyOf<typeof contract> {
  return { body: { rating, text, givenAt: at }, location: `/feedback/${token}` };
}
