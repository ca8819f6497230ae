import { withdrawCharge as contract } from '../contracts/charge-drafts.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type HistoryStep, isDraft } from '../model/charge-request.ts';
import type { Language } from '../model/language.ts';
import { unchanged } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { draftItem, revisionItem } from '../table/items/charge-item.ts';
import { put, writeTogether } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { findStep, moved } from './stored-charge.ts';
import { draftReply, findSave, nextDraft, readOwnCase, savedBefore } from './stored-draft.ts';

/**
 * Takes back a charge that waits for its first decision (A32): it becomes a draft of the next revision, what was
 * submitted is kept, and the reviewers no longer see it. Once somebody has approved it, only a reviewer sends it back.
 * Refuses with USER_DISABLED, NOT_FOUND, NOT_THE_MAKER, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, WITHDRAWN_TOO_LATE, BUSY.
 */
export async function withdrawCharge(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor, language } = call;
  const [, before] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readOwnCase(context.table, params.chargeId, actor.id),
  ]);
  const save = { keyPrint: fingerprint(actor.id, before.id, idempotencyKey), bodyPrint: bodyFingerprint(body) };
  if (isDraft(before)) {
    if (findSave(before, save) === undefined) throw moved(before);
    return { ...draftReply(before, language), replayed: true };
  }
  if ((await findStep(context.table, before, save.keyPrint)) !== undefined) {
    throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  }
  if (before.state !== 'in-review' || before.revision !== body.revision) throw moved(before);
  if (before.approvers.length > 0) throw new DomainError('WITHDRAWN_TOO_LATE', { stage: String(before.stage) });

  const now = context.clock();
  const step: HistoryStep = {
    ...{ at: now, by: actor.id, action: 'withdraw', to: 'draft' },
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  };
  const draft = nextDraft(before, save, { now, zone: context.zone });
  const { dueAt: _, ...earlier } = before;
  const refused = await writeTogether(context, [
    put(context.table, draftItem(draft), unchanged(before)),
    { Put: { TableName: context.table.name, Item: revisionItem({ ...earlier, history: [...before.history, step] }) } },
  ]);
  if (refused.length === 0) return draftReply(draft, language);
  const winner = await savedBefore(context.table, before.id, save);
  if (!isDraft(winner) || findSave(winner, save) === undefined) throw moved(winner);
  return { ...draftReply(winner, language), replayed: true };
}
