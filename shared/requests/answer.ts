import { chargeEtag, chargeToWire } from '../charges/charge-wire.ts';
import { findStep as findChargeStep } from '../charges/stored-charge.ts';
import { correctionToWire } from '../corrections/correction-wire.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { ReviewedId } from '../model/ids.ts';
import type { HistoryStep } from '../model/request.ts';
import { isBeingWritten, type RequestCase, type Submitted } from '../model/request-case.ts';
import { refundToWire } from '../refunds/refund-wire.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { readReviewed } from './stored-request.ts';
import { requestMovedError } from './unchanged.ts';

/** The step an idempotency key made, in this revision or, of a charge, an earlier one. */
export async function findStep(
  table: LedgerTable,
  request: RequestCase,
  keyPrint: string,
): Promise<HistoryStep | undefined> {
  if (request.kind === 'charge') return await findChargeStep(table, request, keyPrint);
  return request.history.find((step) => step.keyPrint === keyPrint);
}

/** A request as it stands now. Of a step that was made before: the same; another body under its key is refused. */
export function replyFor(request: Submitted, replay?: { step: HistoryStep; bodyPrint: string }) {
  if (replay !== undefined && replay.step.bodyPrint !== replay.bodyPrint) {
    throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  }
  return { body: requestToWire(request), etag: requestEtag(request), ...(replay && { replayed: true }) };
}

/** What to say after a write whose condition failed: either it was ours and its reply got lost, or somebody was first. */
export async function answerAsItStands(
  table: LedgerTable,
  id: ReviewedId,
  { keyPrint, bodyPrint }: { keyPrint: string; bodyPrint: string },
) {
  const request = await readReviewed(table, id);
  invariant(request !== undefined, `request ${id} is still there`);
  const step = await findStep(table, request, keyPrint);
  if (step === undefined || isBeingWritten(request)) throw requestMovedError(request);
  return replyFor(request, { step, bodyPrint });
}

function requestToWire(request: Submitted) {
  if (request.kind === 'refund') return refundToWire(request);
  return request.kind === 'correction' ? correctionToWire(request) : chargeToWire(request);
}

function requestEtag(request: Submitted): string {
  return request.kind === 'charge' ? chargeEtag(request) : `"${request.history.length}"`;
}
