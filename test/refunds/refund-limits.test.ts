import { describe, expect, it } from 'vitest';
import type { User } from '../../shared/model/user.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { readUser } from '../../shared/users/read-user.ts';
import { refundBody, refundDesk } from './refund-desk.ts';

const some = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('refunds under way', () => {
  it('that a customer asked for himself are five at most; the office can still ask for him', async () => {
    const desk = await refundDesk();
    await desk.deposit(100_000n);
    const office = (await desk.request(desk.clerk, refundBody(100n))).body.id;
    for (const _ of some(5)) await desk.request(desk.own, refundBody(100n), { key: `own-${_}` });
    const again = await desk.request(desk.own, refundBody(100n), { key: 'own-4' });
    expect(again).toMatchObject({ replayed: true });
    await expect(desk.request(desk.own, refundBody(100n))).rejects.toMatchObject({
      code: 'REFUND_LIMIT',
      params: { limit: '5' },
    });
    expect((await desk.quote(desk.own, refundBody(100n))).obstacles).toMatchObject([{ code: 'REFUND_LIMIT' }]);
    await desk.reject(desk.finance, office);
    await expect(desk.request(desk.own, refundBody(100n))).rejects.toThrow('REFUND_LIMIT');
    await desk.request(desk.clerk, refundBody(100n));
  });

  it('asked for at once by a customer are five as well', async () => {
    const desk = await refundDesk();
    await desk.deposit(100_000n);
    const asked = await Promise.allSettled(some(8).map(() => desk.request(desk.own, refundBody(100n))));
    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(5);
    expect((await desk.head()).claims.length).toBeLessThanOrEqual(5);
  });

  it('of one customer and currency are twenty at most, whoever asks', async () => {
    const desk = await refundDesk();
    await desk.deposit(100_000n);
    for (const _ of some(20)) await desk.request(desk.clerk, refundBody(100n));
    await expect(desk.request(desk.clerk, refundBody(100n))).rejects.toMatchObject({
      code: 'REFUND_LIMIT',
      params: { limit: '20' },
    });
  });
});

describe('accounts in full', () => {
  it('are shown to whom his own record has as an active cashier now, whatever his token says', async () => {
    const desk = await refundDesk();
    await desk.deposit(100_000n);
    const id = await desk.approved(refundBody(100n));
    const full = refundBody(100n).payout.account?.number;
    const seen = async () => [
      (await desk.payouts(desk.cashier))[0]?.payout.account?.number,
      (await desk.get(desk.cashier, id)).payout.account?.number,
    ];
    expect(await seen()).toEqual([full, full]);
    const user = (await readUser(desk.context.table, desk.cashier.actor.id)) as User;
    for (const changed of [
      { ...user, roles: ['clerk' as const] },
      { ...user, disabled: true },
    ]) {
      await putUser(desk.context, changed);
      expect(await seen()).toEqual(['**** 5702', '**** 5702']);
    }
  });
});
