import type { Refund } from '../model/refund.ts';
import type { LedgerContext } from '../table/context.ts';
import { dueOn } from './due-on.ts';
import { makeTask, newTask } from './stored-task.ts';
import { taskOwner } from './task-owner.ts';

/** A refund has one such task, however often it is told that it was paid. */
export const arrivalTask = 'follow-up-arrival';

/**
 * Sets down for the day the money was promised that whoever made a refund asks whether it is there, so that none is paid
 * and forgotten (B23). It ends when somebody says that it has arrived. Made again it meets the one that is there; four
 * write units.
 */
export async function askForArrival(context: LedgerContext, refund: Refund): Promise<void> {
  const owner = await taskOwner(context.table, refund.maker);
  const task = newTask(refund, { kind: 'follow-up', name: arrivalTask, owner, now: context.clock() });
  await makeTask(context, { ...task, dueAt: dueOn(refund.promisedBy, context.zone) });
}
