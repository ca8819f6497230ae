import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type ProblemCode, problemCodes } from '../../shared/errors/catalogue.ts';
import {
  accepted,
  type Caller,
  eventFor,
  invoke,
  operationOf,
  type ProblemBody,
  refused,
  send,
} from '../support/http.ts';
import { interruptibleDynamodb } from './interruptible-dynamodb.ts';
import {
  approval,
  type CustomerInOffice,
  chargeContent,
  type Office,
  oneStage,
  openOffice,
  passes,
  twoStages,
} from './office.ts';

type Door = Awaited<ReturnType<typeof interruptibleDynamodb>>;
let door: Door;
let office: Office;
let customer: CustomerInOffice;

beforeAll(async () => {
  door = await interruptibleDynamodb();
  office = await openOffice({ endpoint: door.endpoint });
  customer = await office.createCustomer();
});
afterAll(() => door.close());

const charge = (changes: object = {}) => ({
  as: office.clerk,
  body: { customerId: customer.id, customerNumber: customer.number, ...chargeContent, ...changes },
});
const decision = async (value: string, submitter: Caller = office.clerk) => {
  const { id } = await office.submit(customer, value, submitter);
  return { params: { requestId: id }, body: approval(1) };
};
const returned = async () => {
  const { params } = await decision(oneStage);
  await office.decide(office.reviewer, params.requestId, { ...approval(1), decision: 'return', comment: '请补充' });
  return { params: { chargeId: params.requestId }, body: chargeContent, ifMatch: '"1.2"' };
};
async function whenInterrupted<T>(interrupt: Door['interrupt'], work: () => Promise<T>): Promise<T> {
  door.interrupt = interrupt;
  try {
    return await work();
  } finally {
    door.interrupt = () => undefined;
  }
}

/**
 * How each problem of the catalogue comes about, or who raises it where no function of the API does. A new problem
 * without a row does not compile.
 */
const causes: Record<ProblemCode, (() => Promise<ProblemBody>) | string> = {
  UNAUTHENTICATED: () => refused('getMe'),
  FORBIDDEN: () => refused('submitCharge', { ...charge(), as: office.auditor }),
  USER_DISABLED: () => refused('submitCharge', { ...charge(), as: { username: 'nobody', roles: ['clerk'] } }),
  STAGE_ROLE_MISSING: async () => refused('decideApproval', { as: office.finance, ...(await decision(oneStage)) }),
  APPROVER_IS_MAKER: async () =>
    refused('decideApproval', { as: office.approvingClerk, ...(await decision(oneStage, office.approvingClerk)) }),
  APPROVER_DECIDED_BEFORE: async () => {
    const { params } = await decision(twoStages);
    await office.decide(office.allRounder, params.requestId, approval(1));
    return refused('decideApproval', { as: office.allRounder, params, body: approval(2) });
  },
  NOT_THE_MAKER: async () => refused('resubmitCharge', { as: office.otherClerk, ...(await returned()) }),
  VALIDATION_FAILED: () => refused('submitCharge', charge({ amount: { value: '0.00', currency: 'CNY' } })),
  BODY_NOT_JSON: () => refused('submitCharge', { as: office.clerk, text: '{' }),
  BODY_TOO_LARGE: () => refused('submitCharge', { as: office.clerk, text: ' '.repeat(65_537) }),
  MEDIA_TYPE_UNSUPPORTED: () => refused('submitCharge', { ...charge(), headers: { 'content-type': 'text/plain' } }),
  IDEMPOTENCY_KEY_MISSING: () => refused('submitCharge', { ...charge(), headers: { 'idempotency-key': undefined } }),
  IDEMPOTENCY_KEY_REUSED: async () => {
    await accepted('submitCharge', { ...charge(), key: 'reused' });
    return refused('submitCharge', { ...charge({ type: 'usage' }), key: 'reused' });
  },
  IF_MATCH_MISSING: async () =>
    refused('resubmitCharge', { as: office.clerk, ...(await returned()), ifMatch: undefined }),
  VERSION_STALE: async () => refused('resubmitCharge', { as: office.clerk, ...(await returned()), ifMatch: '"1.1"' }),
  NOT_FOUND: () => refused('getCharge', { as: office.auditor, params: { chargeId: `chg_${'a'.repeat(26)}` } }),
  ROUTE_NOT_FOUND: async () => {
    const event = { ...eventFor(operationOf('getMe'), { as: office.clerk, language: 'en' }), routeKey: 'DELETE /me' };
    return (await invoke('users', event)).body as ProblemBody;
  },
  CUSTOMER_NOT_FOUND: () => refused('submitCharge', charge({ customerId: `cus_${'a'.repeat(26)}` })),
  CUSTOMER_NUMBER_TAKEN: () =>
    refused('createCustomer', {
      as: office.clerk,
      body: { number: customer.number, name: '同号', kind: 'person', email: 'a@customer.example' },
    }),
  CUSTOMER_NUMBER_MISMATCH: () => refused('submitCharge', charge({ customerNumber: 'C-99999' })),
  REQUEST_MOVED: async () => {
    const request = { as: office.reviewer, ...(await decision(oneStage)) };
    await accepted('decideApproval', request);
    return refused('decideApproval', { ...request, key: 'another' });
  },
  PREPAID_INSUFFICIENT: 'the ledger, for a plan that draws more prepaid money than there is: no charge plans so',
  BUSY: () => {
    const reasons = ['None', 'TransactionConflict', 'None', 'None'];
    const conflict = { error: 'TransactionCanceledException', reasons };
    const interrupt = (operation: string) => (operation === 'TransactWriteItems' ? conflict : undefined);
    return whenInterrupted(interrupt, () => refused('submitCharge', charge()));
  },
  TOO_MANY_REQUESTS: 'the HTTP API itself, before any function runs',
  INTERNAL: async () => {
    const id = `chg_${'b'.repeat(26)}`;
    const Item = { pk: `R#${id}`, sk: '#REQUEST', kind: 'charge' };
    await office.context.table.client.send(new PutCommand({ TableName: office.context.table.name, Item }));
    return refused('getCharge', { as: office.auditor, params: { chargeId: id } });
  },
  TEMPORARILY_UNAVAILABLE: () =>
    whenInterrupted(
      () => ({ error: 'ThrottlingException' }),
      () => refused('getMe', { as: office.clerk }),
    ),
};

