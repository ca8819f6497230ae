import type { Currency } from '../model/currency.ts';
import type { CustomerId, RequestId } from '../model/ids.ts';
import { readHead } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { controlRecord, type RequestFacts } from '../table/control-records.ts';
import { entryFromItem, receivableFromItem } from '../table/items/ledger-items.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItem, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { type Problem, problemsOf } from './ledger-problems.ts';

const attempts = 5;
const atOnce = 16;

/**
 * Reads everything of one ledger, strongly, and answers what of it does not agree. Whatever moves or claims money changes
 * the head in the same write, so what was read belongs together when the head stands where it stood before. Answers
 * `busy` where it never stood still; the next night looks again.
 */
export async function checkLedger(
  { table }: LedgerContext,
  customerId: CustomerId,
  currency: Currency,
): Promise<Problem[] | 'busy'> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const head = await readHead(table, customerId, currency);
    const { pk, skPrefix } = keys.entries(customerId, currency);
    const [entryItems, openItems, listed] = await Promise.all([
      queryPartition(table, { pk, skPrefix, strong: true }),
      queryPartition(table, { ...keys.receivables(customerId), strong: true }),
      queryPartition(table, { pk: customerRequestsPartition(customerId), index: 'GSI3' }),
    ]);
    const entries = entryItems.map(entryFromItem);
    const named = [...entries.map(({ requestId }) => requestId), ...head.claims.map(({ by }) => by)];
    const ids = [...new Set([...named, ...listed.map(({ pk }) => String(pk).slice(2) as RequestId)])];
    const requests = (await readFacts(table, ids)).filter((request) => request.currency === currency);
    const receivables = openItems.map(receivableFromItem).filter((open) => open.currency === currency);
    const again = await readHead(table, customerId, currency);
    if (again.version !== head.version) continue;
    return problemsOf({ currency, head, entries, receivables, requests });
  }
  return 'busy';
}

async function readFacts(table: LedgerTable, ids: readonly RequestId[]): Promise<RequestFacts[]> {
  const found: RequestFacts[] = [];
  for (let start = 0; start < ids.length; start += atOnce) {
    const items = await Promise.all(
      ids.slice(start, start + atOnce).map((id) => getItem(table, keys.request(id), { strong: true })),
    );
    for (const item of items) {
      const request = item && controlRecord(item).request;
      if (request !== undefined) found.push(request);
    }
  }
  return found;
}
