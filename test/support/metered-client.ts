import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type MarshalledItem, type MeteredWrite, writeUnits } from '../../shared/table/write-units.ts';
import { localClient } from './ledger.ts';
import { type WireCall, wireBetween } from './wire.ts';

interface Target {
  readonly table: string;
  readonly key: MarshalledItem;
  readonly isCheckOnly: boolean;
}

/** What a piece of work cost: write units by the real service's rules, and round trips by operation. */
export interface Costs {
  writeUnits: number;
  readonly calls: Record<string, number>;
}

/** A client that counts what goes through it. Counts are exact as long as nothing else writes the same items meanwhile. */
export function meteredClient(): {
  client: DynamoDBClient;
  measure<T>(work: () => Promise<T>): Promise<{ result: T; costs: Costs }>;
} {
  const looking = localClient();
  let costs: Costs = { writeUnits: 0, calls: {} };

  const imageOf = async ({ table, key }: Target) => {
    const { Item } = await looking.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item;
  };
  const client = localClient(
    wireBetween(async (call) => {
      costs.calls[call.operation] = (costs.calls[call.operation] ?? 0) + 1;
      const targets = targetsOf(call);
      const before = await Promise.all(targets.map(imageOf));
      const answer = await call.pass();
      const after = await Promise.all(targets.map(imageOf));
      if (answer.response.statusCode === 200 && targets.length > 0) {
        const writes = targets.map(
          ({ isCheckOnly }, index): MeteredWrite => ({ before: before[index], after: after[index], isCheckOnly }),
        );
        costs.writeUnits += writeUnits(writes, call.operation === 'TransactWriteItems');
      }
      return answer;
    }),
  );
  return {
    client,
    async measure(work) {
      costs = { writeUnits: 0, calls: {} };
      const result = await work();
      return { result, costs };
    },
  };
}

interface WriteInput {
  readonly TableName: string;
  readonly Key?: MarshalledItem;
  readonly Item?: MarshalledItem;
}

function targetsOf({ operation, input }: WireCall): Target[] {
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [target(input as unknown as WriteInput, false)];
    case 'TransactWriteItems':
      return (input.TransactItems as Record<string, WriteInput>[]).flatMap((item) =>
        Object.entries(item).map(([kind, write]) => target(write, kind === 'ConditionCheck')),
      );
    case 'BatchWriteItem':
      return Object.entries(
        input.RequestItems as Record<string, { PutRequest?: WriteInput; DeleteRequest?: WriteInput }[]>,
      ).flatMap(([TableName, requests]) =>
        requests.map(({ PutRequest, DeleteRequest }) => target({ ...PutRequest, ...DeleteRequest, TableName }, false)),
      );
    default:
      return [];
  }
}

function target(write: WriteInput, isCheckOnly: boolean): Target {
  const { pk, sk } = write.Key ?? write.Item ?? {};
  if (pk === undefined || sk === undefined) throw new Error('every write of the ledger names pk and sk');
  return { table: write.TableName, key: { pk, sk }, isCheckOnly };
}
