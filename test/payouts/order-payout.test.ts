import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RefundId } from '../../shared/model/ids.ts';
import type { User } from '../../shared/model/user.ts';
import { cashierGateway } from '../../shared/payouts/tell-cashiers.ts';
import { expireRefund } from '../../shared/refunds/expire-refund.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { readUser } from '../../shared/users/read-user.ts';
import { failedPayout, paidToday, refundBody } from '../refunds/refund-desk.ts';
import { hire } from '../support/ledger.ts';
import { type PayoutRoom, payoutRoom } from './payout-room.ts';

const body = refundBody(1_000n);
let room: PayoutRoom;

beforeAll(async () => {
  room = await payoutRoom();
});
beforeEach(() => {
  room.reported.length = 0;
  room.taken.clear();
  room.announced.clear();
  room.room.sent.length = 0;
  delete room.trouble.before;
  delete room.trouble.after;
});

describe('a payout', () => {
  it('is announced when it is approved, and ordered once a cashier began it: net amount, way back, what the customer reads', async () => {
    await room.policy(1, { first: [{ isAllowed: true, feeBasisPoints: 100, papers: [] }] });
    const id = await room.approved(refundBody(20_000n));
    await room.order(id, 't1');
    const order = {
      id: `${id}-1`,
      refundId: id,
      attempt: 1,
      amount: { minor: 19_800n, currency: 'CNY' },
      payout: refundBody(20_000n).payout,
      referenceText: `FeeLedger ${id}`,
    };
    expect([...room.announced.values()]).toEqual([order]);
    expect([...room.taken.values()]).toEqual([]);
    const approved = await room.read(id);
    await room.start(room.cashier, id);
    await room.follow(approved, await room.read(id));
    expect([...room.taken.values()]).toEqual([order]);
    expect(room.reported).toEqual([]);
  });

  it('is one order however often the step is repeated, before and while a cashier pays it', async () => {
    const id = await room.approved(body);
    await room.order(id, 't1');
    await room.order(id, 't2');
    await room.start(room.cashier, id);
    await room.order(id, 't3');
    await room.order(id, 't4');
    expect([...room.announced.keys()]).toEqual([`${id}-1`]);
    expect([...room.taken.keys()]).toEqual([`${id}-1`]);
    expect(room.reported).toEqual([]);
  });

  it('is one order when the gateway took it and its reply was lost', async () => {
    const id = await room.executing(body);
    room.trouble.after = new Error('socket hang up');
    await expect(room.order(id, 't1')).rejects.toMatchObject({ name: 'PAYOUT_NOT_TAKEN' });
    delete room.trouble.after;
    await room.order(id, 't2');
    expect([...room.taken.keys()]).toEqual([`${id}-1`]);
    expect((await room.read(id)).state).toBe('executing');
  });

  it('waits while the gateway is away: its money stays set apart', async () => {
    const id = await room.approved(body);
    room.trouble.before = new Error('connect ETIMEDOUT');
    await expect(room.order(id, 't1')).rejects.toMatchObject({ name: 'PAYOUT_NOT_TAKEN' });
    expect(room.announced.size).toBe(0);
    expect(await room.read(id)).toMatchObject({ state: 'approved', attempts: [] });
  });
});

