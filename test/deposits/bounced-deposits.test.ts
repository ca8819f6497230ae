import { beforeEach, describe, expect, it } from 'vitest';
import { receivableFromItem } from '../../shared/table/items/ledger-items.ts';
import { keys } from '../../shared/table/keys.ts';
import { queryPartition } from '../../shared/table/ledger-table.ts';
import { type DepositDesk, depositDesk } from './deposit-desk.ts';
import { holdMoney } from './held-money.ts';

let desk: DepositDesk;
beforeEach(async () => {
  desk = await depositDesk();
});

const cny = (value: string) => ({ value, currency: 'CNY' });
const owed = async () =>
  (await queryPartition(desk.table, { ...keys.receivables(desk.customerId), strong: true })).map(receivableFromItem);

describe('a deposit that bounces before it has arrived', () => {
  it('leaves no trace in the balance and stays in the record', async () => {
    const { body } = await desk.register('900.00');
    expect((await desk.bounce(body.id)).body).toMatchObject({
      state: 'bounced',
      history: [{ action: 'register' }, { action: 'bounce', reason: '银行退票，余额不足', to: 'bounced' }],
    });
    expect(await desk.balance()).toBeUndefined();
    expect((await desk.list()).items).toMatchObject([{ id: body.id, state: 'bounced' }]);
    expect((await desk.toConfirm()).items).toEqual([]);
  });

  it('never arrives any more, and bounces once', async () => {
    const { body } = await desk.register('900.00');
    await desk.bounce(body.id);
    await expect(desk.confirm(body.id)).rejects.toMatchObject({ code: 'DEPOSIT_MOVED', params: { state: 'bounced' } });
    await expect(desk.bounce(body.id)).rejects.toMatchObject({ code: 'DEPOSIT_MOVED', params: { state: 'bounced' } });
    expect(await desk.balance()).toBeUndefined();
  });
});

describe('a deposit that bounces after it has arrived', () => {
  it('unused, goes out of the balance and keeps its receipt number', async () => {
    const { id, receiptNumber } = await desk.arrived('900.00');
    const { body } = await desk.bounce(id, desk.finance);
    expect(body).toMatchObject({ state: 'bounced', receiptNumber, left: cny('0.00') });
    expect(body.bounceEntry).toBe(`je_${desk.customerId.slice(4)}_cny_2`);
    expect(await desk.balance()).toMatchObject({ prepaid: cny('0.00'), receivable: cny('0.00'), lots: [] });
    expect(await owed()).toEqual([]);
    expect((await desk.arrived('1.00')).receiptNumber).toBe(`${receiptNumber?.slice(0, -4)}0002`);
  });

  it('used in part, leaves what it had paid as money the customer owes at once', async () => {
    await desk.cash('50.00');
    const { id } = await desk.arrived('900.00');
    await desk.charge('350.00');
    await desk.bounce(id);
    expect(await desk.balance()).toMatchObject({ prepaid: cny('0.00'), receivable: cny('300.00'), lots: [] });
    expect(await owed()).toEqual([
      {
        customerId: desk.customerId,
        requestId: id,
        currency: 'CNY',
        openMinor: 30_000n,
        originalMinor: 30_000n,
        dueDate: '2026-10-12',
      },
    ]);
    const { items } = await desk.statement();
    expect(items.at(-1)).toMatchObject({
      event: 'deposit-bounced',
      title: '充值退票',
      requestId: id,
      change: cny('-600.00'),
      balance: cny('0.00'),
    });
    expect((await desk.uses(id)).items.map(({ event, change }) => [event, change.value])).toEqual([
      ['prepaid-applied', '-300.00'],
      ['deposit-bounced', '-600.00'],
    ]);
  });

  it('used up, leaves all of it owed', async () => {
    const { id } = await desk.arrived('300.00');
    await desk.charge('300.00');
    await desk.bounce(id);
    expect(await desk.balance()).toMatchObject({ prepaid: cny('0.00'), receivable: cny('300.00') });
    expect((await owed()).map(({ openMinor }) => openMinor)).toEqual([30_000n]);
  });

  it('takes nothing from other deposits', async () => {
    const { id } = await desk.arrived('300.00');
    await desk.cash('200.00');
    await desk.charge('100.00');
    await desk.bounce(id);
    expect(await desk.balance()).toMatchObject({ prepaid: cny('200.00'), receivable: cny('100.00') });
  });

  it('is recorded by another than who registered it', async () => {
    const cash = (await desk.cash('900.00')).body;
    await expect(desk.bounce(cash.id)).rejects.toMatchObject({ code: 'DEPOSIT_NEEDS_ANOTHER' });
    expect((await desk.bounce(cash.id, desk.otherCashier)).body.state).toBe('bounced');
  });

  it('is refused while a refund holds some of it, and names the refund', async () => {
    const { id } = await desk.arrived('900.00');
    const refund = await holdMoney(desk.context, desk.customerId, 40_000n);
    await expect(desk.bounce(id)).rejects.toMatchObject({ code: 'DEPOSIT_HELD', params: { requests: refund } });
    expect(await desk.balance()).toMatchObject({
      prepaid: cny('900.00'),
      held: cny('400.00'),
      available: cny('500.00'),
      holds: [{ requestId: refund, from: 'prepaid', amount: cny('400.00') }],
    });
    expect(await desk.read(id)).toMatchObject({ left: cny('500.00'), held: cny('400.00') });
  });

  it('sent again under its key is answered as it stands', async () => {
    const { id } = await desk.arrived('900.00');
    const first = await desk.bounce(id, desk.cashier, 'bounce');
    expect(await desk.bounce(id, desk.cashier, 'bounce')).toEqual({ ...first, replayed: true });
    await expect(desk.bounce(id, desk.cashier, 'bounce', '另一个原因')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });
});
