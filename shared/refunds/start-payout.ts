import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { startPayout as contract } from '../contracts/refunds.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Refund } from '../model/refund.ts';
import { requestMovedError, unchangedAndDecidedByAnother } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { refundItem } from '../table/items/refund-item.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { readerOf, refundToWire } from './refund-wire.ts';
import { refusePayer } from './refuse-payer.ts';
import { answerAsItStands, isMade, readRefund, withStep } from './stored-refund.ts';

/**
 * Begins to pay an approved refund (B9, B10): one cashier has it, nobody who asked for it or approved it. Refuses with
 * USER_DISABLED, FORBIDDEN, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, REFUND_EXPIRED, PAYER_IS_MAKER,
 * PAYER_IS_APPROVER, BUSY.
 */
export async function startPayout(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const [user, before] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readRefund(context.table, params.refundId),
  ]);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const prints = {
    keyPrint: fingerprint(actor.id, before.id, idempotencyKey),
    bodyPrint: bodyFingerprint({ startPayout: body }),
  };
  const reader = readerOf(user, true);
  if (isMade(before, prints)) return { body: refundToWire(before, reader), replayed: true };
  if (before.state !== 'approved') throw requestMovedError(before);
  const at = context.clock();
  // The sweep ends it; until it does, nobody begins what it may end under his hands.
  if (before.expiresAt <= at) throw new DomainError('REFUND_EXPIRED', { until: before.expiresAt });
  refusePayer(before, actor.id);

  const started: Refund = {
    ...withStep(before, 'executing', { at, by: actor.id, action: 'start-payout', ...prints }),
    attempts: [...before.attempts, { number: before.attempts.length + 1, startedAt: at, by: actor.id }],
  };
  const condition = unchangedAndDecidedByAnother(before, actor.id);
  const written = await putIf(context, refundItem(started, context.zone), condition);
  if (written === 'written') return { body: refundToWire(started, reader) };
  return { body: refundToWire(await answerAsItStands(context, before.id, prints), reader), replayed: true };
}
