import { submitCharge as contract } from '../contracts/charges.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { ChargeContent } from '../model/charge.ts';
import type { Charge, HistoryStep } from '../model/charge-request.ts';
import { businessDate, type Instant, later } from '../model/dates.ts';
import type { ChargeId } from '../model/ids.ts';
import { readApprovalPolicy, stagesFor } from '../policies/approval-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId, fingerprint } from '../table/document-id.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { chargeEtag, chargeToWire } from './charge-wire.ts';
import { postCharge } from './post-charge.ts';
import { readCharge } from './stored-charge.ts';

const hourMs = 3_600_000;

/**
 * Enters a charge and submits it (A10, A12): in review when the policy wants approvals, posted at once when it wants
 * none. The id comes from the idempotency key, so the same request sent again meets the same charge (F1).
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, CUSTOMER_NOT_FOUND, CUSTOMER_NUMBER_MISMATCH (A49), BUSY.
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
  const [, existing, customer, policy] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readCharge(context.table, id),
    readProfile(context.table, customerId),
    readApprovalPolicy(context.table, now),
  ]);
  if (existing !== undefined) return replay(existing, bodyPrint);
  if (customer === undefined) throw new DomainError('CUSTOMER_NOT_FOUND');
  if (customer.number !== customerNumber) throw new DomainError('CUSTOMER_NUMBER_MISMATCH', { number: customerNumber });

  const keyPrint = fingerprint(actor.id, id, idempotencyKey);
  const first: HistoryStep = { at: now, by: actor.id, action: 'submit', to: 'in-review', keyPrint };
  const charge = enterRevision({ id, customerId, maker: actor.id, revision: 1, bodyPrint, history: [first] }, content, {
    policy,
    customerGroup: customer.group,
    now,
    zone: context.zone,
  });
  const saved = await saveRevision(context, charge, policy, customer.creditTermDays);
  if (saved !== undefined) return { body: chargeToWire(saved), etag: chargeEtag(saved), location: `/charges/${id}` };
  const winner = await readCharge(context.table, id);
  if (winner === undefined) throw new DomainError('BUSY');
  return replay(winner, bodyPrint);
}

async function saveRevision(
  context: LedgerContext,
  charge: Charge,
  policy: ApprovalPolicy,
  creditTermDays: number,
): Promise<Charge | undefined> {
  const condition = { expression: 'attribute_not_exists(pk)' };
  if (charge.state === 'posted') {
    const posted = await postCharge(context, { charge, condition, prepaidUse: policy.prepaidUse, creditTermDays });
    return typeof posted === 'symbol' ? undefined : posted;
  }
  const outcome = await putIf(context, chargeItem(charge, context.zone), condition);
  return outcome === 'written' ? charge : undefined;
}

function replay(charge: Charge, bodyPrint: string): ReplyOf<typeof contract> {
  if (charge.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { body: chargeToWire(charge), etag: chargeEtag(charge), location: `/charges/${charge.id}`, replayed: true };
}

/**
 * A revision as it enters review, or as policy passes it: its stages, whose turn it is and until when. The first
 * revision and every resubmission come through here.
 */
export function enterRevision(
  identity: Pick<Charge, 'id' | 'customerId' | 'maker' | 'revision' | 'bodyPrint' | 'history'>,
  content: ChargeContent,
  rules: { policy: ApprovalPolicy; customerGroup: string; now: Instant; zone: string },
): Charge {
  const { policy, customerGroup, now } = rules;
  const stages = stagesFor(policy, { type: content.type, customerGroup, amount: content.amount });
  const [firstStage] = stages;
  const common = {
    ...identity,
    ...content,
    stages,
    policyVersion: policy.version,
    approvers: [],
    submittedAt: now,
    effectiveDate: content.effectiveDate ?? businessDate(now, rules.zone),
  };
  if (firstStage === undefined) {
    const passed: HistoryStep = { at: now, by: 'policy', action: 'pass', to: 'posted' };
    return { ...common, state: 'posted', stage: 0, history: [...identity.history, passed] };
  }
  return { ...common, state: 'in-review', stage: 1, dueAt: later(now, firstStage.deadlineHours * hourMs) };
}
