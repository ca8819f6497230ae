import { takeFrom } from '../../shared/ledger/lots.ts';
import type { CustomerId, RefundId } from '../../shared/model/ids.ts';
import { commitTogether } from '../../shared/table/commit.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { keys } from '../../shared/table/keys.ts';

/** Claims so much of a customer's prepaid money in yuan, as a refund that is submitted does. Minor units. */
export async function holdMoney(context: LedgerContext, customerId: CustomerId, minor: bigint): Promise<RefundId> {
  const by = `rfd_${'a'.repeat(26)}` as RefundId;
  await commitTogether(context, {
    ledgers: [{ customerId, currency: 'CNY' }],
    plan: ([head]) => {
      const lots = takeFrom(head?.lots ?? [], minor);
      return { ledgers: [{ drafts: [], claim: { by, on: 'prepaid', minor, lots } }] };
    },
    requestWrite: () => ({ item: { ...keys.request(by) }, condition: { expression: 'attribute_not_exists(pk)' } }),
  });
  return by;
}
