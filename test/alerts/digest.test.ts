import { describe, expect, test } from 'vitest';
import { listLowBalances } from '../../shared/alerts/list-low-balances.ts';
import { tellLowBalances } from '../../shared/alerts/tell-daily.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { nightlyControl } from '../../shared/control/nightly-control.ts';
import type { ChargeId } from '../../shared/model/ids.ts';
import { tellOfShortfall } from '../../shared/notices/tell-of-shortfall.ts';
import { balanceDesk, level } from './balance-desk.ts';

const day = 86_400_000;
type Desk = Awaited<ReturnType<typeof balanceDesk>>;
const night = ({ context, room }: Desk) =>
  nightlyControl(context, room.process(), { segments: 2, remainingMs: () => 900_000 });

describe('a level that is raised', () => {
  test('is noticed by the next night, and told once, in the morning (G6)', async () => {
    const desk = await balanceDesk();
    await desk.deposit(50_000n);
    await night(desk);
    expect(desk.room.sent).toEqual([]);
    await desk.warnBelow([level('600.00')]);
    expect(await night(desk)).toMatchObject({ judgedBalances: 1 });
    expect(await night(desk)).toMatchObject({ judgedBalances: 0 });
    expect(desk.room.sent).toEqual([]);
    expect(await desk.morning()).toEqual({ low: 1, told: 1, left: 0, untold: 0 });
    expect(await desk.morning()).toMatchObject({ told: 0 });
    expect(desk.told('top-up-due')).toHaveLength(1);
    desk.clock.move(1_000);
    await desk.warnBelow([level('100.00')]);
    await night(desk);
    expect(await desk.alert()).toMatchObject({ state: 'enough', crossings: 1 });
  });
});

describe('who is low', () => {
  test('stands in the list with what he has now, and in one digest a day, none where nobody is (C3)', async () => {
    const desk = await balanceDesk();
    await desk.warnBelow([level('300.00')]);
    const digest = () => tellLowBalances(desk.context, desk.room.process(), () => 100_000);
    expect(await digest()).toEqual({ low: 0, told: 0, left: 0, untold: 0 });
    await desk.deposit(20_000n);
    await desk.followNow();
    await desk.use(5_000n);
    const { items } = (await listLowBalances(desk.context, desk.clerk, desk.input({ query: { limit: 20 } }))).body;
    expect(items).toMatchObject([
      { customerNumber: 'C-8001', balance: { value: '150.00' }, level: { value: '300.00' }, crossings: 1 },
    ]);
    for (let count = 0; count < 40; count += 1) {
      await digest();
      await digest();
      desk.clock.move(day);
    }
    expect(desk.told('low-balances')).toHaveLength(2 * 40);
    await desk.deposit(90_000n);
    await desk.followNow();
    expect(await digest()).toMatchObject({ low: 0 });
  });
});

describe('prepaid money that does not cover a charge', () => {
  test('is told to finance, once, and only of customers who pay in advance (C10)', async () => {
    const desk = await balanceDesk();
    const postpaid = await desk.use(10_000n);
    await desk.deposit(10_000n);
    const short = await desk.use(20_000n);
    const covered = await desk.use(9_000n);
    for (const { id } of [postpaid, short, short, covered]) {
      const after = await readCharge(desk.context.table, id as ChargeId);
      if (after === undefined) throw new Error('the charge is there');
      if (id === postpaid.id) continue;
      await tellOfShortfall(desk.context, desk.room.process(), { before: undefined, after });
    }
    expect(desk.told('prepaid-shortfall')).toMatchObject(
      Array.from({ length: 2 }, () => ({ mail: { data: { chargeId: short.id, outstanding: { value: '200.00' } } } })),
    );
  });

  test('is not told of one who never paid anything in advance', async () => {
    const desk = await balanceDesk();
    const { id } = await desk.use(10_000n);
    const after = await readCharge(desk.context.table, id as ChargeId);
    if (after === undefined) throw new Error('the charge is there');
    await tellOfShortfall(desk.context, desk.room.process(), { before: undefined, after });
    expect(desk.room.sent).toEqual([]);
  });
});
