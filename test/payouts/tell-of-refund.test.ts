import { beforeEach, describe, expect, it } from 'vitest';
import { updateCustomer } from '../../shared/customers/update-customer.ts';
import type { RefundId } from '../../shared/model/ids.ts';
import { tellOfRefund } from '../../shared/notices/tell-of-refund.ts';
import { keys } from '../../shared/table/keys.ts';
import { queryPartition } from '../../shared/table/ledger-table.ts';
import { failedPayout, paidToday, refundBody } from '../refunds/refund-desk.ts';
import { type PayoutRoom, payoutRoom } from './payout-room.ts';

const body = refundBody(1_000n);
let room: PayoutRoom;

beforeEach(async () => {
  room = await payoutRoom();
});

/** Follows the refund through a change, twice, as the stream may tell it. */
async function step(id: string, change: () => Promise<unknown>): Promise<void> {
  const before = await room.read(id);
  await change();
  const after = await room.read(id);
  for (let delivery = 0; delivery < 2; delivery += 1) {
    await tellOfRefund(room.context, room.room.process(), { before, after });
  }
}
async function asked(who = room.clerk): Promise<string> {
  const { id } = (await room.request(who, body)).body;
  await tellOfRefund(room.context, room.room.process(), { before: undefined, after: await room.read(id) });
  return id;
}
const told = () =>
  room.room.sent.map(({ to, mail }) => `${to} ${mail.template} ${'state' in mail.data ? mail.data.state : ''}`);
const customer = 'c-8001@customer.example';
const maker = 'wang.fang@feeledger.example';

describe('a refund that is paid', () => {
  it('is told to the customer when it is received and approved; the voucher tells him that it was paid', async () => {
    const id = await asked();
    await step(id, () => room.approve(room.finance, id));
    await step(id, () => room.start(room.cashier, id));
    await step(id, () => room.record(room.cashier, id, paidToday()));
    await step(id, () => room.arrival(room.own, id, true));
    expect(told()).toEqual([
      `${customer} refund-news in-review`,
      `${customer} refund-news approved`,
      `${maker} refund-ended paid`,
    ]);
    expect(room.room.sent[1]?.mail).toMatchObject({
      data: { net: { value: '10.00', currency: 'CNY' }, maskedAccount: '**** 5702' },
    });
    expect(JSON.stringify(room.room.sent)).not.toContain('6222');
  });

  it('is told once as approved, although an attempt failed between', async () => {
    const id = await asked();
    await step(id, () => room.approve(room.finance, id));
    await step(id, () => room.start(room.cashier, id));
    await step(id, () => room.record(room.cashier, id, failedPayout(true)));
    expect(told().filter((one) => one.endsWith('approved'))).toHaveLength(1);
  });
});

describe('a refund that was paid', () => {
  const tasks = (id: string) =>
    queryPartition(room.context.table, { pk: keys.request(id as RefundId).pk, skPrefix: 'TASK#' });

  it('is asked after by its maker on the promised day, once, until somebody says that it arrived', async () => {
    const id = await asked();
    await room.approve(room.finance, id);
    await room.start(room.cashier, id);
    await step(id, () => room.record(room.cashier, id, paidToday()));
    const { promisedBy } = await room.read(id);
    const dueAt = `${promisedBy}T01:00:00.000Z`;
    expect(await tasks(id)).toMatchObject([
      { sk: 'TASK#follow-up-arrival', state: 'open', own: 'wang.fang', due: dueAt },
    ]);
    await step(id, () => room.arrival(room.own, id, true));
    expect(await tasks(id)).toMatchObject([{ sk: 'TASK#follow-up-arrival', state: 'done' }]);
    const before = room.room.sent.length;
    await step(id, () => room.arrival(room.foreign, id, true).catch(() => undefined));
    expect([room.room.sent.length, (await tasks(id)).length]).toEqual([before, 1]);
  });
});

describe('a refund that ends unpaid', () => {
  it('rejected, is told with the reason to the customer and to who asked for it', async () => {
    const id = await asked();
    await step(id, () => room.reject(room.finance, id));
    expect(told().slice(1)).toEqual([`${customer} refund-news rejected`, `${maker} refund-ended rejected`]);
    for (const { mail } of room.room.sent.slice(1)) expect(mail.data).toMatchObject({ reason: '资料与合同不符' });
  });

  it('failed for good, is told with the problem to the colleague, not to the customer', async () => {
    const id = await asked();
    await step(id, () => room.approve(room.finance, id));
    await step(id, () => room.start(room.cashier, id));
    await step(id, () => room.record(room.cashier, id, failedPayout(false)));
    expect(told().slice(2)).toEqual([`${customer} refund-news failed`, `${maker} refund-ended failed`]);
    expect(room.room.sent.at(-1)?.mail.data).toMatchObject({ reason: '收款账户状态异常' });
    expect(JSON.stringify(room.room.sent.at(-2))).not.toContain('收款账户状态异常');
  });

  it('withdrawn by who asked for it, is told to the customer alone', async () => {
    const id = await asked();
    await step(id, () => room.withdraw(room.clerk, id));
    expect(told().slice(1)).toEqual([`${customer} refund-news withdrawn`]);
  });

  it('that the customer asked for himself is told to him as the customer', async () => {
    const id = await asked(room.own);
    await step(id, () => room.reject(room.finance, id));
    expect(told()).toEqual([`${customer} refund-news in-review`, `${customer} refund-news rejected`]);
  });
});

describe('a customer who is not told by mail', () => {
  const prefers = async (fields: object) => {
    const params = { customerId: room.customer.id };
    await updateCustomer(
      room.context,
      room.clerk,
      room.input({ params, body: fields, ifMatch: '"1"', idempotencyKey: 'c' }),
    );
  };

  it('hears each step by a short message, the payment too', async () => {
    await prefers({ preferredChannel: 'sms', phone: '138 0013 8000' });
    const id = await asked();
    await step(id, () => room.approve(room.finance, id));
    await step(id, () => room.start(room.cashier, id));
    await step(id, () => room.record(room.cashier, id, paidToday()));
    const { promisedBy } = await room.read(id);
    expect(room.room.texts.map(({ text }) => text)).toEqual([
      `FeeLedger：您的退费CNY 10.00已受理，预计${promisedBy}前到账。单号${id}`,
      `FeeLedger：您的退费CNY 10.00已批准，预计${promisedBy}前到账。单号${id}`,
      `FeeLedger：您的退费CNY 10.00已付款，预计${promisedBy}前到账。单号${id}`,
    ]);
  });

  it('is called: each step is a task of a colleague', async () => {
    await prefers({ preferredChannel: 'phone', phone: '010 6666 8888' });
    const id = await asked();
    await step(id, () => room.reject(room.finance, id));
    const tasks = await queryPartition(room.table, { pk: keys.request(id as RefundId).pk, skPrefix: 'TASK#' });
    expect(tasks.map(({ sk }) => sk).sort()).toEqual(['TASK#call-refund-in-review', 'TASK#call-refund-rejected']);
  });
});
