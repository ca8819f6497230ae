import { explainDispute as contract } from '../contracts/aftercare.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Actor } from '../users/read-user.ts';
import { stepDispute } from './step-dispute.ts';
import { partyAt } from './stored-dispute.ts';

/**
 * Explains a disputed charge (A45); the customer then gets the words together with everything it was calculated from.
 * Refuses with USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, DISPUTE_MOVED, DISPUTE_TOO_LONG, BUSY.
 */
export async function explainDispute(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const party = await partyAt(context.table, call.actor, contract, params.chargeId);
  const number = Number(params.number);
  return await stepDispute(context, party, { number, action: 'explain', text: body.text, idempotencyKey });
}
