import { closeDispute as contract } from '../contracts/aftercare.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Role } from '../model/role.ts';
import type { LedgerContext } from '../table/context.ts';
import { taskItem } from '../table/items/task-item.ts';
import { put, type Write } from '../table/write.ts';
import { newTask } from '../tasks/stored-task.ts';
import type { Actor } from '../users/read-user.ts';
import { stepDispute } from './step-dispute.ts';
import { type Party, partyAt } from './stored-dispute.ts';

/** Who may say that the company was wrong. */
const upholding = ['finance', 'manager'] as const satisfies readonly Role[];

/**
 * Closes a dispute (A45). Upholding it makes, in the same write, a correction task for whoever upheld it. Refuses with
 * USER_DISABLED, NOT_FOUND, FORBIDDEN to uphold, IDEMPOTENCY_KEY_REUSED, DISPUTE_MOVED, BUSY.
 */
export async function closeDispute(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const party = await partyAt(context.table, call.actor, contract, params.chargeId);
  const isUpheld = body.outcome === 'upheld';
  if (isUpheld && !upholding.some((role) => party.user.roles.includes(role))) {
    throw new DomainError('FORBIDDEN', { roles: upholding.join(', ') });
  }
  const number = Number(params.number);
  return await stepDispute(context, party, {
    number,
    action: 'close',
    text: body.note,
    outcome: body.outcome,
    idempotencyKey,
    alongside: isUpheld ? [correctionTask(context, party, number)] : [],
  });
}

function correctionTask(context: LedgerContext, { charge, user }: Party, number: number): Write {
  const name = `correction-${number}`;
  const task = newTask(charge, { kind: 'correction', name, owner: user.id, now: context.clock() });
  return put(context.table, taskItem(task), { expression: 'attribute_not_exists(pk)' });
}
