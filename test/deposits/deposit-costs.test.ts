import { beforeAll, describe, expect, it } from 'vitest';
import { freshLedger } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { type DepositDesk, depositDesk } from './deposit-desk.ts';

/** The budgets of docs/deposits.md; a change that costs more fails here (H16). */
describe('write units of a deposit', () => {
  const { client, measure } = meteredClient();
  let desk: DepositDesk;

  beforeAll(async () => {
    desk = await depositDesk(await freshLedger(client));
    // The first money makes the customer's head; every one after it is the usual case.
    await desk.cash('100.00');
  });
  const units = async (work: () => Promise<unknown>) => (await measure(work)).costs.writeUnits;
  const registered = async () => (await desk.register('100.00')).body.id;

  it('registered: item 1, inbox 1, two lists 2', async () => {
    expect(await units(registered)).toBe(4);
  });

  it('confirmed: request 2, out of the inbox 1, head 2, entry 3', async () => {
    const id = await registered();
    expect(await units(() => desk.confirm(id))).toBe(8);
  });

  it('in cash: request 2, two lists 2, head 2, entry 3', async () => {
    expect(await units(() => desk.cash('100.00'))).toBe(9);
  });

  it('cancelled or bounced before it has arrived: item 1, out of the inbox 1', async () => {
    const [first, second] = [await registered(), await registered()];
    expect(await units(() => desk.cancel(first))).toBe(2);
    expect(await units(() => desk.bounce(second))).toBe(2);
  });

  it('bounced after it has arrived: 7, and 3 more for what is then owed', async () => {
    const [unused, used] = [await desk.arrived('100.00'), await desk.arrived('100.00')];
    expect(await units(() => desk.bounce(unused.id))).toBe(7);
    await desk.charge('350.00');
    expect(await units(() => desk.bounce(used.id))).toBe(10);
  });

  it('sent again under its key: nothing', async () => {
    await desk.cash('100.00', {}, 'again');
    expect(await units(() => desk.cash('100.00', {}, 'again'))).toBe(0);
  });
});
