import { resubmitCharge as contract } from '../contracts/charges.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import { type Charge, type HistoryStep, isDraft } from '../model/charge-request.ts';
import { refuseClosedPeriod } from '../periods/period-lock.ts';
import { readApprovalPolicy } from '../policies/approval-policy.ts';
import { readVoucherPolicy } from '../policies/voucher-policy.ts';
import { unchanged } from '../requests/unchanged.ts';
import { chargeTogether } from '../splitting/charge-together.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { chargeItem, revisionItem } from '../table/items/charge-item.ts';
import { put, putIf, writeTogether } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { chargeEtag, chargeToWire } from './charge-wire.ts';
import { enterRevision } from './enter-revision.ts';
import { postCharge } from './post-charge.ts';
import { refuseIncomplete } from './refuse-incomplete.ts';
import { answerAsItStands, findStep, moved, readCase, replayStep } from './stored-charge.ts';

/**
 * Enters a returned charge again as its next revision; what the earlier one said, and why it came back, is kept (A20,
 * A46). Refuses with NOT_FOUND, IDEMPOTENCY_KEY_REUSED, NOT_THE_MAKER, REQUEST_MOVED, VERSION_STALE,
 * VOUCHERS_INCOMPLETE, PERIOD_CLOSED (F14), BUSY.
 */
export async function resubmitCharge(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey, ifMatch }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const now = context.clock();
  const [, before, policy, voucherPolicy] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readCase(context.table, params.chargeId),
    readApprovalPolicy(context.table, now),
    readVoucherPolicy(context.table),
  ]);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const keyPrint = fingerprint(actor.id, before.id, idempotencyKey);
  const bodyPrint = bodyFingerprint(body);
  const earlier = await findStep(context.table, before, keyPrint);
  if (earlier !== undefined && !isDraft(before)) return replayStep(before, earlier, bodyPrint);
  if (before.maker !== actor.id) throw new DomainError('NOT_THE_MAKER', { maker: before.maker });
  if (isDraft(before) || before.state !== 'returned') throw moved(before);
  if (chargeEtag(before) !== ifMatch) throw new DomainError('VERSION_STALE', { current: chargeEtag(before) });

  const customer = await readProfile(context.table, before.customerId);
  invariant(customer !== undefined, `charge ${before.id} has a customer`);
  const toJudge = { id: before.id, content: body, customerGroup: customer.group };
  const returnedFor = await refuseIncomplete(context.table, voucherPolicy, toJudge);
  if (body.effectiveDate !== undefined) await refuseClosedPeriod(context.table, body.effectiveDate, now);
  const step: HistoryStep = { at: now, by: actor.id, action: 'resubmit', to: 'in-review', keyPrint, bodyPrint };
  const { id, customerId, maker, revision, openedAt } = before;
  const { type, amount } = body;
  const judged = { customerId, customerGroup: customer.group, type, amount, now, except: id };
  const staged = await chargeTogether(context, policy, judged);
  const charge = enterRevision(
    { id, customerId, maker, revision: revision + 1, bodyPrint: before.bodyPrint, history: [step], openedAt },
    body,
    { policy, customerGroup: customer.group, now, zone: context.zone, returnedFor, staged },
  );
  const saved = await saveNextRevision(context, before, charge, policy.prepaidUse, customer.creditTermDays);
  if (saved !== undefined) return { body: chargeToWire(saved), etag: chargeEtag(saved) };

  return await answerAsItStands(context.table, id, keyPrint, bodyPrint);
}

/**
 * The earlier revision is put away first: it never changes once returned, so writing it again is harmless, and the
 * step that replaces it then stands on its own condition.
 */
async function saveNextRevision(
  context: LedgerContext,
  before: Charge,
  charge: Charge,
  prepaidUse: ApprovalPolicy['prepaidUse'],
  creditTermDays: number,
): Promise<Charge | undefined> {
  const condition = unchanged(before);
  if (charge.state === 'posted') {
    await putIf(context, revisionItem(before), { expression: 'attribute_not_exists(pk)' });
    const posted = await postCharge(context, { charge, condition, prepaidUse, creditTermDays });
    return typeof posted === 'symbol' ? undefined : posted;
  }
  const refused = await writeTogether(context, [
    put(context.table, chargeItem(charge, context.zone), condition),
    { Put: { TableName: context.table.name, Item: revisionItem(before) } },
  ]);
  return refused.length === 0 ? charge : undefined;
}
