import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import type { CustomerId } from '../shared/model/ids.ts';
import type { HttpHandler } from '../shared/runtime/http.ts';
import { ledgerContext } from '../shared/runtime/ledger-context.ts';
import { documentId } from '../shared/table/document-id.ts';
import type { Item } from '../shared/table/ledger-table.ts';
import { freshCompany } from '../test/support/company.ts';
import { freshLedger } from '../test/support/ledger.ts';
import { atMost, type Figure, pairedRatio, within } from './figure.ts';

const rounds = 400;
/** Until the engine has optimised both sides; before that the side that ran more often wins. */
const warmUps = 1_000;

/**
 * A charge in three steps (submit, approve, approve and post) through the Lambda handlers, against the same calls of
 * the SDK with the same items and nothing else, through the same client, in turns. The control is the bare calls against themselves.
 */
export async function handlerFigures(): Promise<Figure[]> {
  const company = await freshCompany(await freshLedger());
  const { table } = company;
  const customer = await company.createCustomer('C-2001');
  setEnvironment(table.name);
  const [{ handler: charges }, { handler: approvals }] = await Promise.all([
    import('../functions/charges/handler.ts'),
    import('../functions/approvals/handler.ts'),
  ]);
  const body = JSON.stringify(chargeRequest(customer.id));
  const [first, second] = [1, 2].map((stage) => JSON.stringify({ decision: 'approve', revision: 1, stage }));
  const threeSteps = async (key: string) => {
    const submitted = await call(charges, 'POST /charges', 'wang.fang', 'clerk', key, body);
    const id = /"id":"(\w+)"/.exec(submitted)?.[1] ?? '';
    const decide = 'POST /approvals/{requestId}/decisions';
    await call(approvals, decide, 'chen.jie', 'reviewer', key, first, { requestId: id });
    await call(approvals, decide, 'zhao.min', 'finance', key, second, { requestId: id });
    return id;
  };
  for (let round = 0; round < warmUps; round += 1) await threeSteps(`warm-up-${round}`);

  const bare = await bareCharge(table.name, await threeSteps('template'));
  for (let round = 0; round < warmUps; round += 1) await bare(`warm-up-${round}`);
  const control = await pairedRatio(
    rounds,
    (round) => bare(`a-${round}`),
    (round) => bare(`b-${round}`),
  );
  const ratio = await pairedRatio(
    rounds,
    async (round) => void (await threeSteps(`handler-${round}`)),
    (round) => bare(`c-${round}`),
  );
  return [
    within('bare SDK calls against themselves (A/A)', control, 0.97, 1.03),
    atMost('three-step charge: handlers against bare SDK calls', ratio, 1.05),
  ];
}

/** The handlers log a line a request; here that would only fill the screen. */
function setEnvironment(tableName: string): void {
  Object.assign(process.env, {
    LEDGER_TABLE: tableName,
    BUSINESS_ZONE: 'Asia/Shanghai',
    AWS_ENDPOINT_URL_DYNAMODB: process.env.DYNAMODB_LOCAL_ENDPOINT,
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    POWERTOOLS_LOG_LEVEL: 'CRITICAL',
  });
}

function chargeRequest(customerId: string) {
  return {
    customerId,
    customerNumber: 'C-2001',
    type: 'upgrade',
    reason: { code: 'upgrade', text: '本期升级服务等级，按约定补收差价' },
    amount: { value: '50000.00', currency: 'CNY' },
    basis: { text: '高级版席位 10 个，按合同单价计算' },
    period: { start: '2026-10-01', end: '2026-10-31' },
    vouchers: [{ kind: 'contract-change', reference: 'HT-2026-0001' }],
  };
}

