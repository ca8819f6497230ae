import { setTimeout as sleep } from 'node:timers/promises';
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

interface TableProperties {
  readonly AttributeDefinitions: JsonObject[];
  readonly KeySchema: { AttributeName: string }[];
  readonly GlobalSecondaryIndexes?: (JsonObject & { IndexName: string })[];
  readonly LocalSecondaryIndexes?: JsonObject[];
  readonly StreamSpecification?: { StreamViewType: string };
  readonly TimeToLiveSpecification?: { AttributeName?: string; Enabled: boolean };
}

interface TableDescription {
  readonly LatestStreamArn?: string;
  readonly GlobalSecondaryIndexes?: { IndexName: string; IndexStatus: string }[];
}

/** Makes sure every table of the template exists with its indexes and stream. What is already there is kept. */
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
  else await addMissingIndexes(database, name, wanted, existing);
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
function plainIndex(index: JsonObject & { IndexName: string }): JsonObject {
  return { IndexName: index.IndexName, KeySchema: index['KeySchema'] ?? [], Projection: index['Projection'] ?? {} };
}

/** An application that gained an index since the data was made gets it, one at a time as DynamoDB wants it. */
async function addMissingIndexes(
  database: DatabaseAddress,
  name: string,
  wanted: TableProperties,
  existing: TableDescription,
): Promise<void> {
  const known = new Set(existing.GlobalSecondaryIndexes?.map((index) => index.IndexName));
  for (const index of wanted.GlobalSecondaryIndexes ?? []) {
    if (known.has(index.IndexName)) continue;
    await callDynamoDb(database, 'DynamoDB_20120810.UpdateTable', {
      TableName: name,
      AttributeDefinitions: wanted.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: plainIndex(index) }],
    });
    while (!(await isIndexActive(database, name, index.IndexName))) await sleep(200);
  }
}

async function isIndexActive(database: DatabaseAddress, table: string, index: string): Promise<boolean> {
  const description = await describeTable(database, table);
  return (
    description?.GlobalSecondaryIndexes?.some((one) => one.IndexName === index && one.IndexStatus === 'ACTIVE') ?? false
  );
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
