import { beforeEach, describe, expect, it } from 'vitest';
import { readDeposit } from '../../shared/deposits/stored-deposit.ts';
import type { DepositId } from '../../shared/model/ids.ts';
import { closePeriod } from '../../shared/periods/close-period.ts';
import { depositPolicy } from '../../shared/policies/deposit-policy.ts';
import { keys } from '../../shared/table/keys.ts';
import { getItem } from '../../shared/table/ledger-table.ts';
import { date } from '../support/ledger.ts';
import { type DepositDesk, depositDesk } from './deposit-desk.ts';

let desk: DepositDesk;
beforeEach(async () => {
  desk = await depositDesk();
});

const cny = (value: string) => ({ value, currency: 'CNY' });
const prefix = () => `RC-CNY-${desk.customerId.slice(4, 14).toUpperCase()}-`;

describe('cash', () => {
  it('counts as a cashier registers it, with a receipt of its own number', async () => {
    const { body, location } = await desk.cash('500.00');
    expect(body).toMatchObject({
      state: 'arrived',
      arrivedOn: '2026-10-12',
      receiptNumber: `${prefix()}0001`,
      left: cny('500.00'),
      held: cny('0.00'),
      registeredBy: 'sun.li',
      entry: `je_${desk.customerId.slice(4)}_cny_1`,
    });
    expect(location).toBe(`/deposits/${body.id}`);
    expect(await desk.balance()).toMatchObject({ prepaid: cny('500.00'), available: cny('500.00'), sequence: 1 });
  });

  it('is registered by nobody but a cashier', async () => {
    await expect(desk.cash('500.00', {}, undefined, desk.clerk)).rejects.toMatchObject({ code: 'CASH_NEEDS_CASHIER' });
    expect(await desk.balance()).toBeUndefined();
  });

  it('paid in an earlier month is entered on the day it was paid', async () => {
    await desk.cash('10.00', { paidOn: date('2026-09-30') });
    expect((await desk.statement({ from: date('2026-10-01') })).items).toMatchObject([
      { bookedOn: '2026-10-12', effectiveDate: '2026-09-30', event: 'deposit-arrived', title: '充值到账' },
    ]);
  });
});

