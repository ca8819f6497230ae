import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Head, JournalEntry } from '../ledger/journal-entry.ts';
import type { OpenItem } from '../ledger/verify.ts';
import type { RequestRecord } from '../ledger/verify-requests.ts';
import { entryFromItem, headFromItem } from './items/ledger-items.ts';
import type { Item, LedgerTable } from './ledger-table.ts';
import { partitions } from './names.ts';
import { requestRecord } from './request-record.ts';

/** The parts of a table that the ledger's promises speak of. */
export interface LedgerContents {
  readonly entries: JournalEntry[];
  readonly heads: Head[];
  readonly openItems: OpenItem[];
  readonly requests: RequestRecord[];
}

/** Every item of the table, page by page, strongly read. */
export async function* scanItems(table: LedgerTable): AsyncGenerator<Item> {
  let start: Item | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({
        TableName: table.name,
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

/** Sorts items into what the verifier wants; everything else is passed over. */
export async function collectLedger(items: AsyncIterable<Item> | Iterable<Item>): Promise<LedgerContents> {
  const contents: LedgerContents = { entries: [], heads: [], openItems: [], requests: [] };
  for await (const item of items) {
    const [pk, sk] = [String(item.pk), String(item.sk)];
    if (pk.startsWith(partitions.entry) && item.kind === 'entry') contents.entries.push(entryFromItem(item));
    if (pk.startsWith(partitions.request) && sk === '#REQUEST') contents.requests.push(requestRecord(item));
    if (!pk.startsWith(partitions.customer)) continue;
    if (sk.startsWith('#HEAD#')) contents.heads.push(headFromItem(item));
    if (sk.startsWith('AR#')) contents.openItems.push(openItem(item));
  }
  return contents;
}

function openItem(item: Item): OpenItem {
  return { customerId: String(item.pk).slice(2), currency: String(item.ccy), openMinor: item.amt as bigint };
}
