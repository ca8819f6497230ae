import { invariant } from '../errors/invariant.ts';
import type { JournalEntry } from '../ledger/journal-entry.ts';
import type { Charge } from '../model/charge-request.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';

/** The entry a posted charge was posted by. */
export async function readChargeEntry(
  table: LedgerTable,
  { id, customerId, amount, posting }: Charge,
): Promise<JournalEntry> {
  invariant(posting !== undefined, `charge ${id} is posted`);
  const key = keys.entry(customerId, amount.currency, posting.recordedAt, posting.sequence);
  const item = await getItem(table, key, { strong: true });
  invariant(item !== undefined, `the entry of charge ${id} is there`);
  return entryFromItem(item);
}
