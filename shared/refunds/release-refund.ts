import type { Refund } from '../model/refund.ts';
import { endClaim } from '../requests/end-claim.ts';
import type { requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { refundItem } from '../table/items/refund-item.ts';
import type { Condition } from '../table/write.ts';

/**
 * Ends a refund without paying it (rejected, withdrawn, expired, failed for good) and frees its money, in one write. A
 * lost reply is safe: the next attempt meets the condition. Refuses with BUSY.
 */
export async function releaseRefund(
  context: LedgerContext,
  ended: Refund,
  condition: Condition,
): Promise<Refund | typeof requestMoved> {
  const outcome = await endClaim(context, ended, { item: refundItem(ended, context.zone), condition });
  return typeof outcome === 'symbol' ? outcome : ended;
}
