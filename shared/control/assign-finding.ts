import { assignFinding as contract } from '../contracts/control.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, readUser, requireActiveUser } from '../users/read-user.ts';
import { stepFinding } from './step-finding.ts';
import { findingToWire } from './stored-finding.ts';

/**
 * Gives a finding to somebody who works on it (C6). Refuses with USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED,
 * FINDING_CLOSED, BUSY, and with VALIDATION_FAILED at /owner somebody who cannot.
 */
export async function assignFinding(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const colleague = await readUser(context.table, body.owner);
  const mayWork = colleague?.disabled === false && contract.roles.some((role) => colleague.roles.includes(role));
  if (!mayWork) {
    throw new DomainError('VALIDATION_FAILED', { count: '1' }, [
      { pointer: '/owner', code: 'COLLEAGUE_UNKNOWN', params: { given: body.owner } },
    ]);
  }
  const { finding, replayed } = await stepFinding(context, params.findingId, {
    ...{ action: 'assign', to: 'in-work', by: user.id, idempotencyKey, body, owner: body.owner },
    ...(body.note === undefined ? {} : { note: body.note }),
  });
  return { body: await findingToWire(context.table, finding, call.language), ...(replayed ? { replayed } : {}) };
}
