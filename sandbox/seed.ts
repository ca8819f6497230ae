import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createCustomer } from '../shared/customers/create-customer.ts';
import { postOpeningDeposit } from '../shared/deposits/post-opening-deposit.ts';
import type { Currency } from '../shared/model/currency.ts';
import { type NewCustomer, newCustomerSchema } from '../shared/model/customer.ts';
import { toInstant } from '../shared/model/dates.ts';
import type { CustomerId, DepositId, UserId } from '../shared/model/ids.ts';
import type { Role } from '../shared/model/role.ts';
import { defaultApprovalPolicy } from '../shared/policies/default-approval-policy.ts';
import type { LedgerContext } from '../shared/table/context.ts';
import { documentId } from '../shared/table/document-id.ts';
import { policyItem } from '../shared/table/items/policy-item.ts';
import { openLedgerTable } from '../shared/table/ledger-table.ts';
import { putIf } from '../shared/table/write.ts';
import { putUser } from '../shared/users/put-user.ts';
import type { DemoUser } from './demo-users.ts';

interface SeedEnvironment {
  readonly tableName: string;
  readonly dynamodbEndpoint: string;
  readonly region: string;
  readonly now: () => Date;
  readonly users: readonly DemoUser[];
}

interface DemoCustomer {
  readonly customer: NewCustomer;
  readonly deposit?: readonly [minor: bigint, currency: Currency];
}

const clerk = 'wang.fang' as UserId;

function demoCustomer(fields: unknown, deposit?: DemoCustomer['deposit']): DemoCustomer {
  return { customer: newCustomerSchema.parse(fields), ...(deposit === undefined ? {} : { deposit }) };
}

const demoCustomers: readonly DemoCustomer[] = [
  demoCustomer(
    {
      number: 'C-10001',
      name: '北京华夏云科技有限公司',
      kind: 'company',
      email: 'caiwu@huaxia.example',
      phone: '010-8888 6601',
    },
    [5_000_000n, 'CNY'],
  ),
  demoCustomer({
    number: 'C-10002',
    name: '上海欧阳物流股份有限公司',
    kind: 'company',
    email: 'ap@ouyang.example',
    group: 'key',
    creditTermDays: 45,
  }),
  demoCustomer(
    {
      number: 'C-10003',
      name: '司马懿华',
      kind: 'person',
      email: 'yihua@mail.example',
      phone: '13800138000',
      creditTermDays: 0,
    },
    [80_000n, 'CNY'],
  ),
  demoCustomer({
    number: 'C-10004',
    name: 'Harbour Light Trading Ltd',
    kind: 'company',
    language: 'en',
    email: 'ledger@harbour.example',
  }),
  demoCustomer(
    {
      number: 'C-10005',
      name: '東京さくら商事株式会社',
      kind: 'company',
      language: 'en',
      email: 'keiri@sakura.example',
    },
    [300_000n, 'JPY'],
  ),
];

/**
 * Fills an empty sandbox through the same use cases the API has: people, the approval policy, a few customers and
 * their opening deposits. Safe to repeat. Answers lines to print.
 */
export async function seed(environment: SeedEnvironment): Promise<string[]> {
  const client = new DynamoDBClient({
    endpoint: environment.dynamodbEndpoint,
    region: environment.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const context: LedgerContext = {
    table: openLedgerTable(client, environment.tableName),
    clock: () => toInstant(environment.now()),
    timing: { chance: Math.random, wait: (milliseconds) => wait(milliseconds) },
    zone: 'Asia/Shanghai',
  };
  try {
    await seedUsers(context, environment.users);
    const policy = { ...defaultApprovalPolicy, version: 1, effectiveAt: context.clock() };
    await putIf(context, policyItem(policy), { expression: 'attribute_not_exists(pk)' });
    const ids = await seedCustomers(context);
    await seedUsers(context, environment.users, ids);
    return [
      `${demoCustomers.length} customers with opening deposits, ${environment.users.length} users, approval policy 1`,
    ];
  } finally {
    client.destroy();
  }
}

async function seedUsers(
  context: LedgerContext,
  users: readonly DemoUser[],
  customerIds: ReadonlyMap<string, CustomerId> = new Map(),
): Promise<void> {
  for (const { username, roles, name, language, email, customerNumber } of users) {
    const customerId = customerIds.get(customerNumber ?? '');
    await putUser(context, {
      id: username as UserId,
      name,
      email,
      language,
      roles: roles as readonly Role[],
      disabled: false,
      ...(customerId === undefined ? {} : { customerId }),
    });
  }
}

async function seedCustomers(context: LedgerContext): Promise<Map<string, CustomerId>> {
  const ids = new Map<string, CustomerId>();
  for (const { customer, deposit } of demoCustomers) {
    const call = { actor: { id: clerk, roles: ['clerk' as const] } };
    const input = {
      body: customer,
      idempotencyKey: `seed-${customer.number}`,
      params: undefined,
      query: undefined,
      ifMatch: undefined,
    };
    const reply = await createCustomer(context, call, input);
    const customerId = reply.body.id as CustomerId;
    ids.set(customer.number, customerId);
    if (deposit === undefined) continue;
    const [minor, currency] = deposit;
    const id = documentId('dep', clerk, 'openingDeposit', customer.number) as DepositId;
    await postOpeningDeposit(context, {
      id,
      customerId,
      amount: { minor, currency },
      method: 'bank-transfer',
      maker: clerk,
    });
  }
  return ids;
}
