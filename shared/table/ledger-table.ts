import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { invariant } from '../errors/invariant.ts';
import type { Key } from './keys.ts';
import { type IndexName, indexes } from './names.ts';

/** The ledger's table, ready to use. Numbers come back as bigint: nothing in the table is a float. */
export interface LedgerTable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

export type Item = Record<string, unknown>;

export function openLedgerTable(client: DynamoDBClient, name: string): LedgerTable {
  return {
    name,
    client: DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
      unmarshallOptions: { wrapNumbers: (text: string) => BigInt(text) as unknown as number },
    }),
  };
}

/** Reads one item; strongly consistent where money or a decision hangs on it. */
export async function getItem(table: LedgerTable, key: Key, options: { strong: boolean }): Promise<Item | undefined> {
  const { pk, sk } = key;
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: { pk, sk }, ConsistentRead: options.strong }),
  );
  return Item;
}

/** Reads many items, in the order of the keys; missing ones are left out. */
export async function getItems(table: LedgerTable, wanted: readonly Key[]): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let start = 0; start < wanted.length; start += 100) {
    let keys: Item[] = wanted.slice(start, start + 100).map((key) => ({ ...key }));
    for (let round = 0; keys.length > 0; round += 1) {
      invariant(round < 10, 'a batch of reads is answered within ten rounds');
      const { Responses, UnprocessedKeys } = await table.client.send(
        new BatchGetCommand({ RequestItems: { [table.name]: { Keys: keys } } }),
      );
      for (const item of Responses?.[table.name] ?? []) found.set(`${item.pk}\n${item.sk}`, item);
      keys = UnprocessedKeys?.[table.name]?.Keys ?? [];
    }
  }
  return wanted.map((key) => found.get(`${key.pk}\n${key.sk}`)).filter((item) => item !== undefined);
}

interface PartitionQuery {
  readonly pk: string;
  readonly skPrefix?: string;
  readonly index?: IndexName;
  /** Only what sorts after this key (before it, when newest come first). */
  readonly after?: string | undefined;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  readonly strong?: boolean;
  /** Only keys from `low`, included, up to `high`, included; instead of prefix and place. */
  readonly between?: { readonly low: string; readonly high: string };
  /** Only items whose attributes have these values; `limit` counts the others as well. */
  readonly equal?: Readonly<Record<string, string>>;
}

/** One page of a partition or of an index partition, in key order. */
export async function queryPartition(table: LedgerTable, query: PartitionQuery): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const { limit, ...rest } = query;
    const page = await queryOnce(table, limit === undefined ? rest : { ...rest, limit: limit - items.length }, start);
    items.push(...page.items);
    start = page.end;
  } while (start !== undefined && (query.limit === undefined || items.length < query.limit));
  return items;
}

/**
 * What one call of the service reads: as many as the limit or 1 MB allows; `end` is the key it stopped at, if it did, and
 * `passed` how many items it went over, those left out by `equal` included.
 */
export async function queryOnce(
  table: LedgerTable,
  query: PartitionQuery,
  start?: Item,
): Promise<{ items: Item[]; end: Item | undefined; passed: number }> {
  const { pk, sk } = query.index === undefined ? { pk: 'pk', sk: 'sk' } : indexes[query.index];
  const { condition, values } = rangeCondition(query);
  const filter = filterOf(query.equal ?? {});
  const page = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      ...(query.index === undefined ? {} : { IndexName: query.index }),
      KeyConditionExpression: `#pk = :pk${condition}`,
      ...(filter.expression === '' ? {} : { FilterExpression: filter.expression }),
      ExpressionAttributeNames: { '#pk': pk, ...(condition === '' ? {} : { '#sk': sk }), ...filter.names },
      ExpressionAttributeValues: { ':pk': query.pk, ...values, ...filter.values },
      ScanIndexForward: query.newestFirst !== true,
      ConsistentRead: query.strong === true,
      ...(query.limit === undefined ? {} : { Limit: query.limit }),
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    }),
  );
  return { items: page.Items ?? [], end: page.LastEvaluatedKey, passed: page.ScannedCount ?? 0 };
}

function filterOf(equal: Readonly<Record<string, string>>) {
  const wanted = Object.entries(equal);
  return {
    expression: wanted.map((_, index) => `#f${index} = :f${index}`).join(' AND '),
    names: Object.fromEntries(wanted.map(([name], index) => [`#f${index}`, name])),
    values: Object.fromEntries(wanted.map(([, value], index) => [`:f${index}`, value])),
  };
}

/**
 * A key condition names the sort key once: a prefix alone is `begins_with`; a prefix with a place to go on from is the
 * range between that place and the end of the prefix.
 */
function rangeCondition(query: PartitionQuery): { condition: string; values: Record<string, string> } {
  if (query.between !== undefined) {
    return {
      condition: ' AND #sk BETWEEN :low AND :high',
      values: { ':low': query.between.low, ':high': query.between.high },
    };
  }
  const prefix = query.skPrefix ?? '';
  if (query.after === undefined) {
    return prefix === ''
      ? { condition: '', values: {} }
      : { condition: ' AND begins_with(#sk, :sk)', values: { ':sk': prefix } };
  }
  const [low, high] =
    query.newestFirst === true ? [prefix, justBefore(query.after)] : [`${query.after}\u0000`, `${prefix}\u{10ffff}`];
  if (query.newestFirst === true && prefix === '')
    return { condition: ' AND #sk < :high', values: { ':high': query.after } };
  return { condition: ' AND #sk BETWEEN :low AND :high', values: { ':low': low, ':high': high } };
}

/** The largest key below another, near enough: our sort keys end in ids, so no key lies between the two. */
export function justBefore(key: string): string {
  const last = key.codePointAt(key.length - 1) ?? 1;
  return `${key.slice(0, -1)}${String.fromCodePoint(last - 1)}\u{10ffff}`;
}
