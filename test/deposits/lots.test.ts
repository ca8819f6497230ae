import { beforeEach, describe, expect, it } from 'vitest';
import type { CustomerId } from '../../shared/model/ids.ts';
import { depositPolicy } from '../../shared/policies/deposit-policy.ts';
import { date } from '../support/ledger.ts';
import { type DepositDesk, depositDesk } from './deposit-desk.ts';

let desk: DepositDesk;
beforeEach(async () => {
  desk = await depositDesk();
});

const cny = (value: string) => ({ value, currency: 'CNY' });
const lots = async () =>
  Object.fromEntries((await desk.balance())?.lots.map(({ number, amount }) => [number, amount.value]) ?? []);

describe('a charge is paid from', () => {
  it('the oldest deposit first, and says which by its receipt', async () => {
    const first = (await desk.cash('100.00')).body;
    const second = (await desk.cash('100.00')).body;
    const charge = await desk.charge('130.00');
    expect(await lots()).toEqual({ 2: '70.00' });
    expect((await desk.uses(first.id)).items).toEqual([
      {
        entry: `je_${desk.customerId.slice(4)}_cny_3`,
        bookedOn: '2026-10-12',
        effectiveDate: '2026-10-12',
        event: 'prepaid-applied',
        title: '支付费用',
        requestId: charge.id,
        change: cny('-100.00'),
      },
    ]);
    expect((await desk.uses(second.id)).items).toMatchObject([{ requestId: charge.id, change: cny('-30.00') }]);
    expect((await desk.statement()).items.at(-1)?.lots).toEqual([
      {
        ...{ number: 1, entry: `je_${desk.customerId.slice(4)}_cny_1`, amount: cny('-100.00') },
        ...{ depositId: first.id, receiptNumber: first.receiptNumber },
      },
      {
        ...{ number: 2, entry: `je_${desk.customerId.slice(4)}_cny_2`, amount: cny('-30.00') },
        ...{ depositId: second.id, receiptNumber: second.receiptNumber },
      },
    ]);
    expect(await desk.read(first.id)).toMatchObject({ left: cny('0.00'), held: cny('0.00') });
    expect(await desk.read(second.id)).toMatchObject({ left: cny('70.00') });
  });

  it('what expires first, before what came first; what has expired pays nothing', async () => {
    const [general, ...others] = depositPolicy.builtIn.purposes;
    if (general === undefined) throw new Error('the built-in policy has a purpose');
    const brief = { ...general, code: 'brief', expiresAfterDays: 10 };
    const long = { ...general, code: 'long', expiresAfterDays: 20 };
    await desk.agree({ ...depositPolicy.builtIn, purposes: [general, brief, long, ...others] });
    await desk.cash('100.00');
    await desk.cash('100.00', { purpose: 'long' });
    await desk.cash('100.00', { purpose: 'brief' });
    await desk.charge('50.00');
    expect(await lots()).toEqual({ 1: '100.00', 2: '100.00', 3: '50.00' });
    desk.clock.move(10 * 86_400_000);
    await desk.charge('10.00');
    expect(await lots()).toEqual({ 1: '100.00', 2: '100.00', 3: '40.00' });
    desk.clock.move(86_400_000);
    await desk.charge('120.00');
    expect(await lots()).toEqual({ 1: '80.00', 3: '40.00' });
  });

  it('money for its purpose alone, and never from a security deposit', async () => {
    await desk.cash('100.00', { purpose: 'security' });
    await desk.cash('100.00', { purpose: 'training' });
    await desk.cash('100.00');
    await desk.charge('30.00', 'upgrade');
    expect(await lots()).toEqual({ 1: '100.00', 2: '100.00', 3: '70.00' });
    await desk.charge('120.00', 'training');
    expect(await lots()).toEqual({ 1: '100.00', 3: '50.00' });
    const open = await desk.charge('60.00', 'upgrade');
    expect(await lots()).toEqual({ 1: '100.00', 3: '50.00' });
    expect(open.posting?.dueDate).toBe('2026-11-11');
    expect(await desk.balance()).toMatchObject({ prepaid: cny('150.00'), receivable: cny('60.00') });
  });
});

