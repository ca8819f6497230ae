import { DomainError } from '../errors/domain-error.ts';
import { fingerprint } from './document-id.ts';
import { type Item, type LedgerTable, queryPartition } from './ledger-table.ts';
import { type IndexName, indexes } from './names.ts';

interface ShardedQuery {
  readonly index?: IndexName;
  readonly partitions: readonly string[];
  readonly skPrefix: string;
  readonly newestFirst: boolean;
  readonly limit: number;
  readonly after: string | undefined;
}

/** One page over the shards of a list, merged in key order. `last` is where the next page goes on, if there is one. */
export async function queryShards(table: LedgerTable, query: ShardedQuery): Promise<{ items: Item[]; last?: string }> {
  const sk = query.index === undefined ? 'sk' : indexes[query.index].sk;
  const { partitions, limit, newestFirst, skPrefix, after, index } = query;
  if (after !== undefined && (after.length <= skPrefix.length || !after.startsWith(skPrefix))) throw cursorInvalid();
  const pages = await Promise.all(
    partitions.map((pk) =>
      queryPartition(table, {
        pk,
        skPrefix,
        newestFirst,
        after,
        limit: limit + 1,
        ...(index === undefined ? {} : { index }),
      }),
    ),
  );
  const merged = pages.flat().sort((a, b) => {
    const order = Buffer.compare(Buffer.from(String(a[sk])), Buffer.from(String(b[sk])));
    return newestFirst ? -order : order;
  });
  const items = merged.slice(0, limit);
  const lastItem = items.at(-1);
  return merged.length > limit && lastItem !== undefined ? { items, last: String(lastItem[sk]) } : { items };
}

/** Where a list goes on, as opaque text bound to the query it belongs to. */
export function writeCursor(last: string | undefined, scope: readonly string[]): { nextCursor?: string } {
  if (last === undefined) return {};
  return { nextCursor: Buffer.from(JSON.stringify([fingerprint(...scope), last])).toString('base64url') };
}

/** Reads a cursor of this very query; refuses any other with CURSOR_INVALID. */
export function readCursor(cursor: string | undefined, scope: readonly string[]): string | undefined {
  if (cursor === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(parsed) &&
      parsed.length === 2 &&
      parsed[0] === fingerprint(...scope) &&
      typeof parsed[1] === 'string'
    ) {
      return parsed[1];
    }
  } catch {
    // Falls through to the refusal: damaged text is the client's, not a fault of ours.
  }
  throw cursorInvalid();
}

/** The refusal of a cursor that is damaged, or that we never wrote. */
export function cursorInvalid(): DomainError {
  return new DomainError('VALIDATION_FAILED', { count: '1' }, [
    { pointer: '?cursor', code: 'CURSOR_INVALID', params: {} },
  ]);
}
