import { submitCharge as contract } from '../contracts/charges.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type ChargeCase, type HistoryStep, isDraft } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';
import { refuseClosedPeriod } from '../periods/period-lock.ts';
import { readApprovalPolicy } from '../policies/approval-policy.ts';
import { readVoucherPolicy } from '../policies/voucher-policy.ts';
import { chargeTogether } from '../splitting/charge-together.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId, fingerprint } from '../table/document-id.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { chargeEtag, chargeToWire } from './charge-wire.ts';
import { enterRevision, saveRevision } from './enter-revision.ts';
import { refuseIncomplete } from './refuse-incomplete.ts';
import { moved, readCase } from './stored-charge.ts';

const absent = { expression: 'attribute_not_exists(pk)' };

/**
 * Enters a charge and submits it (A10, A12): in review when the policy wants approvals, posted at once when it wants
 * none. The id comes from the idempotency key, so the same request sent again meets the same charge (F1).
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, CUSTOMER_NOT_FOUND, CUSTOMER_NUMBER_MISMATCH (A49),
 * VOUCHERS_INCOMPLETE (A44), PERIOD_CLOSED (F14), BUSY.
 */
export async function submitCharge(
  context: LedgerContext,
  call: { actor: Actor },
  { body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { customerId, customerNumber, ...content } = body;
  const { actor } = call;
  const id = documentId('chg', actor.id, 'submitCharge', idempotencyKey) as ChargeId;
  const bodyPrint = bodyFingerprint(body);
  const now = context.clock();
  const [, existing, customer, policy, voucherPolicy] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readCase(context.table, id),
    readProfile(context.table, customerId),
    readApprovalPolicy(context.table, now),
    readVoucherPolicy(context.table),
  ]);
  if (existing !== undefined) return replay(existing, bodyPrint);
  if (customer === undefined) throw new DomainError('CUSTOMER_NOT_FOUND');
  if (customer.number !== customerNumber) throw new DomainError('CUSTOMER_NUMBER_MISMATCH', { number: customerNumber });

  const toJudge = { id, content, customerGroup: customer.group };
  const returnedFor = await refuseIncomplete(context.table, voucherPolicy, toJudge);
  if (content.effectiveDate !== undefined) await refuseClosedPeriod(context.table, content.effectiveDate, now);
  const { type, amount } = content;
  const staged = await chargeTogether(context, policy, {
    customerId,
    customerGroup: customer.group,
    type,
    amount,
    now,
  });
  const keyPrint = fingerprint(actor.id, id, idempotencyKey);
  const first: HistoryStep = { at: now, by: actor.id, action: 'submit', to: 'in-review', keyPrint };
  const charge = enterRevision(
    { id, customerId, maker: actor.id, revision: 1, bodyPrint, history: [first], openedAt: now },
    content,
    { policy, customerGroup: customer.group, now, zone: context.zone, returnedFor, staged },
  );
  const saved = await saveRevision(context, charge, absent, {
    prepaidUse: policy.prepaidUse,
    creditTermDays: customer.creditTermDays,
  });
  if (saved !== undefined) return { body: chargeToWire(saved), etag: chargeEtag(saved), location: `/charges/${id}` };
  const winner = await readCase(context.table, id);
  if (winner === undefined) throw new DomainError('BUSY');
  return replay(winner, bodyPrint);
}

/** The same request again is answered with the charge as it stands; one that its clerk took back since is not what was asked. */
function replay(charge: ChargeCase, bodyPrint: string): ReplyOf<typeof contract> {
  if (charge.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  if (isDraft(charge)) throw moved(charge);
  return { body: chargeToWire(charge), etag: chargeEtag(charge), location: `/charges/${charge.id}`, replayed: true };
}
