import { invariant } from '../errors/invariant.ts';
import type { ApprovalStage } from '../model/approval-policy.ts';
import type { UserId } from '../model/ids.ts';
import type { ReviewedRequest } from '../model/request.ts';
import type { ApprovingRole } from '../model/role.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Member } from '../table/items/user-item.ts';
import { readAbsences } from '../users/read-delegations.ts';
import { readMembers } from '../users/read-members.ts';
import { mayApprove, readUser } from '../users/read-user.ts';

/** The stage of a request that waits. */
export function waitingStage(request: ReviewedRequest): ApprovalStage {
  const waiting = request.stages[request.stage - 1];
  invariant(waiting !== undefined, 'a request in review has a stage that waits');
  return waiting;
}

/** Who may decide the stage that waits: its own role, and the one it was handed to because nobody did. */
export function rolesOfStage(request: ReviewedRequest): ApprovingRole[] {
  const { role } = waitingStage(request);
  return request.escalatedTo === undefined ? [role] : [role, request.escalatedTo];
}

/**
 * Whose say is used up on a request: its maker's, its approvers', and that of the colleagues in whose place one of them
 * approved. None of them decides on it, nor does anybody in their place (G3).
 */
export function spentOn(request: ReviewedRequest): ReadonlySet<string> {
  return new Set([request.maker, ...request.approvers, ...request.history.flatMap((step) => step.for ?? [])]);
}

/** Somebody who may decide the stage that waits, and for whom, when he only stands in. */
export interface StagePerson extends Member {
  readonly inPlaceOf?: string;
}

/** The people of a role who may decide a request, and after them the delegates of those who are away, once each. */
export async function readStagePeople(
  context: LedgerContext,
  request: ReviewedRequest,
  role: ApprovingRole,
): Promise<StagePerson[]> {
  const spent = spentOn(request);
  const members = (await readMembers(context.table, role)).filter(({ id }) => !spent.has(id));
  const nameOf = new Map(members.map(({ id, name }) => [id, name]));
  const absences = await readAbsences(
    context,
    members.map(({ id }) => id),
  );
  const absentOf = new Map<UserId, string>();
  for (const { delegate, delegator } of absences) {
    if (!nameOf.has(delegate) && !spent.has(delegate)) absentOf.set(delegate, nameOf.get(delegator) ?? delegator);
  }
  const delegates = await Promise.all(
    [...absentOf].map(async ([id, inPlaceOf]) => ({ inPlaceOf, user: await readUser(context.table, id) })),
  );
  return [
    ...members,
    ...delegates.flatMap(({ user, inPlaceOf }) =>
      user !== undefined && mayApprove(user) ? [{ ...user, inPlaceOf }] : [],
    ),
  ];
}
