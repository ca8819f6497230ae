import { submitDraft as contract } from '../contracts/charge-drafts.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { parseFields } from '../errors/field-errors.ts';
import { invariant } from '../errors/invariant.ts';
import { chargeContentSchema } from '../model/charge.ts';
import { type HistoryStep, isDraft } from '../model/charge-request.ts';
import { refuseClosedPeriod } from '../periods/period-lock.ts';
import { readApprovalPolicy } from '../policies/approval-policy.ts';
import { readVoucherPolicy } from '../policies/voucher-policy.ts';
import { chargeTogether } from '../splitting/charge-together.ts';
import type { LedgerContext } from '../table/context.ts';
import { fingerprint } from '../table/document-id.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { chargeEtag, chargeToWire } from './charge-wire.ts';
import { draftContentToWire, draftEtag } from './draft-wire.ts';
import { enterRevision, saveRevision } from './enter-revision.ts';
import { refuseIncomplete } from './refuse-incomplete.ts';
import { answerAsItStands, findStep, moved, replayStep } from './stored-charge.ts';
import { readOwnCase, refuseKeyOfSave, unchangedDraft } from './stored-draft.ts';

/** The request has no body: there is nothing that could differ under the same key. */
const noBody = '-';

/**
 * Submits a draft (A12, A14): what was saved is checked as a whole and enters review, or is posted where policy passes
 * it. The draft's item becomes the charge's, so it costs what entering the charge at once costs.
 * Refuses with USER_DISABLED, NOT_FOUND, NOT_THE_MAKER, REQUEST_MOVED, VERSION_STALE, VALIDATION_FAILED,
 * VOUCHERS_INCOMPLETE (A44), PERIOD_CLOSED (F14), BUSY.
 */
export async function submitDraft(
  context: LedgerContext,
  call: { actor: Actor },
  { params, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const now = context.clock();
  const [, draft, policy, voucherPolicy] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readOwnCase(context.table, params.chargeId, actor.id),
    readApprovalPolicy(context.table, now),
    readVoucherPolicy(context.table),
  ]);
  const keyPrint = fingerprint(actor.id, draft.id, idempotencyKey);
  if (!isDraft(draft)) {
    const earlier = await findStep(context.table, draft, keyPrint);
    if (earlier === undefined) throw moved(draft);
    return replayStep(draft, earlier, noBody);
  }
  if (draft.state !== 'draft') throw moved(draft);
  refuseKeyOfSave(draft, keyPrint);
  if (ifMatch !== draftEtag(draft)) throw new DomainError('VERSION_STALE', { current: draftEtag(draft) });
  const content = parseFields(chargeContentSchema, draftContentToWire(draft.content), 'body');

  const customer = await readProfile(context.table, draft.customerId);
  invariant(customer !== undefined, `charge ${draft.id} has a customer`);
  const toJudge = { id: draft.id, content, customerGroup: customer.group };
  const returnedFor = await refuseIncomplete(context.table, voucherPolicy, toJudge);
  if (content.effectiveDate !== undefined) await refuseClosedPeriod(context.table, content.effectiveDate, now);
  const { id, customerId, maker, revision, openedAt, bodyPrint } = draft;
  const { type, amount } = content;
  const judged = { customerId, customerGroup: customer.group, type, amount, now, except: id };
  const staged = await chargeTogether(context, policy, judged);
  const action = revision === 1 ? 'submit' : 'resubmit';
  const step: HistoryStep = { at: now, by: actor.id, action, to: 'in-review', keyPrint, bodyPrint: noBody };
  const charge = enterRevision({ id, customerId, maker, revision, openedAt, bodyPrint, history: [step] }, content, {
    policy,
    customerGroup: customer.group,
    now,
    zone: context.zone,
    returnedFor,
    staged,
  });
  const terms = { prepaidUse: policy.prepaidUse, creditTermDays: customer.creditTermDays };
  const saved = await saveRevision(context, charge, unchangedDraft(draft), terms);
  if (saved !== undefined) return { body: chargeToWire(saved), etag: chargeEtag(saved) };
  return await answerAsItStands(context.table, id, keyPrint, noBody);
}
