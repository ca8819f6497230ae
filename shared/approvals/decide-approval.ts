import type { decideApproval as contract } from '../contracts/approvals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { type Instant, later } from '../model/dates.ts';
import type { ReviewedId, UserId } from '../model/ids.ts';
import type { HistoryStep } from '../model/request.ts';
import { isBeingWritten, type RequestCase, type Submitted } from '../model/request-case.ts';
import type { RequestState } from '../model/request-state.ts';
import type { User } from '../model/user.ts';
import { answerAsItStands, findStep, replyFor } from '../requests/answer.ts';
import { readReviewed } from '../requests/stored-request.ts';
import { requestMovedError } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { readDelegators } from '../users/read-delegations.ts';
import { type Actor, mayApprove, requireActiveUser } from '../users/read-user.ts';
import { saveDecision } from './save-decision.ts';
import { rolesOfStage, spentOn } from './stage-people.ts';

type Input = InputOf<typeof contract>;

const hourMs = 3_600_000;

/**
 * Decides the stage that waits: approve, return or reject (A19, A20, A38, B8). The last approval posts a charge or a
 * correction in the same write, so there is no "approved but not posted"; a refund then waits for a cashier. Maker,
 * checker and other checker differ by the write's condition. A delegate decides in place of an absent colleague, and the
 * step says so (F15).
 * Refuses with USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, APPROVER_IS_MAKER,
 * APPROVER_DECIDED_BEFORE, STAGE_ROLE_MISSING, CANNOT_BE_RETURNED, REFUND_EXPIRED, PERIOD_CLOSED, PREPAID_INSUFFICIENT,
 * BUSY.
 */
export async function decideApproval(
  context: LedgerContext,
  call: { actor: Actor },
  input: Input,
): Promise<ReplyOf<typeof contract>> {
  const { params, body, idempotencyKey } = input;
  const id = params.requestId as ReviewedId;
  const [user, request] = await Promise.all([
    requireActiveUser(context.table, call.actor.id),
    readReviewed(context.table, id),
  ]);
  if (request === undefined) throw new DomainError('NOT_FOUND');
  if (isBeingWritten(request)) throw requestMovedError(request);
  const keyPrint = fingerprint(user.id, id, idempotencyKey);
  const bodyPrint = bodyFingerprint(body);
  const earlier = await findStep(context.table, request, keyPrint);
  if (earlier !== undefined) return replyFor(request, { step: earlier, bodyPrint });
  const isMoved = request.state !== 'in-review' || request.revision !== body.revision || request.stage !== body.stage;
  if (isMoved) throw requestMovedError(request);
  refuseExpired(request, body.decision, context.clock());
  const inPlaceOf = await requireFit(context, user, request);
  // Only what a clerk can write again goes back to him; of the rest one asks in a comment, or rejects it.
  if (body.decision === 'return' && request.kind !== 'charge') throw new DomainError('CANNOT_BE_RETURNED');

  const decided = decide(request, user, body, { now: context.clock(), inPlaceOf, keyPrint, bodyPrint });
  const saved = await saveDecision(context, request, decided);
  if (saved !== undefined) return replyFor(saved);
  // Handed to another role as well meanwhile: what he saw still stands, so he decides on top of that.
  if (wasEscalatedSince(request, await readReviewed(context.table, id))) {
    return await decideApproval(context, call, input);
  }
  return await answerAsItStands(context.table, id, { keyPrint, bodyPrint });
}

/** The sweep ends it; until it does, nobody approves what it may end under his hands. */
function refuseExpired(request: Submitted, decision: Input['body']['decision'], now: Instant): void {
  if (request.kind !== 'refund' || decision !== 'approve' || request.expiresAt > now) return;
  throw new DomainError('REFUND_EXPIRED', { until: request.expiresAt });
}

/**
 * In whose place somebody decides here, if not by a role of his own; refuses who may not, by the roles he has now, not
 * by those of his token (G3, F15, ledger.md).
 */
async function requireFit(context: LedgerContext, user: User, request: Submitted): Promise<UserId | undefined> {
  const roles = rolesOfStage(request);
  const spent = spentOn(request);
  if (request.maker === user.id) throw new DomainError('APPROVER_IS_MAKER');
  if (spent.has(user.id)) throw new DomainError('APPROVER_DECIDED_BEFORE');
  if (roles.some((role) => user.roles.includes(role))) return undefined;
  const delegators = mayApprove(user) ? await readDelegators(context, user.id, roles) : [];
  const absent = delegators.find(({ id }) => !spent.has(id));
  if (absent !== undefined) return absent.id;
  throw new DomainError('STAGE_ROLE_MISSING', { stage: String(request.stage), role: roles.join(' / ') });
}

function wasEscalatedSince(seen: Submitted, now: RequestCase | undefined): boolean {
  if (now === undefined || isBeingWritten(now) || now.escalatedTo === undefined) return false;
  return seen.escalatedTo === undefined && now.revision === seen.revision && now.stage === seen.stage;
}

/** The request as the decision leaves it. */
function decide(
  request: Submitted,
  user: User,
  body: Input['body'],
  by: { now: Instant; inPlaceOf: UserId | undefined; keyPrint: string; bodyPrint: string },
): Submitted {
  const next = body.decision === 'approve' ? request.stages[request.stage] : undefined;
  const to = stateAfter(request, body.decision, next !== undefined);
  const step: HistoryStep = {
    at: by.now,
    by: user.id,
    action: body.decision,
    stage: request.stage,
    to,
    ...(body.comment === undefined ? {} : { reason: body.comment }),
    ...(by.inPlaceOf === undefined ? {} : { for: by.inPlaceOf }),
    keyPrint: by.keyPrint,
    bodyPrint: by.bodyPrint,
  };
  const { dueAt: _, escalatedTo: __, ...rest } = request;
  const decided = {
    ...rest,
    state: to,
    stage: next === undefined ? 0 : request.stage + 1,
    approvers: body.decision === 'approve' ? [...request.approvers, user.id] : request.approvers,
    history: [...request.history, step],
    ...(next === undefined ? {} : { dueAt: later(by.now, next.deadlineHours * hourMs) }),
  };
  // Each kind knows the states its decisions lead to: see stateAfter.
  return decided as Submitted;
}

function stateAfter({ kind }: Submitted, decision: Input['body']['decision'], more: boolean): RequestState {
  if (decision === 'return') return 'returned';
  if (decision === 'reject') return 'rejected';
  if (more) return 'in-review';
  return kind === 'refund' ? 'approved' : 'posted';
}
