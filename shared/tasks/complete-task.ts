import { completeTask as contract } from '../contracts/aftercare.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { isDraft } from '../model/charge-request.ts';
import { addDays, businessDate, type CalendarDate, type Instant, later } from '../model/dates.ts';
import type { Task, TaskOutcome, TaskStep } from '../model/task.ts';
import { readReviewed } from '../requests/stored-request.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { keys } from '../table/keys.ts';
import { getItem } from '../table/ledger-table.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { dueOn } from './due-on.ts';
import { stepTask } from './step-task.ts';
import { readTask } from './stored-task.ts';
import { taskToWire } from './task-wire.ts';

type Body = InputOf<typeof contract>['body'];

const dayMs = 86_400_000;
/** After what a task stays open, and for how long until it is due again. */
const againAfterMs: Readonly<Partial<Record<TaskOutcome, number>>> = {
  'no-answer': dayMs,
  'wrong-number': dayMs,
  promised: 7 * dayMs,
  'needs-help': 0,
};
const furthestDays = 366;

/**
 * Logs what came of a task, and closes it or says when it is due again (A24, A27). A follow-up whose charge is paid
 * meanwhile is done whatever came of it, and the answer says so. Refuses with USER_DISABLED, NOT_FOUND,
 * IDEMPOTENCY_KEY_REUSED, NOT_THE_OWNER, TASK_MOVED, TASK_TOO_LONG, VALIDATION_FAILED for a day that is past, BUSY.
 */
export async function completeTask(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { requestId, task: name } = params;
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const before = await readTask(context.table, requestId, name);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const keyPrint = fingerprint(user.id, requestId, name, idempotencyKey);
  const bodyPrint = bodyFingerprint(body);
  const now = context.clock();
  const step: TaskStep = {
    ...{ at: now, by: user.id, what: body.outcome, note: body.note, keyPrint, bodyPrint },
    ...(body.followUpOn === undefined ? {} : { followUpOn: body.followUpOn }),
  };
  const mayWork = before.owner === user.id || user.roles.includes('manager');
  const isReplay = before.log.some((done) => done.keyPrint === keyPrint);
  if (!mayWork && !isReplay) throw new DomainError('NOT_THE_OWNER', { owner: before.owner });
  if (!isReplay) refusePastDay(body.followUpOn, businessDate(now, context.zone));
  const isSettled = before.kind === 'follow-up' ? await isPaid(context, before) : undefined;
  const { task, replayed } = await stepTask(context, before, step, (open) =>
    isSettled === true ? { ...open, state: 'done' } : afterOutcome(open, body, now, context.zone),
  );
  const settled = isSettled === undefined ? {} : { isSettled };
  return { body: { ...taskToWire(task), ...settled }, ...(replayed ? { replayed } : {}) };
}

function afterOutcome(task: Task, body: Body, now: Instant, zone: string): Task {
  if (body.followUpOn !== undefined) return { ...task, dueAt: dueOn(body.followUpOn, zone) };
  const againMs = againAfterMs[body.outcome];
  return againMs === undefined ? { ...task, state: 'done' } : { ...task, dueAt: later(now, againMs) };
}

function refusePastDay(day: CalendarDate | undefined, today: CalendarDate): void {
  const until = addDays(today, furthestDays);
  if (day === undefined || (day >= today && day <= until)) return;
  throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: '/followUpOn', code: 'DATE_OUT_OF_RANGE', params: { given: day, from: today, until } },
  ]);
}

/** Nothing of the charge is open any more: its receivable is gone. */
async function isPaid(context: LedgerContext, { requestId, customerId }: Task): Promise<boolean> {
  const charge = await readReviewed(context.table, requestId);
  const dueDate = charge?.kind === 'charge' && !isDraft(charge) ? charge.posting?.dueDate : undefined;
  if (dueDate === undefined) return true;
  const receivable = await getItem(context.table, keys.receivable(customerId, dueDate, requestId), { strong: true });
  return receivable === undefined;
}
