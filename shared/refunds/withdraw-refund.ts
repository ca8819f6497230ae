import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { withdrawRefund as contract } from '../contracts/refunds.ts';
import { DomainError } from '../errors/domain-error.ts';
import { requestMovedError, unchanged } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import type { Actor } from '../users/read-user.ts';
import { readAskedRefund } from './asker.ts';
import { readerOf, refundToWire } from './refund-wire.ts';
import { releaseRefund } from './release-refund.ts';
import { answerAsItStands, isMade, withStep } from './stored-refund.ts';

/**
 * Takes a refund back while it is in review, by whoever asked for it or its customer; its money is free in the same write
 * (F3). Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, NOT_THE_MAKER, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, BUSY.
 */
export async function withdrawRefund(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const { asker, refund: before } = await readAskedRefund(context.table, actor, contract, params.refundId);
  if (asker.isStaff && before.maker !== actor.id) throw new DomainError('NOT_THE_MAKER', { maker: before.maker });
  const reader = readerOf(asker.user, asker.isStaff);
  const prints = {
    keyPrint: fingerprint(actor.id, before.id, idempotencyKey),
    bodyPrint: bodyFingerprint({ withdraw: body }),
  };
  if (isMade(before, prints)) return { body: refundToWire(before, reader), replayed: true };
  if (before.state !== 'in-review') throw requestMovedError(before);

  const { reason } = body;
  const withdrawn = withStep(before, 'withdrawn', {
    ...{ at: context.clock(), by: actor.id, action: 'withdraw', ...prints },
    ...(reason === undefined ? {} : { reason }),
  });
  const outcome = await releaseRefund(context, withdrawn, unchanged(before));
  if (typeof outcome !== 'symbol') return { body: refundToWire(outcome, reader) };
  const now = await answerAsItStands(context, before.id, prints);
  return { body: refundToWire(now, reader), replayed: true };
}
