import { agreeReconciliation as contract } from '../contracts/control.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { countersOf } from '../model/reconciliation.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { stepReconciliation } from './step-reconciliation.ts';
import { reconciliationToWire } from './stored-reconciliation.ts';

/**
 * Closes a reconciliation that others counted (C2): that he never counted it himself stands in the condition of the write.
 * Refuses with USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, RECONCILIATION_CLOSED, RECONCILIATION_UNCOUNTED,
 * RECONCILER_COUNTED, BUSY.
 */
export async function agreeReconciliation(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { month, currency } = params;
  const user = await requireActiveUser(context.table, call.actor.id, contract.roles);
  const { record, replayed } = await stepReconciliation(context, params, {
    step: {
      ...{ at: context.clock(), by: user.id, action: 'agree', note: body.note },
      keyPrint: fingerprint(user.id, month, currency, 'agree', idempotencyKey),
      bodyPrint: bodyFingerprint(body),
    },
    move: (before) => {
      if (before.state !== 'counted') throw new DomainError('RECONCILIATION_UNCOUNTED', { month });
      if (countersOf(before).includes(user.id)) throw new DomainError('RECONCILER_COUNTED');
      return { ...before, state: 'closed' };
    },
    alsoHolds: { expression: 'NOT contains(cbys, :by)', values: { ':by': user.id } },
  });
  return { body: reconciliationToWire(record), ...(replayed ? { replayed } : {}) };
}
