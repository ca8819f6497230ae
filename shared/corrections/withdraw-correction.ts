import { withdrawCorrection as contract } from '../contracts/corrections.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Correction } from '../model/correction.ts';
import type { HistoryStep } from '../model/request.ts';
import { endClaim } from '../requests/end-claim.ts';
import { requestMovedError, unchanged } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, fingerprint } from '../table/document-id.ts';
import { correctionItem } from '../table/items/correction-item.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { readCorrection, replyFor } from './stored-correction.ts';

/**
 * Takes a correction back before anybody approved it; the charge is free again in the same write. Refuses with
 * USER_DISABLED, NOT_FOUND, IDEMPOTENCY_KEY_REUSED, NOT_THE_MAKER, REQUEST_MOVED, WITHDRAWN_TOO_LATE, BUSY.
 */
export async function withdrawCorrection(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const { actor } = call;
  const [, before] = await Promise.all([
    requireActiveUser(table, actor.id, contract.roles),
    readCorrection(table, params.correctionId),
  ]);
  if (before === undefined) throw new DomainError('NOT_FOUND');
  const keyPrint = fingerprint(actor.id, before.id, idempotencyKey);
  const bodyPrint = bodyFingerprint(body);
  const earlier = stepOf(before, keyPrint);
  if (earlier !== undefined) return replyFor(before, { made: earlier.bodyPrint, bodyPrint });
  if (before.maker !== actor.id) throw new DomainError('NOT_THE_MAKER', { maker: before.maker });
  if (before.state !== 'in-review') throw requestMovedError(before);
  if (before.approvers.length > 0) throw new DomainError('WITHDRAWN_TOO_LATE', { stage: String(before.stage) });

  const step: HistoryStep = {
    ...{ at: context.clock(), by: actor.id, action: 'withdraw', to: 'withdrawn' },
    ...{ reason: body.reason, keyPrint, bodyPrint },
  };
  const { dueAt: _, escalatedTo: __, ...rest } = before;
  const withdrawn: Correction = { ...rest, state: 'withdrawn', stage: 0, history: [...before.history, step] };
  const item = correctionItem(withdrawn, context.zone);
  const outcome = await endClaim(context, withdrawn, { item, condition: unchanged(before) });
  if (outcome === 'ended') return replyFor(withdrawn);
  const winner = await readCorrection(table, before.id);
  invariant(winner !== undefined, `correction ${before.id} is still there`);
  const own = stepOf(winner, keyPrint);
  if (own === undefined) throw requestMovedError(winner);
  return replyFor(winner, { made: own.bodyPrint, bodyPrint });
}

function stepOf({ history }: Correction, keyPrint: string): HistoryStep | undefined {
  return history.find((step) => step.keyPrint === keyPrint);
}
