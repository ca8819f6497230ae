import type { JournalEntry } from '../../ledger/journal-entry.ts';
import { businessDate } from '../../model/dates.ts';
import type { CustomerId, DepositId, UserId } from '../../model/ids.ts';
import type { Money } from '../../model/money.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A deposit as an item: arrived, with its place in the ledger. */
export function depositItem(
  deposit: { id: DepositId; customerId: CustomerId; amount: Money; method: string; maker: UserId },
  entry: JournalEntry,
  zone: string,
): Item {
  const { id, customerId, amount, method, maker } = deposit;
  return {
    ...keys.request(id),
    kind: 'deposit',
    cust: customerId,
    state: 'arrived',
    amt: amount.minor,
    ccy: amount.currency,
    method,
    maker,
    at: entry.recordedAt,
    post: { seq: entry.sequence, at: entry.recordedAt, hash: entry.hash },
    ...indexKeys.requestByMonth(businessDate(entry.recordedAt, zone), entry.recordedAt, id),
    ...indexKeys.requestOfCustomer(customerId, 'deposit', entry.recordedAt, id),
  };
}
