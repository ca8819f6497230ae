import { describe, expect, test } from 'vitest';
import { nightlyControl } from '../../shared/control/nightly-control.ts';
import type { CustomerId } from '../../shared/model/ids.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { balanceDesk, level } from './balance-desk.ts';

const day = 86_400_000;
type Desk = Awaited<ReturnType<typeof balanceDesk>>;
const night = ({ context, room }: Desk) =>
  nightlyControl(context, room.process(), { segments: 2, remainingMs: () => 900_000 });

async function tasks({ table }: Desk): Promise<string[]> {
  const found: string[] = [];
  for await (const item of scanItems(table)) {
    if (String(item.sk).startsWith('TASK#')) found.push(String(item.sk));
  }
  return found;
}

/** Customers whose money is little once somebody raises the level, one after the other. */
async function manyCustomers(desk: Desk, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { id } = await desk.createCustomer(`C-${8_100 + index}`);
    await desk.deposit(10_000n, 'CNY', id as CustomerId);
  }
}

describe('a level that is raised for many at once', () => {
  test('makes one digest for finance and no mail for each customer, who hear of it in the morning', async () => {
    const desk = await balanceDesk();
    await manyCustomers(desk, 12);
    await desk.warnBelow([level('300.00')]);
    expect(await night(desk)).toMatchObject({ judgedBalances: 12 });
    expect(desk.room.attempts).toEqual([]);
    expect(await tasks(desk)).toEqual([]);
    expect(await desk.morning()).toEqual({ low: 12, told: 12, left: 0, untold: 0 });
    expect(desk.told('low-balance')).toEqual([]);
    expect(desk.told('low-balances')).toHaveLength(2);
    expect(desk.told('top-up-due')).toHaveLength(12);
    expect(await tasks(desk)).toHaveLength(12);
  });

  test('is told as far as there is time, and the rest the next morning', async () => {
    const desk = await balanceDesk();
    await manyCustomers(desk, 3);
    await desk.warnBelow([level('300.00')]);
    await night(desk);
    expect(await desk.morning(10_000)).toEqual({ low: 3, told: 0, left: 3, untold: 0 });
    expect(await desk.morning()).toMatchObject({ told: 3, left: 0 });
    expect(desk.told('top-up-due')).toHaveLength(3);
  });
});

describe('a customer whom no short message reaches', () => {
  test('keeps no other from hearing, and hears of it the next morning, the others not twice', async () => {
    const desk = await balanceDesk({ preferredChannel: 'sms', phone: '13800138000' });
    await desk.deposit(10_000n);
    await manyCustomers(desk, 2);
    await desk.warnBelow([level('300.00')]);
    await night(desk);
    expect(desk.room.texts).toEqual([]);
    desk.room.unreachable.add('+8613800138000');
    expect(await desk.morning()).toEqual({ low: 3, told: 3, left: 0, untold: 1 });
    desk.room.unreachable.clear();
    expect(await desk.morning()).toMatchObject({ told: 1, untold: 0 });
    expect(desk.room.texts).toHaveLength(1);
    expect(desk.told('top-up-due')).toHaveLength(2);
    expect(await tasks(desk)).toHaveLength(3);
  });

  test('is not tried any longer after a week', async () => {
    const desk = await balanceDesk({ preferredChannel: 'sms', phone: '13800138000' });
    await desk.deposit(10_000n);
    await desk.warnBelow([level('300.00')]);
    desk.room.unreachable.add('+8613800138000');
    await night(desk);
    expect(await desk.morning()).toMatchObject({ told: 1, untold: 1 });
    desk.clock.move(8 * day);
    expect(await desk.morning()).toMatchObject({ low: 1, told: 0, untold: 0 });
  });
});

describe('a fall that was told as it happened', () => {
  test('is not told again in the morning, nor while whoever follows the change may be at it', async () => {
    const desk = await balanceDesk();
    await desk.warnBelow([level('300.00')]);
    await desk.deposit(10_000n);
    await desk.followNow();
    expect(await desk.morning()).toMatchObject({ low: 1, told: 0 });
    expect(desk.told('top-up-due')).toHaveLength(1);
  });

  test('is told in the morning to the customer who could not be reached, and to finance by the digest alone', async () => {
    const desk = await balanceDesk();
    await desk.warnBelow([level('300.00')]);
    await desk.deposit(10_000n);
    for (const address of ['zhao.min@feeledger.example', 'c-8001@customer.example']) desk.room.unreachable.add(address);
    await expect(desk.followNow()).rejects.toThrow('cannot be reached');
    desk.room.unreachable.clear();
    expect(await desk.morning()).toEqual({ low: 1, told: 1, left: 0, untold: 0 });
    expect(await desk.morning()).toMatchObject({ told: 0 });
    expect(desk.told('top-up-due')).toHaveLength(1);
    expect(desk.told('low-balance').map(({ to }) => to)).toEqual(['he.jing@feeledger.example']);
  });
});
