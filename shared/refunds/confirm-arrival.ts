import { readArrivalRules } from '../arrivals/arrival-rules.ts';
import { readCalendar } from '../arrivals/working-calendar.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { confirmArrival as contract } from '../contracts/refunds.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate } from '../model/dates.ts';
import type { UserId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import type { HistoryStep } from '../model/request.ts';
import type { Task } from '../model/task.ts';
import { requestMovedError, unchanged, unchangedAndDecidedByAnother } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { refundItem } from '../table/items/refund-item.ts';
import { taskItem } from '../table/items/task-item.ts';
import { put, type Write, writeTogether } from '../table/write.ts';
import { arrivalTask } from '../tasks/arrival-task.ts';
import { newTask, readTask, unchangedTask } from '../tasks/stored-task.ts';
import { taskOwner } from '../tasks/task-owner.ts';
import type { Actor } from '../users/read-user.ts';
import { readAskedRefund } from './asker.ts';
import { promisedDay } from './quote.ts';
import { readerOf, refundToWire } from './refund-wire.ts';
import { answerAsItStands, isMade, withStep } from './stored-refund.ts';

/**
 * Says whether refunded money has arrived (B23): the customer does, or for him somebody who had no hand in the refund. When
 * it has not, somebody gets the task to ask the bank, and the customer a day by which there is an answer, in one write
 * (B24). Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, ARRIVAL_NEEDS_ANOTHER,
 * MISSING_REPORTED until that day is over, BUSY.
 */
export async function confirmArrival(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const { asker, refund: before } = await readAskedRefund(context.table, actor, contract, params.refundId);
  const reader = readerOf(actor, asker.isStaff);
  const prints = {
    keyPrint: fingerprint(actor.id, before.id, idempotencyKey),
    bodyPrint: bodyFingerprint({ arrival: body }),
  };
  if (isMade(before, prints)) return { body: refundToWire(before, reader), replayed: true };
  // What somebody else confirmed for him the customer can still take back; his own word stands.
  const isTakenBack = before.state === 'arrived' && !body.arrived && before.history.at(-1)?.by !== actor.id;
  if (before.state !== 'paid' && !isTakenBack) throw requestMovedError(before);
  const isForCustomer = body.arrived && asker.isStaff;
  if (isForCustomer && workedOn(before).has(actor.id)) throw new DomainError('ARRIVAL_NEEDS_ANOTHER');

  const step = {
    ...{ at: context.clock(), by: actor.id, ...prints },
    ...(body.note === undefined ? {} : { reason: body.note }),
  };
  const { after, alongside } = body.arrived
    ? {
        after: withStep(before, 'arrived', { ...step, action: 'confirm-arrival' }),
        alongside: await askedAlready(context, before, step, actor.id),
      }
    : await missing(context, before, step);
  const refused = await writeTogether(context, [
    // Who paid stands in the attempts, which have not changed either.
    put(
      context.table,
      refundItem(after, context.zone),
      isForCustomer ? unchangedAndDecidedByAnother(before, actor.id) : unchanged(before),
    ),
    ...alongside,
  ]);
  if (refused.length === 0) return { body: refundToWire(after, reader) };
  return { body: refundToWire(await answerAsItStands(context, before.id, prints), reader), replayed: true };
}

/** Who asked for it, approved it or paid it. */
function workedOn({ maker, approvers, attempts }: Refund): ReadonlySet<UserId> {
  return new Set([maker, ...approvers, ...attempts.map(({ by }) => by)]);
}

/** Nobody has to ask any more whether it arrived: the task to do so ends in the same write. */
async function askedAlready(
  context: LedgerContext,
  { id }: Refund,
  { at, keyPrint = '', bodyPrint = '' }: Omit<HistoryStep, 'to' | 'action'>,
  by: UserId,
): Promise<Write[]> {
  const task = await readTask(context.table, id, arrivalTask);
  if (task?.state !== 'open') return [];
  const done: Task = { ...task, state: 'done', log: [...task.log, { at, by, what: 'done', keyPrint, bodyPrint }] };
  return [put(context.table, taskItem(done), unchangedTask(task))];
}

/** The refund with the report and a new promise, and the task that keeps it. */
async function missing(
  context: LedgerContext,
  before: Refund,
  step: Omit<HistoryStep, 'to' | 'action'>,
): Promise<{ after: Refund; alongside: Write[] }> {
  const number = before.history.filter(({ action }) => action === 'report-missing').length + 1;
  const today = businessDate(step.at, context.zone);
  if (number > 1 && today <= before.promisedBy) {
    throw new DomainError('MISSING_REPORTED', { promisedBy: before.promisedBy });
  }
  const [owner, calendar, rules] = await Promise.all([
    taskOwner(context.table, before.maker),
    readCalendar(context.table),
    readArrivalRules(context.table),
  ]);
  const { day: promisedBy } = promisedDay(calendar.content, today, rules.content.delayWaitWorkingDays);
  const after = { ...withStep(before, 'paid', { ...step, action: 'report-missing' }), promisedBy };
  const name = `missing-refund-${number}`;
  const task = newTask(before, { kind: 'missing-refund', name, owner, now: step.at });
  return { after, alongside: [put(context.table, taskItem(task), { expression: 'attribute_not_exists(pk)' })] };
}
