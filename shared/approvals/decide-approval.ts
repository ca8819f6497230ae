import { chargeEtag, chargeToWire } from '../charges/charge-wire.ts';
import { postCharge } from '../charges/post-charge.ts';
import {
  answerAsItStands,
  findStep,
  moved,
  readCase,
  replayStep,
  unchangedAndDecidedByAnother,
} from '../charges/stored-charge.ts';
import type { decideApproval as contract } from '../contracts/approvals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { RequestState } from '../model/charge.ts';
import { type Charge, type ChargeCase, type HistoryStep, isDraft } from '../model/charge-request.ts';
import { type Instant, later } from '../model/dates.ts';
import type { ChargeId, UserId } from '../model/ids.ts';
import type { User } from '../model/user.ts';
import { readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import { putIf } from '../table/write.ts';
import { readDelegators } from '../users/read-delegations.ts';
import { type Actor, mayApprove, requireActiveUser } from '../users/read-user.ts';
import { rolesOfStage, spentOn } from './stage-people.ts';

type Input = InputOf<typeof contract>;

const hourMs = 3_600_000;

/**
 * Decides the stage that waits: approve, return or reject (A19, A20). The last approval posts the charge in the same
 * write, so there is no "approved but not posted". Maker, checker and other checker differ by the write's condition. A
 * delegate decides in place of an absent colleague, and the step says so (F15).
 * Refuses with USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, APPROVER_IS_MAKER,
 * APPROVER_DECIDED_BEFORE, STAGE_ROLE_MISSING, BUSY.
 */
export async function decideApproval(
  context: LedgerContext,
  call: { actor: Actor },
  input: Input,
): Promise<ReplyOf<typeof contract>> {
  const { params, body, idempotencyKey } = input;
  const id = params.requestId as ChargeId;
  const [user, charge] = await Promise.all([
    requireActiveUser(context.table, call.actor.id),
    readCase(context.table, id),
  ]);
  if (charge === undefined) throw new DomainError('NOT_FOUND');
  if (isDraft(charge)) throw moved(charge);
  const keyPrint = fingerprint(user.id, id, idempotencyKey);
  const bodyPrint = bodyFingerprint(body);
  const earlier = await findStep(context.table, charge, keyPrint);
  if (earlier !== undefined) return replayStep(charge, earlier, bodyPrint);
  const isMoved = charge.state !== 'in-review' || charge.revision !== body.revision || charge.stage !== body.stage;
  if (isMoved) throw moved(charge);
  const inPlaceOf = await requireFit(context, user, charge);

  const decided = decide(charge, user, body, { now: context.clock(), inPlaceOf, keyPrint, bodyPrint });
  const saved = await saveDecision(context, charge, decided);
  if (saved !== undefined) return { body: chargeToWire(saved), etag: chargeEtag(saved) };
  // Handed to another role as well meanwhile: what he saw still stands, so he decides on top of that.
  if (wasEscalatedSince(charge, await readCase(context.table, id))) {
    return await decideApproval(context, call, input);
  }
  return await answerAsItStands(context.table, id, keyPrint, bodyPrint);
}

/**
 * In whose place somebody decides here, if not by a role of his own; refuses who may not, by the roles he has now, not
 * by those of his token (G3, F15, ledger.md).
 */
async function requireFit(context: LedgerContext, user: User, charge: Charge): Promise<UserId | undefined> {
  const roles = rolesOfStage(charge);
  const spent = spentOn(charge);
  if (charge.maker === user.id) throw new DomainError('APPROVER_IS_MAKER');
  if (spent.has(user.id)) throw new DomainError('APPROVER_DECIDED_BEFORE');
  if (roles.some((role) => user.roles.includes(role))) return undefined;
  const delegators = mayApprove(user) ? await readDelegators(context, user.id, roles) : [];
  const absent = delegators.find(({ id }) => !spent.has(id));
  if (absent !== undefined) return absent.id;
  throw new DomainError('STAGE_ROLE_MISSING', { stage: String(charge.stage), role: roles.join(' / ') });
}

function wasEscalatedSince(seen: Charge, now: ChargeCase | undefined): boolean {
  if (now === undefined || isDraft(now) || now.escalatedTo === undefined) return false;
  return seen.escalatedTo === undefined && now.revision === seen.revision && now.stage === seen.stage;
}

/** The charge as the decision leaves it. */
function decide(
  charge: Charge,
  user: User,
  body: Input['body'],
  by: { now: Instant; inPlaceOf: UserId | undefined; keyPrint: string; bodyPrint: string },
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
    ...(by.inPlaceOf === undefined ? {} : { for: by.inPlaceOf }),
    keyPrint: by.keyPrint,
    bodyPrint: by.bodyPrint,
  };
  const { dueAt: _, escalatedTo: __, ...rest } = charge;
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
async function saveDecision(context: LedgerContext, before: Charge, decided: Charge): Promise<Charge | undefined> {
  const step = decided.history.at(-1);
  invariant(step !== undefined, 'a decision is a step');
  const condition = unchangedAndDecidedByAnother(before, step.by, step.for);
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
