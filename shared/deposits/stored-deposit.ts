import type { Deposit } from '../model/deposit.ts';
import type { DepositId } from '../model/ids.ts';
import { depositFromItem } from '../table/items/deposit-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';

/** Reads a deposit strongly: money hangs on it. */
export async function readDeposit(table: LedgerTable, id: DepositId): Promise<Deposit | undefined> {
  const item = await getItem(table, keys.request(id), { strong: true });
  return item?.kind === 'deposit' ? depositFromItem(item) : undefined;
}