async function call(
  handler: HttpHandler,
  routeKey: string,
  username: string,
  role: string,
  key: string,
  body: string | undefined,
  pathParameters: Record<string, string> = {},
): Promise<string> {
  const event = {
    routeKey,
    rawPath: '/bench',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    pathParameters,
    requestContext: {
      requestId: key,
      http: { method: 'POST' },
      authorizer: { jwt: { claims: { username, 'cognito:groups': `[${role}]` } } },
    },
    body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
  const context = { getRemainingTimeInMillis: () => 10_000 } as Context;
  const { statusCode, body: text } = await handler(event, context);
  if (statusCode !== 200 && statusCode !== 201) throw new Error(`${routeKey} answered ${statusCode}: ${text}`);
  return text ?? '';
}

/** The calls the three steps make, with the items a real charge left, re-keyed for every round. */
async function bareCharge(TableName: string, templateId: string): Promise<(key: string) => Promise<void>> {
  const { table } = ledgerContext();
  const read = async (pk: string, sk: string) =>
    (await table.client.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }))).Item;
  const request = (await read(`R#${templateId}`, '#REQUEST')) as Item & { cust: CustomerId };
  const customer = request.cust;
  const [at] = String(request.g2sk).split('#');
  const find = async (pk: string, prefix: string) => {
    const { Items } = await table.client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': pk, ':sk': prefix },
        ScanIndexForward: false,
        Limit: 5,
      }),
    );
    return Items?.[0] as Item;
  };
  const entry = await find(`E#${customer}`, 'CNY#');
  const receivable = await find(`C#${customer}`, 'AR#');
  const put = async (Item: Item, ConditionExpression: string, values?: object) => {
    await table.client.send(new PutCommand({ TableName, Item, ...condition(ConditionExpression, values) }));
  };
  const user = (name: string) => read(`U#${name}`, '#USER');

  const asSeen = {
    ':state': request.state,
    ':rev': request.rev,
    ':stage': request.stage,
    ':steps': BigInt((request.hist as unknown[]).length),
    ':by': 'nobody',
  };
  return async (key) => {
    const id = documentId('chg', 'bench', 'bare', key);
    // Each request has its own place in every list, as a real one has.
    const own: Item = { ...request, pk: `R#${id}`, g2sk: `${at}#${id}`, g3sk: `charge#${at}#${id}` };
    const waiting: Item = { ...own, g1pk: 'IN#reviewer#0', g1sk: `2026-10-13T01:00:00.000Z#${id}` };
    await Promise.all([
      user('wang.fang'),
      read(`R#${id}`, '#REQUEST'),
      read(`C#${customer}`, '#PROFILE'),
      find('P#approval', 'V#'),
      find('P#voucher', 'V#'),
    ]);
    await put(waiting, 'attribute_not_exists(pk)');

    await Promise.all([user('chen.jie'), read(`R#${id}`, '#REQUEST')]);
    await put({ ...waiting, g1pk: 'IN#finance#0' }, undecided, asSeen);

    await Promise.all([user('zhao.min'), read(`R#${id}`, '#REQUEST')]);
    await Promise.all([read(`C#${customer}`, '#PROFILE'), read('P#approval', 'V#000001')]);
    const head = (await read(`C#${customer}`, '#HEAD#CNY')) as Item;
    const absent = 'attribute_not_exists(pk)';
    const Items: [Item, string, object?][] = [
      [own, undecided, asSeen],
      [head, 'seq = :seq', { ':seq': head.seq }],
      [{ ...entry, sk: `XXX#${id}`, g2sk: `2026#${id}` }, absent],
      [{ ...receivable, sk: `AX#${id}`, g3sk: `2026#${id}` }, absent],
    ];
    await table.client.send(
      new TransactWriteCommand({
        TransactItems: Items.map(([Item, text, values]) => ({ Put: { TableName, Item, ...condition(text, values) } })),
      }),
    );
  };
}

/** The condition of a decision, as the use case writes it. */
const undecided =
  '#state = :state AND rev = :rev AND stage = :stage AND size(hist) = :steps AND maker <> :by AND NOT contains(approvers, :by)';

function condition(ConditionExpression: string, values?: object) {
  return {
    ConditionExpression,
    ...(values === undefined ? {} : { ExpressionAttributeValues: { ...values } }),
    ...(ConditionExpression === undecided ? { ExpressionAttributeNames: { '#state': 'state' } } : {}),
  };
}