describe('the run of a refund', () => {
  it('waits while a cashier pays, and hears from the stream that it was paid', async () => {
    const id = await room.approved(body);
    await room.order(id, 't1');
    const approved = await room.read(id);
    await room.start(room.cashier, id);
    const executing = await room.read(id);
    await room.follow(approved, executing);
    expect(room.reported).toEqual([]);
    expect([...room.taken.keys()]).toEqual([`${id}-1`]);
    await room.record(room.cashier, id, paidToday());
    await room.follow(executing, await room.read(id));
    await room.follow(executing, await room.read(id));
    expect(room.reported).toEqual([
      ['t1', 'paid'],
      ['t1', 'paid'],
    ]);
  });

  it('that has not asked since a cashier began hears of the payment all the same', async () => {
    const id = await room.approved(body);
    await room.order(id, 'token');
    await room.start(room.cashier, id);
    const before = await room.read(id);
    await room.record(room.cashier, id, paidToday());
    await room.follow(before, await room.read(id));
    expect(room.reported).toEqual([['token', 'paid']]);
  });

  it('that asks after the payment hears it at once, and orders nothing', async () => {
    const id = await room.paid(body);
    await room.order(id, 'late');
    expect(room.reported).toEqual([['late', 'paid']]);
    expect(room.taken.size).toBe(0);
  });

  it('that keeps its token while the payment ends hears of it: from the step or from the stream', async () => {
    const id = await room.approved(body);
    await room.start(room.cashier, id);
    await room.order(id, 'token', {
      announce: async () => undefined,
      payOut: async () => void (await room.record(room.cashier, id, paidToday())),
    });
    expect(room.reported).toEqual([['token', 'paid']]);
  });

  it('orders again when an attempt failed and may be repeated: another order, another token', async () => {
    const id = await room.executing(body);
    await room.order(id, 't1');
    const executing = await room.read(id);
    await room.record(room.cashier, id, failedPayout(true));
    await room.follow(executing, await room.read(id));
    expect(room.reported).toEqual([['t1', 'again']]);
    await room.order(id, 't2');
    expect([...room.announced.keys()]).toEqual([`${id}-2`]);
    await room.start(room.otherCashier, id);
    await room.order(id, 't3');
    expect([...room.taken.keys()]).toEqual([`${id}-1`, `${id}-2`]);
    const again = await room.read(id);
    await room.record(room.otherCashier, id, paidToday('ICBC-2'), { attempt: 2 });
    await room.follow(again, await room.read(id));
    expect(room.reported.filter(([token]) => token === 't3')).toEqual([['t3', 'paid']]);
  });

  it.each([['failed for good', async (id: string) => void (await room.record(room.cashier, id, failedPayout(false)))]])(
    'hears that it %s',
    async (_, end) => {
      const id = await room.approved(body);
      await room.order(id, 'token');
      await room.start(room.cashier, id);
      const before = await room.read(id);
      await end(id);
      await room.follow(before, await room.read(id));
      expect(room.reported).toEqual([['token', 'failed']]);
    },
  );

  it('hears that it expired before anybody paid it', async () => {
    const id = await room.approved(body);
    await room.order(id, 'token');
    const before = await room.read(id);
    const now = room.clock.now;
    room.clock.now = before.expiresAt;
    await expireRefund(room.context, id as RefundId);
    room.clock.now = now;
    await room.follow(before, await room.read(id));
    expect(room.reported).toEqual([['token', 'failed']]);
  });
});

describe('the cashiers', () => {
  const through = () => cashierGateway(room.context, room.room.process(), (people) => untold.push(people));
  const untold: number[] = [];

  it('are mailed once that a refund waits, without the account it goes to', async () => {
    const id = await room.approved(body);
    await room.order(id, 't1', through());
    await room.order(id, 't2', through());
    expect(room.room.recipients().sort()).toEqual(['ma.chao@feeledger.example', 'wu.ting@feeledger.example']);
    expect(room.room.sent[0]?.mail).toMatchObject({
      template: 'payout-waiting',
      data: { refundId: id, net: { value: '9.90', currency: 'CNY' }, attempt: 1, why: 'due', as: 'payer' },
    });
    expect(JSON.stringify(room.room.sent)).not.toMatch(/6222|6245|工商/);
  });

  it('who asked for a refund or approved it are not asked to pay it', async () => {
    const maker = await hire(room.context, 'liu.na', 'clerk', 'cashier');
    const approver = await hire(room.context, 'guo.fan', 'finance', 'cashier');
    const { id } = (await room.request(maker, body)).body;
    await room.approve(approver, id);
    await room.order(id, 't1', through());
    expect(room.room.recipients().sort()).toEqual(['ma.chao@feeledger.example', 'wu.ting@feeledger.example']);
  });

  it('who are all maker or approver leave nobody to pay: managers hear that a cashier has to be found', async () => {
    const lonely = await payoutRoom();
    for (const { actor } of [lonely.cashier, lonely.otherCashier]) {
      const user = (await readUser(lonely.context.table, actor.id)) as User;
      await putUser(lonely.context, { ...user, roles: ['clerk'] });
    }
    const maker = await hire(lonely.context, 'liu.na', 'clerk', 'cashier');
    const { id } = (await lonely.request(maker, body)).body;
    await lonely.approve(lonely.finance, id);
    await lonely.order(
      id,
      't1',
      cashierGateway(lonely.context, lonely.room.process(), (people) => untold.push(people)),
    );
    expect(lonely.room.recipients().sort()).toEqual(['he.jing@feeledger.example', 'zhou.qiang@feeledger.example']);
    expect(lonely.room.sent[0]?.mail).toMatchObject({ template: 'payout-waiting', data: { as: 'nobody-can-pay' } });
  });

  it('are mailed again for another attempt', async () => {
    const id = await room.approved(body);
    await room.order(id, 't1', through());
    await room.start(room.cashier, id);
    await room.record(room.cashier, id, failedPayout(true));
    room.room.sent.length = 0;
    await room.order(id, 't2', through());
    expect(room.room.sent[0]?.mail).toMatchObject({ data: { attempt: 2 } });
  });

  it('whom no mail reaches keep nothing waiting: the list shows the refund, and somebody hears of it', async () => {
    const id = await room.approved(body);
    room.room.unreachable.add('wu.ting@feeledger.example');
    await room.order(id, 't1', through());
    room.room.unreachable.clear();
    expect(untold.at(-1)).toBe(1);
    expect(await room.payouts(room.cashier)).toMatchObject(expect.arrayContaining([expect.objectContaining({ id })]));
  });
});
