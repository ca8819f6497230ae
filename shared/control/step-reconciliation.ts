import { DomainError } from '../errors/domain-error.ts';
import type { Currency } from '../model/currency.ts';
import type { Reconciliation, ReconciliationStep } from '../model/reconciliation.ts';
import type { LedgerContext } from '../table/context.ts';
import { reconciliationItem } from '../table/items/reconciliation-item.ts';
import { type Condition, putIf } from '../table/write.ts';
import { readReconciliation } from './stored-reconciliation.ts';

const attempts = 4;

/** What somebody does to a reconciliation: the step, what it makes of the record, and what must hold as it is written. */
export interface ReconciliationWork {
  readonly step: ReconciliationStep;
  readonly move: (before: Reconciliation) => Reconciliation;
  readonly alsoHolds?: { readonly expression: string; readonly values: Record<string, unknown> };
}

/**
 * Adds a step to a reconciliation that is not closed, in one conditional write; a step made before is answered with the
 * record as it stands. Refuses with NOT_FOUND, IDEMPOTENCY_KEY_REUSED, RECONCILIATION_CLOSED, BUSY.
 */
export async function stepReconciliation(
  context: LedgerContext,
  { month, currency }: { month: string; currency: Currency },
  { step, move, alsoHolds }: ReconciliationWork,
): Promise<{ record: Reconciliation; replayed: boolean }> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await readReconciliation(context.table, month, currency);
    if (before === undefined) throw new DomainError('NOT_FOUND');
    const earlier = before.history.find(({ keyPrint }) => keyPrint !== undefined && keyPrint === step.keyPrint);
    if (earlier !== undefined && earlier.bodyPrint !== step.bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    if (earlier !== undefined) return { record: before, replayed: true };
    if (before.state === 'closed') throw new DomainError('RECONCILIATION_CLOSED', { month });
    const record = { ...move(before), history: [...before.history, step] };
    const condition = unchanged(before, alsoHolds);
    if ((await putIf(context, reconciliationItem(record), condition)) === 'written') return { record, replayed: false };
  }
  throw new DomainError('BUSY');
}

function unchanged(before: Reconciliation, alsoHolds: ReconciliationWork['alsoHolds']): Condition {
  return {
    expression: ['#state = :state', 'size(hist) = :steps', ...(alsoHolds ? [alsoHolds.expression] : [])].join(' AND '),
    names: { '#state': 'state' },
    values: { ':state': before.state, ':steps': BigInt(before.history.length), ...alsoHolds?.values },
  };
}
