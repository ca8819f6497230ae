import { editDraft as contract } from '../contracts/charge-drafts.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type ChargeCase, type ChargeDraft, type DraftSave, isDraft } from '../model/charge-request.ts';
import type { Language } from '../model/language.ts';
import { unchanged } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { draftItem, revisionItem } from '../table/items/charge-item.ts';
import { put, putIf, writeTogether } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { caseEtag } from './draft-wire.ts';
import { findStep, moved } from './stored-charge.ts';
import { draftReply, findSave, nextDraft, readOwnCase, savedBefore, unchangedDraft, withSave } from './stored-draft.ts';

/**
 * Saves a draft again, or begins the next revision of a returned charge (A20, A31, A46).
 * Refuses with USER_DISABLED, NOT_FOUND, NOT_THE_MAKER, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, VERSION_STALE, BUSY.
 */
export async function editDraft(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor, language } = call;
  const [, before] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readOwnCase(context.table, params.chargeId, actor.id),
  ]);
  const save = { keyPrint: fingerprint(actor.id, before.id, idempotencyKey), bodyPrint: bodyFingerprint(body) };
  if (isDraft(before) && findSave(before, save) !== undefined) {
    return { ...draftReply(before, language), replayed: true };
  }
  if (!isDraft(before) && (await findStep(context.table, before, save.keyPrint)) !== undefined) {
    throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  }
  if (before.state !== 'draft' && before.state !== 'returned') throw moved(before);
  if (ifMatch !== caseEtag(before)) throw new DomainError('VERSION_STALE', { current: caseEtag(before) });

  const draft = edited(context, before, body, save);
  if (await isSaved(context, before, draft)) return draftReply(draft, language);
  const winner = await savedBefore(context.table, before.id, save);
  if (!isDraft(winner) || findSave(winner, save) === undefined) throw moved(winner);
  return { ...draftReply(winner, language), replayed: true };
}

function edited(
  context: LedgerContext,
  before: ChargeCase,
  content: InputOf<typeof contract>['body'],
  save: DraftSave,
): ChargeDraft {
  const savedAt = context.clock();
  if (!isDraft(before)) return { ...nextDraft(before, save, { now: savedAt, zone: context.zone }), content };
  return { ...before, content, savedAt, version: before.version + 1, saves: withSave(before.saves, save) };
}

/** The earlier revision is put away in the same write that begins the next. */
async function isSaved(context: LedgerContext, before: ChargeCase, draft: ChargeDraft): Promise<boolean> {
  if (isDraft(before)) return (await putIf(context, draftItem(draft), unchangedDraft(before))) === 'written';
  const refused = await writeTogether(context, [
    put(context.table, draftItem(draft), unchanged(before)),
    { Put: { TableName: context.table.name, Item: revisionItem(before) } },
  ]);
  return refused.length === 0;
}
