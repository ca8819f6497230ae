import type { Deposit, DepositContent } from '../model/deposit.ts';
import type { CustomerId, DepositId } from '../model/ids.ts';
import { depositFromItem } from '../table/items/deposit-item.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItems, type LedgerTable, queryPartition } from '../table/ledger-table.ts';

/** As many of a customer's newest deposits are looked at: a payment is not entered twice years apart. */
const lookedAt = 500;

/**
 * A deposit of the customer that looks like the same payment: method, amount and reference are alike and it was neither
 * cancelled nor bounced. It is a warning, not a promise: two clerks who register at the same moment both pass.
 */
export async function findDuplicate(
  table: LedgerTable,
  customerId: CustomerId,
  { id, amount, method, reference }: DepositContent & Pick<Deposit, 'id'>,
): Promise<Deposit | undefined> {
  if (reference === undefined) return undefined;
  const page = { skPrefix: 'deposit#', newestFirst: true, limit: lookedAt };
  const rows = await queryPartition(table, { index: 'GSI3', pk: customerRequestsPartition(customerId), ...page });
  const alike = rows.filter(({ amt, ccy }) => amt === amount.minor && ccy === amount.currency);
  const items = await getItems(
    table,
    alike.map(({ pk }) => keys.request(String(pk).slice(2) as DepositId)),
  );
  return items
    .map(depositFromItem)
    .find(
      (deposit) =>
        deposit.id !== id &&
        deposit.method === method &&
        deposit.reference === reference &&
        (deposit.state === 'registered' || deposit.state === 'arrived'),
    );
}
