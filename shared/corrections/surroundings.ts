import type { Charge } from '../model/charge-request.ts';
import type { Currency } from '../model/currency.ts';
import type { Deposit } from '../model/deposit.ts';
import type { Dispute } from '../model/dispute.ts';
import type { CustomerId, RequestId } from '../model/ids.ts';
import type { Refund } from '../model/refund.ts';
import type { Task } from '../model/task.ts';
import { depositFromItem } from '../table/items/deposit-item.ts';
import { disputeFromItem } from '../table/items/dispute-item.ts';
import { refundFromItem } from '../table/items/refund-item.ts';
import { taskFromItem } from '../table/items/task-item.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItems, type Item, type LedgerTable, queryPartition } from '../table/ledger-table.ts';

/** What lies around a charge: everything that speaks of it as it is. */
export interface Surroundings {
  readonly refunds: readonly Refund[];
  readonly notices: readonly { readonly event: string; readonly at: string }[];
  readonly disputes: readonly Dispute[];
  readonly openTasks: readonly Task[];
  readonly announcedPayments: number;
}

/** Reads what a correction of a charge touches besides money (A35): refunds of it, what was told, disputes and tasks. */
export async function readSurroundings(table: LedgerTable, charge: Charge): Promise<Surroundings> {
  const [archive, notices, requests] = await Promise.all([
    queryPartition(table, keys.requestArchive(charge.id)),
    queryPartition(table, keys.notices(charge.id)),
    requestsOf(table, charge.customerId, 'refund'),
  ]);
  const startsWith = (prefix: string) => archive.filter(({ sk }) => String(sk).startsWith(prefix));
  return {
    refunds: requests
      .map(refundFromItem)
      .filter(({ source }) => source.from === 'charge' && source.chargeId === charge.id),
    notices: notices.map(({ sk, at }) => ({ event: String(sk), at: String(at) })),
    disputes: startsWith('DISPUTE#').map(disputeFromItem),
    openTasks: startsWith('TASK#')
      .map(taskFromItem)
      .filter(({ state }) => state === 'open'),
    announcedPayments: startsWith('PAYMENT#').length,
  };
}

/** The deposits of a customer in a currency that have come to money. */
export async function readDepositsOf(
  table: LedgerTable,
  customerId: CustomerId,
  currency: Currency,
): Promise<Deposit[]> {
  const deposits = (await requestsOf(table, customerId, 'deposit')).map(depositFromItem);
  return deposits.filter(({ amount, posting }) => amount.currency === currency && posting !== undefined);
}

async function requestsOf(table: LedgerTable, customerId: CustomerId, kind: 'refund' | 'deposit'): Promise<Item[]> {
  const pk = customerRequestsPartition(customerId);
  const places = await queryPartition(table, { pk, index: 'GSI3', skPrefix: `${kind}#` });
  const ids = places.map(({ g3sk }) => String(g3sk).split('#').at(-1) as RequestId);
  return (await getItems(table, ids.map(keys.request))).filter((item) => item.kind === kind);
}
