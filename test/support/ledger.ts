import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { type CalendarDate, type Instant, later } from '../../shared/model/dates.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Role } from '../../shared/model/role.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { type LedgerTable, openLedgerTable } from '../../shared/table/ledger-table.ts';
import { indexes } from '../../shared/table/names.ts';
import { putUser } from '../../shared/users/put-user.ts';

const authorization =
  'AWS4-HMAC-SHA256 Credential=local/20261122/ap-southeast-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
let tables = 0;

/** A client of the DynamoDB Local that this run has started. */
export function localClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: process.env.DYNAMODB_LOCAL_ENDPOINT ?? '',
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // DynamoDB Local asks for a signature and does not look at it; computing one is a tenth of a call's work.
    signer: { sign: async (request) => ({ ...request, headers: { ...request.headers, authorization } }) },
    ...config,
  });
}

/** Makes a table with the physical shape the stack gives it. */
async function createLedgerTable(client: DynamoDBClient, name: string): Promise<void> {
  const names = ['pk', 'sk', ...Object.values(indexes).flatMap(({ pk, sk }) => [pk, sk])];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, { pk, sk, include }]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: pk, KeyType: 'HASH' },
          { AttributeName: sk, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...include] },
      })),
    }),
  );
}

/** A clock that stands until a test moves it. */
export interface TestClock {
  now: Instant;
  move(milliseconds: number): void;
}

export interface TestLedger {
  readonly context: LedgerContext;
  readonly clock: TestClock;
  readonly table: LedgerTable;
}

/** A fresh ledger: an empty table of its own, a clock at 2026-10-12 09:00 in Shanghai, no waiting between attempts. */
export async function freshLedger(client: DynamoDBClient = localClient()): Promise<TestLedger> {
  tables += 1;
  const name = `ledger-${process.pid}-${tables}`;
  await createLedgerTable(localClient(), name);
  const clock: TestClock = {
    now: '2026-10-12T01:00:00.000Z' as Instant,
    move(milliseconds) {
      clock.now = later(clock.now, milliseconds);
    },
  };
  const table = openLedgerTable(client, name);
  const context: LedgerContext = {
    table,
    clock: () => clock.now,
    timing: { chance: () => 0.5, wait: async () => {} },
    zone: 'Asia/Shanghai',
  };
  return { context, clock, table };
}

/** The same ledger through another client. */
export function useClient(ledger: TestLedger, client: DynamoDBClient): TestLedger {
  const table = openLedgerTable(client, ledger.table.name);
  return { ...ledger, table, context: { ...ledger.context, table } };
}

/** Registers a person with his roles and answers how he appears to a use case. */
export async function hire(context: LedgerContext, id: string, ...roles: Role[]) {
  const actor = { id: id as UserId, roles };
  await putUser(context, {
    id: actor.id,
    name: `Name of ${id}`,
    email: `${id}@feeledger.example`,
    language: 'zh-CN',
    roles,
    disabled: false,
  });
  return { actor, language: 'zh-CN' as const };
}

export const date = (text: string) => text as CalendarDate;
