import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeBalance } from '../../shared/alerts/judge-balance.ts';
import { balanceDesk, level } from './balance-desk.ts';

describe('a balance that falls below its level', () => {
  test('is told to finance, to the customer and as a task to a colleague, once (C3, C9)', async () => {
    const desk = await balanceDesk();
    await desk.warnBelow([level('300.00')]);
    await desk.deposit(50_000n);
    await desk.followNow();
    await desk.use(20_000n);
    await desk.followNow();
    expect(desk.told('low-balance')).toEqual([]);
    await desk.use(1n);
    const change = await desk.change();
    await desk.follow(change);
    await desk.follow(change);
    expect(desk.told('low-balance').map(({ to }) => to)).toEqual(
      ['zhao.min@feeledger.example', 'he.jing@feeledger.example'].sort(),
    );
    expect(desk.told('top-up-due')).toMatchObject([
      { to: 'c-8001@customer.example', mail: { data: { balance: { value: '299.99' }, level: { value: '300.00' } } } },
    ]);
    expect(await desk.alert()).toMatchObject({ state: 'low', crossings: 1, levelMinor: 30_000n, policyVersion: 1 });
  });

  test('falls twice: down, up, down are two alerts, and further falls are none (G6)', async () => {
    const desk = await balanceDesk();
    await desk.warnBelow([level('300.00')]);
    const moves = [
      () => desk.deposit(50_000n),
      () => desk.use(30_000n),
      () => desk.use(5_000n),
      () => desk.deposit(15_000n),
      () => desk.use(1n),
      () => desk.use(1n),
    ];
    const alerts: number[] = [];
    for (const move of moves) {
      await move();
      await desk.followNow();
      alerts.push(desk.told('top-up-due').length);
    }
    expect(alerts).toEqual([0, 1, 1, 1, 2, 2]);
    expect(await desk.alert()).toMatchObject({ state: 'low', crossings: 2 });
  });

  test.each([
    ['JPY', '1000', 1_500n, 500n, 1n],
    ['KWD', '1.000', 1_500n, 500n, 1n],
  ] as const)('is measured in the minor units of %s (G7)', async (currency, value, paidIn, toLevel, below) => {
    const desk = await balanceDesk();
    await desk.warnBelow([level(value, currency), level('0.01', 'CNY')]);
    await desk.deposit(paidIn, currency);
    await desk.followNow(currency);
    await desk.use(toLevel, currency);
    await desk.followNow(currency);
    expect(await desk.alert(currency)).toBeUndefined();
    await desk.use(below, currency);
    await desk.followNow(currency);
    expect(await desk.alert(currency)).toMatchObject({ state: 'low' });
    expect(await desk.alert('CNY')).toBeUndefined();
  });

  test('tells the customer by the way he prefers, and not at all where the policy says so', async () => {
    const bySms = await balanceDesk({ preferredChannel: 'sms', phone: '13800138000' });
    await bySms.warnBelow([level('300.00')]);
    await bySms.deposit(10_000n);
    await bySms.followNow();
    expect(bySms.room.texts).toMatchObject([{ phone: '+8613800138000', text: expect.stringContaining('CNY 100.00') }]);
    const silent = await balanceDesk();
    await silent.warnBelow([level('300.00')], false);
    await silent.deposit(10_000n);
    await silent.followNow();
    expect(silent.told('top-up-due')).toEqual([]);
    expect(silent.told('low-balance')).toHaveLength(2);
  });

  test('is told to whoever was not reached, by the next delivery, and to nobody twice', async () => {
    const desk = await balanceDesk();
    await desk.warnBelow([level('300.00')]);
    await desk.deposit(10_000n);
    desk.room.unreachable.add('zhao.min@feeledger.example');
    const change = await desk.change();
    await expect(desk.follow(change)).rejects.toThrow('cannot be reached');
    desk.room.unreachable.clear();
    await desk.follow(change);
    expect(desk.room.recipients().sort()).toEqual(
      ['c-8001@customer.example', 'he.jing@feeledger.example', 'zhao.min@feeledger.example'].sort(),
    );
  });

  test('costs nothing when a head changes without its prepaid money, nor while no level is set', async () => {
    const desk = await balanceDesk();
    await desk.deposit(10_000n);
    await desk.followNow();
    expect(await desk.alert()).toBeUndefined();
    const { after } = await desk.change();
    await desk.warnBelow([level('300.00')]);
    await desk.follow({ before: after, after: { ...after, version: after.version + 1n } });
    expect(await desk.alert()).toBeUndefined();
  });
});

describe('changes that come late, twice or in another order', () => {
  test('never leave another state than the balance has now, nor tell one fall twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(-20_000n, -5_000n, 8_000n, 25_000n), { minLength: 2, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        async (moves, chance) => {
          const desk = await balanceDesk();
          await desk.warnBelow([level('300.00')]);
          await desk.deposit(60_000n);
          const changes = [await desk.change()];
          let falls = 0;
          let balance = 60_000n;
          for (const move of moves) {
            if (balance + move < 0n) continue;
            if (balance >= 30_000n && balance + move < 30_000n) falls += 1;
            balance += move;
            await (move > 0n ? desk.deposit(move) : desk.use(-move));
            changes.push(await desk.change());
          }
          const draw = () => chance.next().value ?? 0;
          const deliveries = [...changes, ...changes.filter(() => draw() % 2 === 0)]
            .map((change) => ({ change, place: draw() }))
            .sort((a, b) => a.place - b.place);
          for (const { change } of deliveries) await desk.follow(change);
          const alert = await desk.alert();
          expect(alert?.state ?? 'enough').toBe(balance < 30_000n ? 'low' : 'enough');
          expect(desk.told('top-up-due').length).toBe(alert?.crossings ?? 0);
          expect(alert?.crossings ?? 0).toBeLessThanOrEqual(falls);
        },
      ),
      { numRuns: 25, seed: 20261122 },
    );
  }, 120_000);

  test('two who judge at once count one fall', async () => {
    const desk = await balanceDesk();
    await desk.warnBelow([level('300.00')]);
    await desk.deposit(10_000n);
    const head = await desk.headNow();
    await Promise.all([judgeBalance(desk.context, head), judgeBalance(desk.context, head)]);
    expect(await desk.alert()).toMatchObject({ crossings: 1 });
  });
});
