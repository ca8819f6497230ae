import type { CustomerId, ReviewedId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import { commitTogether, type requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Item } from '../table/ledger-table.ts';
import type { Condition } from '../table/write.ts';

/**
 * Writes the last state of a request that claimed money or a charge and ends the claim in the same write: prepaid money
 * goes back to the lots it came from (F3). Four write units, and one for the inbox it leaves. Answers whether the
 * request was as the condition says.
 */
export async function endClaim(
  context: LedgerContext,
  { id, customerId, amount }: { id: ReviewedId; customerId: CustomerId; amount: Money },
  request: { item: Item; condition: Condition },
): Promise<'ended' | typeof requestMoved> {
  const done = await commitTogether(context, {
    ledgers: [{ customerId, currency: amount.currency }],
    plan: () => ({ ledgers: [{ drafts: [], release: id }] }),
    requestWrite: () => request,
  });
  return typeof done === 'symbol' ? done : 'ended';
}
