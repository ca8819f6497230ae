import { readArrivalRules } from '../arrivals/arrival-rules.ts';
import { readCalendar } from '../arrivals/working-calendar.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { confirmArrival as contract } from '../contracts/refunds.ts';
import { DomainError } from '../errors/domain-error.ts';
import { businessDate } from '../model/dates.ts';
import type { Refund } from '../model/refund.ts';
import type { HistoryStep } from '../model/request.ts';
import { requestMovedError, unchanged } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { refundItem } from '../table/items/refund-item.ts';
import { taskItem } from '../table/items/task-item.ts';
import { put, type Write, writeTogether } from '../table/write.ts';
import { newTask } from '../tasks/stored-task.ts';
import { taskOwner } from '../tasks/task-owner.ts';
import type { Actor } from '../users/read-user.ts';
import { askerOf, refuseForeign } from './asker.ts';
import { promisedDay } from './quote.ts';
import { readerOf, refundToWire } from './refund-wire.ts';
import { answerAsItStands, isMade, readRefund, withStep } from './stored-refund.ts';

/**
 * Says whether refunded money has arrived (B23). When it has not, somebody gets the task to ask the bank, and the customer
 * a day by which there is an answer, in one write (B24). Refuses with USER_DISABLED, FORBIDDEN, NOT_FOUND,
 * IDEMPOTENCY_KEY_REUSED, REQUEST_MOVED, MISSING_REPORTED until that day is over, BUSY.
 */
export async function confirmArrival(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor } = call;
  const [asker, before] = await Promise.all([
    askerOf(context.table, actor, contract),
    readRefund(context.table, params.refundId),
  ]);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  refuseForeign(asker, before.customerId);
  const reader = readerOf(actor, asker.isStaff);
  const prints = {
    keyPrint: fingerprint(actor.id, before.id, idempotencyKey),
    bodyPrint: bodyFingerprint({ arrival: body }),
  };
  if (isMade(before, prints)) return { body: refundToWire(before, reader), replayed: true };
  if (before.state !== 'paid') throw requestMovedError(before);

  const step = {
    ...{ at: context.clock(), by: actor.id, ...prints },
    ...(body.note === undefined ? {} : { reason: body.note }),
  };
  const { after, alongside } = body.arrived
    ? { after: withStep(before, 'arrived', { ...step, action: 'confirm-arrival' }), alongside: [] }
    : await missing(context, before, step);
  const refused = await writeTogether(context, [
    put(context.table, refundItem(after, context.zone), unchanged(before)),
    ...alongside,
  ]);
  if (refused.length === 0) return { body: refundToWire(after, reader) };
  return { body: refundToWire(await answerAsItStands(context, before.id, prints), reader), replayed: true };
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