describe('a transfer', () => {
  it('counts for nothing until a cashier confirms it, on the day it was there', async () => {
    const { body } = await desk.register('900.00');
    expect(body).toMatchObject({ state: 'registered', history: [{ action: 'register', to: 'registered' }] });
    expect(body).not.toHaveProperty('receiptNumber');
    expect(await desk.balance()).toBeUndefined();

    const confirmed = (await desk.confirm(body.id, { arrivedOn: date('2026-10-11'), reference: 'BANK-1' })).body;
    expect(confirmed).toMatchObject({
      state: 'arrived',
      arrivedOn: '2026-10-11',
      reference: 'BANK-1',
      receiptNumber: `${prefix()}0001`,
      left: cny('900.00'),
    });
    expect((await desk.statement()).items).toMatchObject([
      { effectiveDate: '2026-10-11', change: cny('900.00'), balance: cny('900.00') },
    ]);
  });

  it('is confirmed by another than who registered it', async () => {
    const { body } = await desk.register('900.00', {}, desk.cashier);
    await expect(desk.confirm(body.id)).rejects.toMatchObject({ code: 'DEPOSIT_NEEDS_ANOTHER' });
    expect((await desk.confirm(body.id, {}, desk.otherCashier)).body.state).toBe('arrived');
  });

  it('is confirmed once: a second cashier learns that it has arrived', async () => {
    const { body } = await desk.register('900.00');
    await desk.confirm(body.id);
    await expect(desk.confirm(body.id, {}, desk.otherCashier)).rejects.toMatchObject({
      code: 'DEPOSIT_MOVED',
      params: { state: 'arrived' },
    });
    expect(await desk.balance()).toMatchObject({ prepaid: cny('900.00') });
  });

  it('sent again under its key is answered as it stands, and refused with another body', async () => {
    const first = await desk.register('900.00', {}, desk.clerk, 'k1');
    const again = await desk.register('900.00', {}, desk.clerk, 'k1');
    expect(again).toEqual({ ...first, replayed: true });
    await expect(desk.register('901.00', {}, desk.clerk, 'k1')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const confirmed = await desk.confirm(first.body.id, {}, desk.cashier, 'k2');
    expect(await desk.confirm(first.body.id, {}, desk.cashier, 'k2')).toEqual({ ...confirmed, replayed: true });
    await expect(
      desk.confirm(first.body.id, { arrivedOn: date('2026-10-11') }, desk.cashier, 'k2'),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('cannot be paid tomorrow, nor arrive tomorrow or before it was paid', async () => {
    await expect(desk.register('1.00', { paidOn: date('2026-10-13') })).rejects.toMatchObject({
      fields: [{ pointer: '/paidOn', code: 'DATE_IN_FUTURE' }],
    });
    const { body } = await desk.register('1.00');
    await expect(desk.confirm(body.id, { arrivedOn: date('2026-10-13') })).rejects.toMatchObject({
      fields: [{ pointer: '/arrivedOn', code: 'DATE_IN_FUTURE' }],
    });
    await expect(desk.confirm(body.id, { arrivedOn: date('2026-10-09') })).rejects.toMatchObject({
      fields: [{ pointer: '/arrivedOn', code: 'DATE_OUT_OF_RANGE' }],
    });
  });

  it('is for the customer whose number comes with it', async () => {
    await expect(desk.register('1.00', { customerNumber: 'C-5002' })).rejects.toMatchObject({
      code: 'CUSTOMER_NUMBER_MISMATCH',
    });
  });

  it('that looks like one that is there is registered only on purpose', async () => {
    const { body } = await desk.register('900.00', { reference: 'BANK-7' });
    await expect(desk.register('900.00', { reference: 'BANK-7' })).rejects.toMatchObject({
      code: 'DEPOSIT_DUPLICATE',
      params: { deposit: body.id, paidOn: '2026-10-10' },
    });
    await desk.register('900.01', { reference: 'BANK-7' });
    await desk.register('900.00', { reference: 'BANK-8' });
    await desk.register('900.00', { reference: 'BANK-7', confirmDuplicate: true });
    expect((await desk.list()).items).toHaveLength(4);
  });

  it('that bounced or was cancelled may be registered again', async () => {
    await desk.bounce((await desk.register('900.00', { reference: 'BANK-7' })).body.id);
    await desk.cancel((await desk.register('900.00', { reference: 'BANK-7' })).body.id);
    expect((await desk.register('900.00', { reference: 'BANK-7' })).body.state).toBe('registered');
  });
});

describe('a closed month', () => {
  it('takes no cash, and the first open day is named (F14)', async () => {
    await closeSeptember();
    const refusal = { code: 'PERIOD_CLOSED', params: { month: '2026-09', open: '2026-10-01' } };
    await expect(desk.cash('10.00', { paidOn: date('2026-09-30') })).rejects.toMatchObject(refusal);
    expect(await desk.balance()).toBeUndefined();
  });

  it('keeps the true day of an arrival, enters it today and says so (F14, G14)', async () => {
    const waiting = (await desk.register('900.00', { paidOn: date('2026-09-29') })).body;
    await closeSeptember();
    const { body } = await desk.confirm(waiting.id, { arrivedOn: date('2026-09-30') });
    expect(body.arrivedOn).toBe('2026-09-30');
    expect(body.history.at(-1)?.reason).toContain('2026-09 is closed, so it is entered on 2026-10-12.');
    const { posting } = (await readDeposit(desk.table, waiting.id as DepositId)) ?? {};
    const sequence = posting?.sequence ?? 0n;
    const key = keys.entry(desk.customerId, 'CNY', posting?.recordedAt ?? desk.clock.now, sequence);
    expect(await getItem(desk.table, key, { strong: true })).toMatchObject({ eff: '2026-10-12' });
  });
});

/** As finance closes it; from the next minute on it holds. */
async function closeSeptember(): Promise<void> {
  const params = { month: '2026-09' };
  const body = { reason: '九月已结账' };
  await closePeriod(desk.context, desk.finance, desk.input({ params, body, idempotencyKey: 'close' }));
  desk.clock.move(120_000);
}

describe('the cashiers', () => {
  it('see what waits, the longest waiting first, with its customer, page by page', async () => {
    const ids: string[] = [];
    for (const value of ['1.00', '2.00', '3.00', '4.00']) {
      desk.clock.move(60_000);
      ids.push((await desk.register(value)).body.id);
    }
    await desk.confirm(ids[1] ?? '');
    await desk.cancel(ids[3] ?? '');
    const first = await desk.toConfirm({ limit: 1 });
    expect(first.items).toMatchObject([{ id: ids[0], customerNumber: 'C-5001', customerName: '客户 C-5001' }]);
    const { items, nextCursor } = await desk.toConfirm({ limit: 1, cursor: first.nextCursor ?? '' });
    expect(items.map(({ id }) => id)).toEqual([ids[2]]);
    expect(nextCursor).toBeUndefined();
  });
});

describe('a cancelled deposit', () => {
  it('was cancelled by who registered it, before it was confirmed, and leaves no trace in the balance', async () => {
    const { body } = await desk.register('900.00');
    await expect(desk.cancel(body.id, desk.otherClerk)).rejects.toMatchObject({ code: 'NOT_THE_MAKER' });
    expect((await desk.cancel(body.id)).body).toMatchObject({ state: 'cancelled' });
    await expect(desk.confirm(body.id)).rejects.toMatchObject({ params: { state: 'cancelled' } });
    await expect(desk.bounce(body.id)).rejects.toMatchObject({ params: { state: 'cancelled' } });
    expect(await desk.balance()).toBeUndefined();
  });

  it('cannot be one that has arrived', async () => {
    const { id } = await desk.arrived('900.00');
    await expect(desk.cancel(id)).rejects.toMatchObject({ code: 'DEPOSIT_MOVED', params: { state: 'arrived' } });
  });
});

describe('the policy in force', () => {
  const limits = [{ smallest: cny('100.00'), largest: cny('5000.00'), mostInAll: cny('6000.00') }];
  const policy = { ...depositPolicy.builtIn, limits };

  it.each([
    ['99.99', 'DEPOSIT_TOO_SMALL', { smallest: 'CNY 100.00' }],
    ['5000.01', 'DEPOSIT_TOO_LARGE', { largest: 'CNY 5000.00' }],
  ])('refuses %s with %s and names the limit', async (value, code, params) => {
    await desk.agree(policy);
    await expect(desk.register(value)).rejects.toMatchObject({ code, params });
  });

  it.each(['100.00', '5000.00'])('takes %s, which is the limit itself, and names its version', async (value) => {
    await desk.agree(policy);
    expect((await desk.register(value)).body.policyVersion).toBe(1);
  });

  it('knows its purposes and no others', async () => {
    await expect(desk.register('1.00', { purpose: 'bribe' })).rejects.toMatchObject({
      code: 'DEPOSIT_PURPOSE_UNKNOWN',
      params: { purpose: 'bribe', known: 'general, training, security' },
    });
  });

  it('limits a currency it names, and no other', async () => {
    await desk.agree(policy);
    const amount = { minor: 100n, currency: 'JPY' as const };
    expect((await desk.register('1.00', { amount })).body.amount).toEqual({ value: '100', currency: 'JPY' });
  });

  it('limits what a customer has in all: cash as it is taken, a transfer when it is confirmed', async () => {
    await desk.agree(policy);
    const waiting = (await desk.register('2100.00')).body;
    await desk.cash('4000.00');
    await expect(desk.confirm(waiting.id)).rejects.toMatchObject({
      code: 'DEPOSIT_ABOVE_CEILING',
      params: { has: 'CNY 4000.00', amount: 'CNY 2100.00', ceiling: 'CNY 6000.00' },
    });
    await expect(desk.cash('2000.01')).rejects.toMatchObject({ code: 'DEPOSIT_ABOVE_CEILING' });
    await expect(desk.register('2000.01')).rejects.toMatchObject({ code: 'DEPOSIT_ABOVE_CEILING' });
    await desk.charge('100.00');
    expect((await desk.confirm(waiting.id)).body.state).toBe('arrived');
  });

  it('may be raised for money that waits', async () => {
    await desk.agree(policy);
    const waiting = (await desk.register('3000.00')).body;
    await desk.cash('4000.00');
    await desk.agree({ ...policy, limits: [] }, 2);
    expect((await desk.confirm(waiting.id)).body).toMatchObject({ state: 'arrived', policyVersion: 1 });
  });

  it('lets two deposits at once not pass the ceiling together', async () => {
    await desk.agree(policy);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, (_, index) => desk.cash('2500.00', {}, `cash-${index}`)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await desk.balance()).toMatchObject({ prepaid: cny('5000.00') });
  });

  it('fixes the terms at registration, and an expiry runs from the arrival', async () => {
    const [general, ...others] = depositPolicy.builtIn.purposes;
    if (general === undefined) throw new Error('the built-in policy has a purpose');
    await desk.agree({ ...policy, purposes: [{ ...general, expiresAfterDays: 30, isRefundable: false }, ...others] });
    const { body } = await desk.register('500.00');
    await desk.agree(policy, 2);
    expect((await desk.confirm(body.id, { arrivedOn: date('2026-10-11') })).body).toMatchObject({
      terms: { expires: '2026-11-10', isRefundable: false },
      policyVersion: 1,
    });
    expect((await desk.balance())?.lots).toMatchObject([
      { number: 1, expires: '2026-11-10', hasExpired: false, isRefundable: false },
    ]);
    desk.clock.move(30 * 86_400_000);
    expect((await desk.balance())?.lots).toMatchObject([{ hasExpired: true }]);
  });
});
