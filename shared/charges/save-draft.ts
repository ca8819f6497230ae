import { saveDraft as contract } from '../contracts/charge-drafts.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ChargeCase, ChargeDraft } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId, fingerprint } from '../table/document-id.ts';
import { draftItem } from '../table/items/charge-item.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { readCase } from './stored-charge.ts';
import { draftReply } from './stored-draft.ts';

type Reply = ReplyOf<typeof contract>;

/**
 * Begins a charge without submitting it (A14); its customer is chosen first and stays (A9). The id comes from the key,
 * so a clerk who lost the connection sends it again and has one draft (A43, H10).
 * Refuses with USER_DISABLED, CUSTOMER_NOT_FOUND, CUSTOMER_NUMBER_MISMATCH (A49), IDEMPOTENCY_KEY_REUSED, BUSY.
 */
export async function saveDraft(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { body, idempotencyKey }: InputOf<typeof contract>,
): Promise<Reply> {
  const { actor } = call;
  const id = documentId('chg', actor.id, 'saveDraft', idempotencyKey) as ChargeId;
  const bodyPrint = bodyFingerprint(body);
  const [, existing, customer] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readCase(context.table, id),
    readProfile(context.table, body.customerId),
  ]);
  if (existing !== undefined) return replay(existing, bodyPrint, call.language);
  if (customer === undefined) throw new DomainError('CUSTOMER_NOT_FOUND');
  if (customer.number !== body.customerNumber) {
    throw new DomainError('CUSTOMER_NUMBER_MISMATCH', { number: body.customerNumber });
  }
  const now = context.clock();
  const draft: ChargeDraft = {
    kind: 'charge',
    id,
    customerId: body.customerId,
    state: 'draft',
    revision: 1,
    version: 1,
    maker: actor.id,
    openedAt: now,
    savedAt: now,
    content: body.content,
    saves: [{ keyPrint: fingerprint(actor.id, id, idempotencyKey), bodyPrint }],
    history: [],
    bodyPrint,
  };
  const outcome = await putIf(context, draftItem(draft), { expression: 'attribute_not_exists(pk)' });
  if (outcome === 'written') return { ...draftReply(draft, call.language), location: `/charge-drafts/${id}` };
  const winner = await readCase(context.table, id);
  if (winner === undefined) throw new DomainError('BUSY');
  return replay(winner, bodyPrint, call.language);
}

/** The same request again is answered with the draft as it stands, also when it was submitted since. */
function replay(existing: ChargeCase, bodyPrint: string, language: Language): Reply {
  if (existing.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { ...draftReply(existing, language), location: `/charge-drafts/${existing.id}`, replayed: true };
}
