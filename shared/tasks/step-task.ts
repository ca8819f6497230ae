import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Task, TaskStep } from '../model/task.ts';
import type { LedgerContext } from '../table/context.ts';
import { taskItem } from '../table/items/task-item.ts';
import { putIf } from '../table/write.ts';
import { readTask, unchangedTask } from './stored-task.ts';

/** After so many steps a task has to end: its log is one item. */
const mostSteps = 50;

/**
 * Adds one step to an open task's log and moves the task on, in one conditional write. A step made before is answered
 * with the task as it stands. Refuses with IDEMPOTENCY_KEY_REUSED, TASK_MOVED, TASK_TOO_LONG, BUSY.
 */
export async function stepTask(
  context: LedgerContext,
  before: Task,
  step: TaskStep,
  move: (open: Task) => Task,
): Promise<{ task: Task; replayed: boolean }> {
  const replay = findReplay(before, step);
  if (replay) return { task: before, replayed: true };
  if (before.state !== 'open') throw moved(before);
  const after = { ...move(before), log: [...before.log, step] };
  if (before.log.length >= mostSteps && after.state === 'open') {
    throw new DomainError('TASK_TOO_LONG', { limit: String(mostSteps) });
  }
  if ((await putIf(context, taskItem(after), unchangedTask(before))) === 'written')
    return { task: after, replayed: false };

  const now = await readTask(context.table, before.requestId, before.name);
  invariant(now !== undefined, `task ${before.name} is still there`);
  if (findReplay(now, step)) return { task: now, replayed: true };
  throw moved(now);
}

function findReplay(task: Task, { keyPrint, bodyPrint }: TaskStep): boolean {
  const earlier = task.log.find((done) => done.keyPrint === keyPrint);
  if (earlier !== undefined && earlier.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return earlier !== undefined;
}

function moved({ state, owner }: Task): DomainError {
  return new DomainError('TASK_MOVED', { state, owner });
}
