import { reassignTask as contract } from '../contracts/aftercare.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { TaskStep } from '../model/task.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { type Actor, readUser, requireActiveUser } from '../users/read-user.ts';
import { mayWork } from './may-work.ts';
import { stepTask } from './step-task.ts';
import { readTask } from './stored-task.ts';
import { taskToWire } from './task-wire.ts';

/**
 * Gives an open task to a colleague who can work on it (A27). Refuses with USER_DISABLED, NOT_FOUND, TASK_MOVED,
 * TASK_TOO_LONG, IDEMPOTENCY_KEY_REUSED, BUSY, and with VALIDATION_FAILED at /owner somebody who cannot.
 */
export async function reassignTask(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { requestId, task: name } = params;
  const manager = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const [before, colleague] = await Promise.all([
    readTask(context.table, requestId, name),
    readUser(context.table, body.owner),
  ]);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const step: TaskStep = {
    at: context.clock(),
    by: manager.id,
    what: 'reassign',
    owner: body.owner,
    keyPrint: fingerprint(manager.id, requestId, name, idempotencyKey),
    bodyPrint: bodyFingerprint(body),
  };
  const { task, replayed } = await stepTask(context, before, step, (open) => {
    if (!mayWork(colleague)) throw unfit(body.owner);
    return { ...open, owner: body.owner };
  });
  return { body: taskToWire(task), ...(replayed ? { replayed } : {}) };
}

function unfit(given: string): DomainError {
  return new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: '/owner', code: 'COLLEAGUE_UNKNOWN', params: { given } },
  ]);
}
