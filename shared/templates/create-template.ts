import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { createTemplate as contract } from '../contracts/templates.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type ChargeTemplate, fillOf } from '../model/charge-template.ts';
import { businessDate } from '../model/dates.ts';
import type { TemplateId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId, fingerprint } from '../table/document-id.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { refuseReviewDate } from './review-date.ts';
import { readTemplate, saveVersion, templateEtag, templateToWire } from './stored-template.ts';

/**
 * Keeps a template (A50, A51). Its id comes from the idempotency key (F1).
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, VALIDATION_FAILED (the review date), BUSY.
 */
export async function createTemplate(
  context: LedgerContext,
  call: { actor: Actor },
  { body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const id = documentId('tpl', actor.id, 'createTemplate', idempotencyKey) as TemplateId;
  const bodyPrint = bodyFingerprint(body);
  const now = context.clock();
  const today = businessDate(now, context.zone);
  const [, versions] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readTemplate(context.table, id),
  ]);
  const answer = (template: ChargeTemplate, replayed: boolean) => ({
    body: templateToWire(template, today),
    etag: templateEtag(template),
    location: `/charge-templates/${id}`,
    replayed,
  });
  const replay = (known: readonly ChargeTemplate[]) => {
    const [newest] = known;
    if (newest === undefined) return undefined;
    if (known.at(-1)?.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    return answer(newest, true);
  };
  const known = replay(versions);
  if (known !== undefined) return known;
  refuseReviewDate(body.reviewBy, today);
  const template: ChargeTemplate = {
    ...body,
    content: fillOf(body.content),
    id,
    version: 1,
    state: 'active',
    changedAt: now,
    changedBy: actor.id,
    keyPrint: fingerprint(actor.id, id, idempotencyKey),
    bodyPrint,
  };
  if ((await saveVersion(context, template)) === 'written') return answer(template, false);
  const winner = replay(await readTemplate(context.table, id));
  if (winner === undefined) throw new DomainError('BUSY');
  return winner;
}
