import { closeFinding as contract } from '../contracts/control.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { stepFinding } from './step-finding.ts';
import { findingToWire } from './stored-finding.ts';

/**
 * Closes a finding with what was done about it (C6, 整改); seen again, it opens again. Refuses with USER_DISABLED,
 * NOT_FOUND, IDEMPOTENCY_KEY_REUSED, FINDING_CLOSED, BUSY.
 */
export async function closeFinding(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const work = { action: 'close', to: 'closed', by: user.id, idempotencyKey, body, note: body.done } as const;
  const { finding, replayed } = await stepFinding(context, params.findingId, work);
  return { body: await findingToWire(context.table, finding, call.language), ...(replayed ? { replayed } : {}) };
}
