import { chargeEtag, chargeToWire } from '../charges/charge-wire.ts';
import { postCharge } from '../charges/post-charge.ts';
import {
  answerAsItStands,
  findStep,
  moved,
  readCharge,
  replayStep,
  unchangedAndDecidedByAnother,
} from '../charges/stored-charge.ts';
import type { decideApproval as contract } from '../contracts/approvals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { RequestState } from '../model/charge.ts';
import type { Charge, HistoryStep } from '../model/charge-request.ts';
import { type Instant, later } from '../model/dates.ts';
import type { ChargeId } from '../model/ids.ts';
import type { User } from '../model/user.ts';
import { readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';

type Input = InputOf<typeof contract>;

const hourMs = 3_600_000;

/**
 * Decides the stage that waits: approve, return or reject (A19, A20). The last approval posts the charge in the same
 * write, so there is no "approved but not posted". Maker, checker and other checker differ by the write's condition.
 * Refuses with USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, APPROVER_IS_MAKER,
 * APPROVER_DECIDED_BEFORE, STAGE_ROLE_MISSING, BUSY.
 */
export async function decideApproval(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: Input,
): Promise<ReplyOf<typeof contract>> {
  const id = params.requestId as ChargeId;
  const [user, charge] = await Promise.all([
    requireActiveUser(context.table, call.actor.id),
    readCharge(context.table, id),
  ]);
  if (charge === undefined) throw new DomainError('NOT_FOUND');
  const keyPrint = fingerprint(user.id, id, idempotencyKey);
  const bodyPrint = bodyFingerprint(body);
  const earlier = await findStep(context.table, charge, keyPrint);
  if (earlier !== undefined) return replayStep(charge, earlier, bodyPrint);
  const isMoved = charge.state !== 'in-review' || charge.revision !== body.revision || charge.stage !== body.stage;
  if (isMoved) throw moved(charge);
  refuseUnfit(user, charge);

  const decided = decide(charge, user, body, { now: context.clock(), keyPrint, bodyPrint });
  const saved = await saveDecision(context, charge, decided, user);
  if (saved !== undefined) return { body: chargeToWire(saved), etag: chargeEtag(saved) };
  return await answerAsItStands(context.table, id, keyPrint, bodyPrint);
}

/** Who may not decide here, by the roles he has now, not by those of his token (G3, ledger.md). */
function refuseUnfit(user: User, charge: Charge): void {
  const waiting = charge.stages[charge.stage - 1];
  invariant(waiting !== undefined, 'a charge in review has a stage that waits');
  if (charge.maker === user.id) throw new DomainError('APPROVER_IS_MAKER');
  if (charge.approvers.includes(user.id)) throw new DomainError('APPROVER_DECIDED_BEFORE');
  if (!user.roles.includes(waiting.role)) {
    throw new DomainError('STAGE_ROLE_MISSING', { stage: String(charge.stage), role: waiting.role });
  }
}

/** The charge as the decision leaves it. */
function decide(
  charge: Charge,
  user: User,
  body: Input['body'],
  by: { now: Instant; keyPrint: string; bodyPrint: string },
): Charge {
  const next = body.decision === 'approve' ? charge.stages[charge.stage] : undefined;
  const to = stateAfter(body.decision, next !== undefined);
  const step: HistoryStep = {
    at: by.now,
    by: user.id,
    action: body.decision,
    stage: charge.stage,
    to,
    ...(body.comment === undefined ? {} : { reason: body.comment }),
    keyPrint: by.keyPrint,
    bodyPrint: by.bodyPrint,
  };
  const { dueAt: _, ...rest } = charge;
  return {
    ...rest,
    state: to,
    stage: next === undefined ? 0 : charge.stage + 1,
    approvers: body.decision === 'approve' ? [...charge.approvers, user.id] : charge.approvers,
    history: [...charge.history, step],
    ...(next === undefined ? {} : { dueAt: later(by.now, next.deadlineHours * hourMs) }),
  };
}

function stateAfter(decision: Input['body']['decision'], more: boolean): RequestState {
  if (decision === 'return') return 'returned';
  if (decision === 'reject') return 'rejected';
  return more ? 'in-review' : 'posted';
}

/** Answers the saved charge, or nothing when somebody else was first. */
async function saveDecision(
  context: LedgerContext,
  before: Charge,
  decided: Charge,
  user: User,
): Promise<Charge | undefined> {
  const condition = unchangedAndDecidedByAnother(before, user.id);
  if (decided.state !== 'posted') {
    const outcome = await putIf(context, chargeItem(decided, context.zone), condition);
    return outcome === 'written' ? decided : undefined;
  }
  const [customer, policy] = await Promise.all([
    readProfile(context.table, decided.customerId),
    readApprovalPolicyVersion(context.table, decided.policyVersion),
  ]);
  invariant(customer !== undefined, `charge ${decided.id} has a customer`);
  const { creditTermDays } = customer;
  const posted = await postCharge(context, {
    charge: decided,
    condition,
    prepaidUse: policy.prepaidUse,
    creditTermDays,
  });
  return typeof posted === 'symbol' ? undefined : posted;
}
