import { later } from '../model/dates.ts';
import type { Submitted } from '../model/request-case.ts';
import type { ApprovingRole } from '../model/role.ts';
import { unchanged } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { reviewedItem } from '../table/items/reviewed-item.ts';
import { putIf } from '../table/write.ts';
import { readStagePeople, type StagePerson, waitingStage } from './stage-people.ts';

const hourMs = 3_600_000;

/**
 * Hands a stage that nobody decided to another role as well (F15): it moves to that role's inbox with a new due time,
 * and its own role may still decide. A decision that came first wins; nothing is handed to a role of which nobody may
 * decide, or whose people a later stage cannot spare. Two write units or three, once a stage.
 */
export async function escalateStage(context: LedgerContext, request: Submitted, to: ApprovingRole): Promise<void> {
  if (!(await canTake(context, request, to))) return;
  const now = context.clock();
  const { stage, history } = request;
  const escalated: Submitted = {
    ...request,
    escalatedTo: to,
    dueAt: later(now, waitingStage(request).deadlineHours * hourMs),
    history: [...history, { at: now, by: 'policy', action: 'escalate', to: 'in-review', stage }],
  };
  await putIf(context, reviewedItem(escalated, context.zone), unchanged(request));
}

/**
 * Whether somebody of a role may decide the stage that waits, and whoever of them does, somebody is left for each stage
 * after it: a person has one say on a request, so the only manager must not spend his on an earlier stage.
 */
async function canTake(context: LedgerContext, request: Submitted, to: ApprovingRole): Promise<boolean> {
  const { role } = waitingStage(request);
  const later = request.stages.slice(request.stage).map((stage) => stage.role);
  const peopleOf = new Map<ApprovingRole, readonly StagePerson[]>();
  for (const each of new Set([role, to, ...later])) peopleOf.set(each, await readStagePeople(context, request, each));
  const people = (of: ApprovingRole) => peopleOf.get(of) ?? [];

  const before = new Set(people(role).map(({ id }) => id));
  const newcomers = new Set(people(to).flatMap(({ id }) => (before.has(id) ? [] : [id])));
  const stages = [[...people(role), ...people(to)], ...later.map(people)];
  const isSpared = later.every((laterRole, index) => {
    // Who only stands in has no say besides that of the colleague in whose place he decides.
    const able = people(laterRole).filter(({ inPlaceOf }) => inPlaceOf === undefined);
    if (!able.some(({ id }) => newcomers.has(id))) return true;
    return able.length > sum(stages.slice(0, index + 1).map((deciders) => mostSpent(deciders, able)));
  });
  return people(to).length > 0 && isSpared;
}

/** How many of some people have no say any more after a stage: who decides in somebody's place may spend two. */
function mostSpent(deciders: readonly StagePerson[], some: readonly StagePerson[]): number {
  const ids = new Set(some.map(({ id }) => id));
  const concerned = deciders.filter(({ id }) => ids.has(id));
  return new Set(concerned.map(({ inPlaceOf }) => inPlaceOf === undefined)).size;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
