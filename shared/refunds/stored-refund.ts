import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { RefundId } from '../model/ids.ts';
import type { Refund, RefundState } from '../model/refund.ts';
import type { HistoryStep } from '../model/request.ts';
import { requestMovedError } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { refundFromItem } from '../table/items/refund-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';

/** Reads a refund strongly: a decision hangs on it. */
export async function readRefund(table: LedgerTable, id: RefundId): Promise<Refund | undefined> {
  const item = await getItem(table, keys.request(id), { strong: true });
  return item?.kind === 'refund' ? refundFromItem(item) : undefined;
}

/** The prints by which a step is recognised when it is sent again. */
export interface StepPrints {
  readonly keyPrint: string;
  readonly bodyPrint: string;
}

/** Whether this very step was made before; another body under its key is refused with IDEMPOTENCY_KEY_REUSED. */
export function isMade(refund: Refund, { keyPrint, bodyPrint }: StepPrints): boolean {
  const step = refund.history.find((made) => made.keyPrint === keyPrint);
  if (step !== undefined && step.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return step !== undefined;
}

/** The refund one step on: no stage waits any more, and the history says who did what. */
export function withStep(before: Refund, state: RefundState, step: Omit<HistoryStep, 'to'>): Refund {
  const { dueAt: _, escalatedTo: __, ...rest } = before;
  return { ...rest, state, stage: 0, history: [...before.history, { ...step, to: state }] };
}

/**
 * What to say after a write whose condition failed: either it was ours and its reply got lost, or somebody was first.
 * Refuses with REQUEST_MOVED, IDEMPOTENCY_KEY_REUSED.
 */
export async function answerAsItStands(context: LedgerContext, id: RefundId, prints: StepPrints): Promise<Refund> {
  const now = await readRefund(context.table, id);
  invariant(now !== undefined, `refund ${id} is still there`);
  if (!isMade(now, prints)) throw requestMovedError(now);
  return now;
}
