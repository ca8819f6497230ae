import { beforeEach, describe, expect, it } from 'vitest';
import { sweepRefunds } from '../../shared/payouts/sweep-refunds.ts';
import { failedPayout, paidToday, refundBody } from '../refunds/refund-desk.ts';
import { type PayoutRoom, payoutRoom } from './payout-room.ts';

const dayMs = 86_400_000;
const body = refundBody(1_000n);
let room: PayoutRoom;

beforeEach(async () => {
  room = await payoutRoom();
});
const sweep = (everything = true, isTime = () => true) =>
  sweepRefunds(room.context, { ...room.room.process(), workflow: room.workflow }, { everything, isTime });

describe('the sweep', () => {
  it('ends refunds that nobody decided or paid in time, and frees their money, once', async () => {
    const { id: undecided } = (await room.request(room.clerk, body)).body;
    const unpaid = await room.approved(body);
    room.clock.move(61 * dayMs);
    await sweep();
    await sweep();
    for (const id of [undecided, unpaid]) {
      expect(await room.read(id)).toMatchObject({ state: 'expired' });
      expect((await room.read(id)).history.filter(({ action }) => action === 'expire')).toHaveLength(1);
    }
    const head = await room.head();
    expect([head.claims, head.balances.prepaid]).toEqual([[], 1_000_000n]);
    expect((await room.verify()).findings).toEqual([]);
  });

  it('leaves one alone that a cashier is paying, and one whose time is not up', async () => {
    const paying = await room.executing(body);
    room.clock.move(61 * dayMs);
    const { id: fresh } = (await room.request(room.clerk, body)).body;
    await sweep();
    expect([(await room.read(paying)).state, (await room.read(fresh)).state]).toEqual(['executing', 'in-review']);
  });

  it('reminds the cashiers of a refund past its promised day, once an attempt', async () => {
    const id = await room.approved(body);
    await room.order(id, 'token');
    await sweep();
    expect(room.room.sent).toEqual([]);
    room.clock.move(30 * dayMs);
    await sweep();
    await sweep();
    expect(room.room.recipients().sort()).toEqual(['ma.chao@feeledger.example', 'wu.ting@feeledger.example']);
    expect(room.room.sent[0]?.mail).toMatchObject({ template: 'payout-waiting', data: { why: 'late', attempt: 1 } });
  });

  it('reminds daily of one that was begun and has no result, and tells finance from the third day on', async () => {
    const id = await room.executing(body);
    await room.order(id, 'token');
    const hearers = async () => {
      room.room.sent.length = 0;
      await sweep();
      await sweep();
      expect(room.room.sent.every(({ mail }) => mail.template === 'payout-waiting' && mail.data.why === 'open')).toBe(
        true,
      );
      return room.room.recipients().sort();
    };
    const cashiers = ['ma.chao@feeledger.example', 'wu.ting@feeledger.example'];
    expect(await hearers()).toEqual([]);
    for (const _ of ['first', 'second']) {
      room.clock.move(dayMs);
      expect(await hearers()).toEqual(cashiers);
    }
    room.clock.move(dayMs);
    const third = await hearers();
    expect(third).toEqual(expect.arrayContaining([...cashiers, 'zhao.min@feeledger.example']));
  });

  it('tells a run what the stream lost: that all have approved, and that another attempt is due', async () => {
    const id = await room.approved(body);
    await sweep();
    expect(room.started).toEqual([`${id}-r1 again`]);
    await room.order(id, 't1');
    await room.start(room.cashier, id);
    await room.record(room.cashier, id, failedPayout(true));
    await sweep();
    expect(room.reported).toEqual([['t1', 'again']]);
  });

  it('after a restart starts the runs again of refunds that were just paid, for their vouchers', async () => {
    const paid = await room.executing(body);
    await room.record(room.cashier, paid, paidToday('ICBC-1'));
    await sweep(false);
    expect(room.started).toEqual([]);
    await sweep();
    expect(room.started).toEqual([`${paid}-r1 to its end`]);
    room.clock.move(3 * dayMs);
    await sweep();
    expect(room.started).toHaveLength(1);
  });

  it('leaves what is younger than two minutes to the stream', async () => {
    await room.approved(body);
    expect(await sweep(false)).toEqual({ looked: 0, left: 0, untold: 0 });
    room.clock.move(120_000);
    expect(await sweep(false)).toMatchObject({ looked: 1 });
  });

  it('says how many it had no time for', async () => {
    await room.approved(body);
    expect(await sweep(true, () => false)).toEqual({ looked: 0, left: 1, untold: 0 });
  });
});
