import { cancelDraft as contract } from '../contracts/charge-drafts.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type ChargeCase, type HistoryStep, isDraft } from '../model/charge-request.ts';
import { unchanged } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { chargeItem, draftItem } from '../table/items/charge-item.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { findStep, moved, readCase } from './stored-charge.ts';
import { readOwnCase, refuseKeyOfSave, unchangedDraft } from './stored-draft.ts';

/**
 * Gives up a draft or a returned charge for good; nothing is deleted, so the archive still shows it (A46).
 * Refuses with USER_DISABLED, NOT_FOUND, NOT_THE_MAKER, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, BUSY.
 */
export async function cancelDraft(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const [, before] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readOwnCase(context.table, params.chargeId, actor.id),
  ]);
  const prints = { keyPrint: fingerprint(actor.id, before.id, idempotencyKey), bodyPrint: bodyFingerprint(body) };
  if (await isReplay(context, before, prints)) return { ...cancelled(before), replayed: true };
  if (before.state !== 'draft' && before.state !== 'returned') throw moved(before);
  if (isDraft(before)) refuseKeyOfSave(before, prints.keyPrint);
  const step: HistoryStep = {
    ...{ at: context.clock(), by: actor.id, action: 'cancel', to: 'cancelled', ...prints },
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  };
  const history = [...before.history, step];
  const outcome = isDraft(before)
    ? await putIf(context, draftItem({ ...before, state: 'cancelled', history }), unchangedDraft(before))
    : await putIf(context, chargeItem({ ...before, state: 'cancelled', history }, context.zone), unchanged(before));
  if (outcome === 'written') return cancelled(before);
  const winner = await readCase(context.table, before.id);
  if (winner === undefined) throw new DomainError('BUSY');
  if (await isReplay(context, winner, prints)) return { ...cancelled(winner), replayed: true };
  throw moved(winner);
}

async function isReplay(
  context: LedgerContext,
  of: ChargeCase,
  prints: { keyPrint: string; bodyPrint: string },
): Promise<boolean> {
  const step = await findStep(context.table, of, prints.keyPrint);
  if (step !== undefined && step.bodyPrint !== prints.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return step?.action === 'cancel';
}

function cancelled({ id }: ChargeCase) {
  return { body: { id, state: 'cancelled' } };
}
