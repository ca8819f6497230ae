import type { RefundId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import { unchanged } from '../requests/unchanged.ts';
import type { LedgerContext } from '../table/context.ts';
import { releaseRefund } from './release-refund.ts';
import { readRefund, withStep } from './stored-refund.ts';

/**
 * Ends a refund that nobody decided or paid in time and frees its money (F3). One that a cashier is paying right now is
 * left alone: what became of the payment decides. Answers the expired refund, nothing where there was none to end or
 * somebody was first; doing it again changes nothing. Refuses with BUSY.
 */
export async function expireRefund(context: LedgerContext, id: RefundId): Promise<Refund | undefined> {
  const before = await readRefund(context.table, id);
  const at = context.clock();
  if (before === undefined || before.expiresAt > at) return undefined;
  if (before.state !== 'in-review' && before.state !== 'approved') return undefined;
  const expired = withStep(before, 'expired', { at, by: 'policy', action: 'expire' });
  const outcome = await releaseRefund(context, expired, unchanged(before));
  return typeof outcome === 'symbol' ? undefined : outcome;
}
