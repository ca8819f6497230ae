import type { Key } from '../table/keys.ts';
import { getItems, type Item, type LedgerTable } from '../table/ledger-table.ts';

const lanes = 8;

/** Reads items in a few batches at a time and hands each on, so that no more than those are held. */
export async function readAll(table: LedgerTable, wanted: readonly Key[], take: (item: Item) => void): Promise<void> {
  const batchSize = 100;
  const readLane = async (lane: number): Promise<void> => {
    for (let start = lane * batchSize; start < wanted.length; start += lanes * batchSize) {
      for (const item of await getItems(table, wanted.slice(start, start + batchSize))) take(item);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => readLane(lane)));
}
