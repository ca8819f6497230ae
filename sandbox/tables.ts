import { callDynamoDb, type DatabaseAddress, DatabaseRefusal } from './dynamodb-call.ts';
import type { Application, JsonObject, Resource } from './template.ts';

export interface Table {
  readonly name: string;
  /** The ARN event source mappings of the template name. */
  readonly streamArn: string;
  /** The ARN the local database gave the stream. */
  readonly localStreamArn: string | undefined;
  readonly timeToLiveAttribute: string | undefined;
  readonly keyAttributes: readonly string[];
}

type KeyAttribute = { AttributeName: string; KeyType: string };
type Index = {
  IndexName: string;
  KeySchema: KeyAttribute[];
  Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
};

/** How a table is keyed and indexed, as the template and DynamoDB both write it. */
interface TableShape {
  readonly AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  readonly KeySchema: KeyAttribute[];
  readonly GlobalSecondaryIndexes?: Index[];
  readonly LocalSecondaryIndexes?: Index[];
}

interface TableProperties extends TableShape {
  readonly StreamSpecification?: { StreamViewType: string };
  readonly TimeToLiveSpecification?: { AttributeName?: string; Enabled: boolean };
}

interface TableDescription extends TableShape {
  readonly LatestStreamArn?: string;
}

/**
 * Makes sure every table of the template exists with its indexes and stream. What is already there is kept; throws with
 * one sentence when it was made for other indexes.
 */
export async function openTables(application: Application, database: DatabaseAddress): Promise<Table[]> {
  const tables: Table[] = [];
  for (const resource of application.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
    tables.push(await openTable(application, database, resource));
  }
  return tables;
}

async function openTable(application: Application, database: DatabaseAddress, resource: Resource): Promise<Table> {
  const { ref: name, attributes } = application.values(resource);
  const wanted = resource.properties as unknown as TableProperties;
  const existing = await describeTable(database, name);
  if (existing === undefined)
    await callDynamoDb(database, 'DynamoDB_20120810.CreateTable', createRequest(name, wanted));
  else refuseOtherShape(name, wanted, existing);
  const description = existing ?? (await describeTable(database, name));
  const timeToLive = wanted.TimeToLiveSpecification;
  return {
    name,
    streamArn: attributes['StreamArn'] ?? '',
    localStreamArn: description?.LatestStreamArn,
    timeToLiveAttribute: timeToLive?.Enabled ? timeToLive.AttributeName : undefined,
    keyAttributes: wanted.KeySchema.map((key) => key.AttributeName),
  };
}

function createRequest(name: string, wanted: TableProperties): JsonObject {
  const indexes = wanted.GlobalSecondaryIndexes?.map(plainIndex);
  const stream = wanted.StreamSpecification;
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: wanted.AttributeDefinitions,
    KeySchema: wanted.KeySchema,
    ...(indexes === undefined ? {} : { GlobalSecondaryIndexes: indexes }),
    ...(wanted.LocalSecondaryIndexes === undefined ? {} : { LocalSecondaryIndexes: wanted.LocalSecondaryIndexes }),
    ...(stream === undefined
      ? {}
      : { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
  };
}

/** What of an index matters here: how it is keyed and what it carries, not what it may cost. */
function plainIndex({ IndexName, KeySchema, Projection }: Index): JsonObject {
  return { IndexName, KeySchema, Projection };
}

/**
 * Stops when a table was made for other keys or indexes than the template has now: DynamoDB changes no index in place,
 * and an index that is made later misses what was written without its attributes, silently.
 */
function refuseOtherShape(name: string, wanted: TableShape, existing: TableShape): void {
  const [before, now] = [shapeOf(existing), shapeOf(wanted)];
  const differing = [...new Set([...before.keys(), ...now.keys()])].filter(
    (part) => before.get(part) !== now.get(part),
  );
  if (differing.length === 0) return;
  const parts = differing.join(', ');
  throw new Error(
    `The data of this sandbox were made by another version (table ${name}: ${parts}): start with -- --reset, which forgets them and makes the demo data anew. 沙箱数据由其他版本生成（表 ${name}：${parts}），请用 npm start -- --reset 重新开始，演示数据会重新生成。`,
  );
}

/** The parts of a table that decide which items a query finds, each as text that is the same for the same part. */
function shapeOf({ AttributeDefinitions, KeySchema, ...lists }: TableShape): Map<string, string> {
  const types = new Map(AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]));
  const keysOf = (schema: readonly KeyAttribute[]) =>
    schema.map((key) => [key.KeyType, key.AttributeName, types.get(key.AttributeName)]).sort();
  const indexes = [...(lists.GlobalSecondaryIndexes ?? []), ...(lists.LocalSecondaryIndexes ?? [])];
  return new Map([
    ['keys', JSON.stringify(keysOf(KeySchema))],
    ...indexes.map(({ IndexName, KeySchema: schema, Projection }): [string, string] => {
      const shown = [Projection.ProjectionType, (Projection.NonKeyAttributes ?? []).toSorted()];
      return [IndexName, JSON.stringify([keysOf(schema), shown])];
    }),
  ]);
}

async function describeTable(database: DatabaseAddress, name: string): Promise<TableDescription | undefined> {
  try {
    const answer = await callDynamoDb(database, 'DynamoDB_20120810.DescribeTable', { TableName: name });
    return answer['Table'] as unknown as TableDescription;
  } catch (error) {
    if (error instanceof DatabaseRefusal && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/**
 * Deletes items whose time to live has passed on the sandbox clock, because DynamoDB Local does not. Returns how many.
 * The condition keeps an item that was given more time while we looked.
 */
export async function expireItems(database: DatabaseAddress, table: Table, nowSeconds: number): Promise<number> {
  if (table.timeToLiveAttribute === undefined) return 0;
  let expired = 0;
  let start: JsonObject | undefined;
  const condition = {
    ExpressionAttributeNames: { '#until': table.timeToLiveAttribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(nowSeconds)) } },
  };
  do {
    const page = await callDynamoDb(database, 'DynamoDB_20120810.Scan', {
      TableName: table.name,
      FilterExpression: '#until < :now',
      ...condition,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    for (const item of page['Items'] as JsonObject[]) {
      const key = Object.fromEntries(table.keyAttributes.map((name) => [name, item[name] ?? null]));
      const request = { TableName: table.name, Key: key, ConditionExpression: '#until < :now', ...condition };
      expired += await deleteUnlessRenewed(database, request);
    }
    start = page['LastEvaluatedKey'] as JsonObject | undefined;
  } while (start !== undefined);
  return expired;
}

async function deleteUnlessRenewed(database: DatabaseAddress, request: JsonObject): Promise<0 | 1> {
  try {
    await callDynamoDb(database, 'DynamoDB_20120810.DeleteItem', request);
    return 1;
  } catch (error) {
    if (error instanceof DatabaseRefusal && error.name === 'ConditionalCheckFailedException') return 0;
    throw error;
  }
}
