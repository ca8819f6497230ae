import { beforeAll, describe, expect, it } from 'vitest';
import type { RefundId } from '../../shared/model/ids.ts';
import { expireRefund } from '../../shared/refunds/expire-refund.ts';
import { freshLedger } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { failedPayout, paidToday, type RefundDesk, refundBody, refundDesk } from './refund-desk.ts';

/** The budgets of docs/data-model.md; a change that costs more fails here (H16). */
describe('write units of a refund', () => {
  const { client, measure } = meteredClient();
  let desk: RefundDesk;
  const cost = async (work: () => Promise<unknown>) => (await measure(work)).costs.writeUnits;

  beforeAll(async () => {
    desk = await refundDesk(await freshLedger(client));
    await desk.deposit(500_000n);
  });

  const asked = async () => (await desk.request(desk.clerk, refundBody(1_000n))).body.id;

  it('asking for it costs 7: request and head 4, its two lists and the inbox 3', async () => {
    expect(await cost(() => desk.request(desk.clerk, refundBody(1_000n)))).toBe(7);
  });

  it('freeing its money costs 5: request and head 4, out of the inbox 1', async () => {
    const [withdrawn, rejected, expired, failed] = [
      await asked(),
      await asked(),
      await asked(),
      await desk.executing(refundBody(1_000n)),
    ];
    expect(await cost(() => desk.withdraw(desk.clerk, withdrawn))).toBe(5);
    expect(await cost(() => desk.reject(desk.finance, rejected))).toBe(5);
    expect(await cost(() => desk.record(desk.cashier, failed, failedPayout(false)))).toBe(5);
    const now = desk.clock.now;
    desk.clock.move(60 * 86_400_000);
    expect(await cost(() => expireRefund(desk.context, expired as RefundId))).toBe(5);
    desk.clock.now = now;
  });

  it.each([
    ['prepaid money', { approve: 3, begin: 1, pay: 8, arrival: 4 }],
    // The charge remembers what was credited of it, in the same write.
    ['a charge', { approve: 3, begin: 1, pay: 10, arrival: 4 }],
  ])('paying %s back costs %j', async (what, costs) => {
    const source =
      what === 'a charge'
        ? { from: 'charge' as const, chargeId: await desk.charge('120.00') }
        : { from: 'prepaid' as const };
    const { id } = (await desk.request(desk.clerk, refundBody(1_000n, source))).body;
    expect({
      approve: await cost(() => desk.approve(desk.finance, id)),
      begin: await cost(() => desk.start(desk.cashier, id)),
      pay: await cost(() => desk.record(desk.cashier, id, paidToday())),
      arrival: await cost(() => desk.arrival(desk.own, id, true)),
    }).toEqual(costs);
  });

  it('looking and asking again write nothing', async () => {
    const { id } = (await desk.request(desk.clerk, refundBody(1_000n), { key: 'again' })).body;
    expect(await cost(() => desk.request(desk.clerk, refundBody(1_000n), { key: 'again' }))).toBe(0);
    expect(await cost(() => desk.quote(desk.clerk, refundBody(1_000n)))).toBe(0);
    expect(await cost(() => desk.get(desk.clerk, id))).toBe(0);
  });
});
