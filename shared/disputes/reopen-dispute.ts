import { reopenDispute as contract } from '../contracts/aftercare.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Actor } from '../users/read-user.ts';
import { stepDispute } from './step-dispute.ts';
import { partyAt } from './stored-dispute.ts';

/**
 * Opens an explained dispute again, because the customer is not convinced (A45). Refuses with USER_DISABLED,
 * NOT_FOUND, IDEMPOTENCY_KEY_REUSED, DISPUTE_MOVED, DISPUTE_TOO_LONG, BUSY.
 */
export async function reopenDispute(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const party = await partyAt(context.table, call.actor, contract, params.chargeId);
  const number = Number(params.number);
  return await stepDispute(context, party, { number, action: 'reopen', text: body.text, idempotencyKey });
}