/** Raised where the request never reaches a function, or by a rule that no operation of the API meets. */
const raisedElsewhere = ['PREPAID_INSUFFICIENT', 'TOO_MANY_REQUESTS'];

describe('a problem', () => {
  it.each(problemCodes)('%s comes about', async (code) => {
    const cause = causes[code];
    if (typeof cause === 'string') {
      expect({ code, cause }).toEqual({ code: expect.toBeOneOf(raisedElsewhere), cause });
      return;
    }
    expect(await cause()).toMatchObject({ code, status: catalogue[code].status, title: catalogue[code].title.en });
  });
});

describe('an unexpected fault', () => {
  it('is answered without a word of its inside, in the reader’s language', async () => {
    const id = `chg_${'c'.repeat(26)}`;
    const Item = { pk: `R#${id}`, sk: '#REQUEST', kind: 'charge' };
    await office.context.table.client.send(new PutCommand({ TableName: office.context.table.name, Item }));
    const answer = await send('getCharge', { as: office.auditor, params: { chargeId: id }, language: 'zh' });
    expect(answer.body).toEqual({
      type: '/problems/internal',
      title: '系统错误',
      status: 500,
      code: 'INTERNAL',
      detail: '系统出现意外错误，已通知管理员。请用同一个 Idempotency-Key 重试；若仍失败，请告知管理员请求编号。',
      instance: `/charges/${id}`,
      requestId: expect.stringMatching(/^request-\d+$/),
    });
    expect(answer.headers).toMatchObject({ 'retry-after': '1', 'content-language': 'zh-CN' });
  });
});

describe('a reply that is lost between DynamoDB and the function', () => {
  /** Loses the first reply of an operation while the work is done. */
  async function losing<T>(lost: string, work: () => Promise<T>): Promise<T> {
    const before = door.interruptions;
    const interrupt = (operation: string) =>
      operation === lost && door.interruptions === before ? ('lose the reply' as const) : undefined;
    const result = await whenInterrupted(interrupt, work);
    expect(door.interruptions - before).toBe(1);
    return result;
  }

  it.each([
    ['a charge that waits', 'PutItem', oneStage, 'in-review'],
    ['a charge that is posted at once', 'TransactWriteItems', passes, 'posted'],
  ])('leaves one of %s, and the client is answered with it', async (_, operation, value, state) => {
    const before = (await office.verify()).entries;
    const request = charge({ amount: { value, currency: 'CNY' } });
    const { body, status } = await losing(operation, () => accepted('submitCharge', request));
    expect({ status, state: body.state }).toEqual({ status: 201, state });
    const { entries, findings } = await office.verify();
    expect({ posted: entries - before, findings }).toEqual({ posted: state === 'posted' ? 1 : 0, findings: [] });
  });

  it('leaves a decision made once', async () => {
    const request = { as: office.reviewer, ...(await decision(oneStage)) };
    const { body } = await losing('TransactWriteItems', () => accepted('decideApproval', request));
    expect(body.history.map(({ action }) => action)).toEqual(['submit', 'approve']);
    expect((await office.verify()).findings).toEqual([]);
  });

  it('leaves a customer created once, and changed once', async () => {
    const body = { number: 'C-55555', name: '一次', kind: 'person', email: 'a@customer.example' };
    const created = await losing('TransactWriteItems', () => accepted('createCustomer', { as: office.clerk, body }));
    const change = { params: { customerId: created.body.id }, body: { notes: '新' }, ifMatch: '"1"' };
    const changed = await losing('TransactWriteItems', () =>
      accepted('updateCustomer', { as: office.clerk, ...change }),
    );
    expect(changed.body).toMatchObject({ number: 'C-55555', version: 2 });
  });
});