describe('a statement', () => {
  it('goes from the opening to the closing balance, which is the opening of the next period', async () => {
    await desk.cash('100.00');
    desk.clock.move(86_400_000);
    await desk.charge('30.00');
    await desk.cash('50.00', { paidOn: date('2026-10-12') });
    desk.clock.move(86_400_000);
    await desk.charge('100.00');
    const twelfth = await desk.statement({ from: date('2026-10-01'), to: date('2026-10-12') });
    const thirteenth = await desk.statement({ from: date('2026-10-13'), to: date('2026-10-13') });
    const rest = await desk.statement({ from: date('2026-10-14'), to: date('2026-10-31') });
    expect([twelfth, thirteenth, rest].map(({ opening, closing }) => [opening.value, closing.value])).toEqual([
      ['0.00', '100.00'],
      ['100.00', '120.00'],
      ['120.00', '20.00'],
    ]);
    expect(thirteenth.items.map(({ change, balance }) => [change.value, balance.value])).toEqual([
      ['-30.00', '70.00'],
      ['50.00', '120.00'],
    ]);
  });

  it('of this month is what is asked for without dates', async () => {
    expect(await desk.statement()).toMatchObject({ from: '2026-10-01', to: '2026-10-12', items: [] });
    expect(await desk.statement({ from: date('2026-12-01') })).toMatchObject({ to: '2026-12-01', items: [] });
    expect(await desk.statement({ to: date('2026-09-10') })).toMatchObject({ from: '2026-09-01', to: '2026-09-10' });
  });

  it('shows every movement once, whatever the page, and no entry that leaves prepaid money alone', async () => {
    await desk.charge('5.00');
    for (let index = 1; index <= 7; index += 1) await desk.cash(`${index}.00`);
    const all = (await desk.statement()).items;
    expect(all).toHaveLength(7);
    for (const limit of [1, 2, 3, 7, 8]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await desk.statement({ limit, ...(cursor === undefined ? {} : { cursor }) });
        expect([page.opening.value, page.closing.value]).toEqual(['0.00', '28.00']);
        seen.push(...page.items.map(({ entry }) => entry));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect({ limit, seen }).toEqual({ limit, seen: all.map(({ entry }) => entry) });
    }
  });
});

describe('a customer', () => {
  it('sees his deposits, their use and his statement, and no colleague behind them', async () => {
    const { id } = await desk.arrived('100.00', { note: '客户要求月底前到账' });
    await desk.charge('30.00');
    await desk.cancel((await desk.register('7.00')).body.id);
    const himself = await desk.registerCustomer('kehu');
    const { items } = await desk.list({ limit: 20 }, himself);
    expect(items).toMatchObject([{ id, registeredBy: '', left: cny('70.00') }]);
    expect(items[0]).not.toHaveProperty('note');
    expect(items[0]?.history.map(({ by }) => by)).toEqual(['', '']);
    expect(await desk.read(id, himself)).toEqual(items[0]);
    expect((await desk.uses(id, { limit: 20 }, himself)).items).toMatchObject([{ change: cny('-30.00') }]);
    expect((await desk.statement({}, himself)).closing).toEqual(cny('70.00'));
  });

  it('sees nothing of another customer, nor what was cancelled', async () => {
    const { id } = await desk.arrived('100.00');
    const cancelled = (await desk.register('7.00')).body.id;
    await desk.cancel(cancelled);
    const other = await desk.registerCustomer('other', (await desk.createCustomer('C-6000')).id as CustomerId);
    const himself = await desk.registerCustomer('kehu');
    await expect(desk.list({ limit: 20 }, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(desk.read(id, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(desk.uses(id, { limit: 20 }, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(desk.statement({}, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(desk.read(cancelled, himself)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('finds each deposit once, whatever the page, newest first', async () => {
    const ids: string[] = [];
    for (let index = 1; index <= 5; index += 1) {
      desk.clock.move(1_000);
      ids.unshift((await desk.cash(`${index}.00`)).body.id);
    }
    for (const limit of [1, 2, 5, 6]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await desk.list({ limit, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(ids);
    }
  });
});
