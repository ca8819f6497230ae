import { describe, expect, it } from 'vitest';
import type { RefundId, UserId } from '../../shared/model/ids.ts';
import { applyPayoutResult } from '../../shared/refunds/apply-payout-result.ts';
import { expireRefund } from '../../shared/refunds/expire-refund.ts';
import { hire } from '../support/ledger.ts';
import { available, claimed } from './money.ts';
import { failedPayout, paidToday, refundBody, refundDesk } from './refund-desk.ts';

const dayMs = 86_400_000;

describe('a refund that is approved', () => {
  it('waits for a cashier; its approvers have not paid it', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = await desk.approved(refundBody(20_000n));
    expect(await desk.read(id)).toMatchObject({ state: 'approved', stage: 0, approvers: ['zhao.min'], attempts: [] });
    expect(claimed(await desk.head())).toBe(20_000n);
    expect(await desk.payouts(desk.cashier)).toMatchObject([{ id, state: 'approved' }]);
  });

  it('is paid by one cashier under the bank’s number, with entry, voucher number and everybody’s name', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    await desk.policy(1, { first: [{ isAllowed: true, feeBasisPoints: 100, papers: [] }] });
    const id = await desk.approved(refundBody(20_000n));
    const { body: started } = await desk.start(desk.cashier, id);
    expect(started).toMatchObject({ state: 'executing', attempts: [{ number: 1, by: 'wu.ting' }] });
    const { body: paid } = await desk.record(desk.cashier, id, paidToday());
    expect(paid).toMatchObject({
      state: 'paid',
      attempts: [{ outcome: 'paid', reference: 'ICBC20261012001', paidOn: '2026-10-12' }],
      voucherNumber: expect.stringMatching(/^RV-CNY-[A-Z2-7]{10}-0001$/),
      posting: { sequence: 2 },
    });
    expect(paid.history.map(({ action, by }) => `${action} ${by}`)).toEqual([
      'submit wang.fang',
      'approve zhao.min',
      'start-payout wu.ting',
      'pay wu.ting',
    ]);
    const head = await desk.head();
    expect(head.balances).toMatchObject({ prepaid: 30_000n, held: 0n });
    expect([available(head), claimed(head)]).toEqual([30_000n, 0n]);
    const { findings, accounts } = await desk.verify();
    expect(findings).toEqual([]);
    expect(accounts.get('CNY refund-fee-income')).toBe(-200n);
    expect(await desk.payouts(desk.cashier)).toEqual([]);
  });

  it('is never paid by whoever asked for it or approved it', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const maker = await hire(desk.context, 'chen.hao', 'clerk', 'cashier');
    const approver = await hire(desk.context, 'lin.xue', 'finance', 'cashier');
    const { id } = (await desk.request(maker, refundBody(1_000n))).body;
    await desk.approve(approver, id);
    await expect(desk.start(maker, id)).rejects.toThrow('PAYER_IS_MAKER');
    await expect(desk.start(approver, id)).rejects.toThrow('PAYER_IS_APPROVER');
    await desk.start(desk.cashier, id);
    await expect(desk.record(maker, id, paidToday())).rejects.toThrow('PAYER_IS_MAKER');
    await expect(desk.record(approver, id, failedPayout(false))).rejects.toThrow('PAYER_IS_APPROVER');
    expect((await desk.record(desk.otherCashier, id, paidToday())).body.state).toBe('paid');
  });

  it('is paid by cashiers only, and by nobody before it is approved', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const { id } = (await desk.request(desk.clerk, refundBody(1_000n))).body;
    await expect(desk.start(desk.cashier, id)).rejects.toMatchObject({
      code: 'REQUEST_MOVED',
      params: { state: 'in-review' },
    });
    for (const who of [desk.finance, desk.manager, desk.clerk]) {
      await expect(desk.start(who, id)).rejects.toThrow('FORBIDDEN');
    }
    await expect(desk.record(desk.cashier, id, paidToday())).rejects.toThrow('NOT_FOUND');
    await expect(desk.start(desk.cashier, 'rfd_aaaaaaaaaaaaaaaaaaaaaaaaaa')).rejects.toThrow('NOT_FOUND');
  });

  it('is begun once: the same key meets the same attempt, another cashier is told how it stands', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = await desk.approved(refundBody(1_000n));
    await desk.start(desk.cashier, id, 'start');
    expect(await desk.start(desk.cashier, id, 'start')).toMatchObject({
      replayed: true,
      body: { attempts: [{ number: 1 }] },
    });
    await expect(desk.start(desk.otherCashier, id)).rejects.toMatchObject({ params: { state: 'executing' } });
    await expect(desk.start(desk.cashier, id)).rejects.toThrow('REQUEST_MOVED');
  });
});

describe('the result of a payout', () => {
  it('is a day between the approval and today', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = await desk.approved(refundBody(1_000n));
    desk.clock.move(dayMs);
    await desk.start(desk.cashier, id);
    desk.clock.move(dayMs);
    for (const paidOn of ['2026-10-11', '2026-10-15']) {
      const wrong = { ...paidToday(), paidOn: paidOn as never };
      await expect(desk.record(desk.cashier, id, wrong)).rejects.toMatchObject({
        fields: [
          { pointer: '/paidOn', code: 'DATE_OUT_OF_RANGE', params: { from: '2026-10-12', until: '2026-10-14' } },
        ],
      });
    }
    await desk.record(desk.cashier, id, paidToday());
  });

  it('that failed is tried again with a number of its own', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = await desk.executing(refundBody(20_000n));
    const { body: waiting } = await desk.record(desk.cashier, id, failedPayout(true));
    expect(waiting).toMatchObject({
      state: 'approved',
      attempts: [{ outcome: 'failed', problem: '收款账户状态异常' }],
    });
    expect(claimed(await desk.head())).toBe(20_000n);
    await desk.start(desk.otherCashier, id);
    await desk.record(desk.otherCashier, id, paidToday(), { attempt: 2 });
    expect((await desk.read(id)).attempts.map(({ number, by, outcome }) => [number, by, outcome])).toEqual([
      [1, 'wu.ting', 'failed'],
      [2, 'ma.chao', 'paid'],
    ]);
    expect((await desk.head()).balances.prepaid).toBe(30_000n);
    expect(await desk.verify()).toMatchObject({ findings: [] });
  });

  it('that failed for good frees the money', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const before = await desk.head();
    const id = await desk.executing(refundBody(20_000n));
    expect((await desk.record(desk.cashier, id, failedPayout(false))).body.state).toBe('failed');
    const after = await desk.head();
    expect([after.lots, after.claims, after.balances]).toEqual([before.lots, [], before.balances]);
    expect(await desk.payouts(desk.cashier)).toEqual([]);
    await expect(desk.start(desk.cashier, id)).rejects.toMatchObject({ params: { state: 'failed' } });
  });

  it('once more changes nothing; another result for the same attempt is refused and frees nothing (G11)', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = await desk.executing(refundBody(20_000n));
    await desk.record(desk.cashier, id, paidToday(), { key: 'paid' });
    const head = await desk.head();
    expect((await desk.record(desk.cashier, id, paidToday(), { key: 'paid' })).replayed).toBe(true);
    expect((await desk.record(desk.otherCashier, id, paidToday())).replayed, 'the same, by somebody else').toBe(true);
    for (const other of [paidToday('ICBC-OTHER'), failedPayout(true), failedPayout(false)]) {
      await expect(desk.record(desk.cashier, id, other)).rejects.toMatchObject({ params: { state: 'paid' } });
    }
    await expect(desk.record(desk.cashier, id, failedPayout(true), { key: 'paid' })).rejects.toThrow(
      'IDEMPOTENCY_KEY_REUSED',
    );
    await expect(desk.record(desk.cashier, id, paidToday(), { attempt: 2 })).rejects.toThrow('NOT_FOUND');
    expect(await desk.head()).toEqual(head);
  });

  it('may come from a provider, in any order and however often', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = (await desk.executing(refundBody(20_000n))) as RefundId;
    let events = 0;
    const tell = async (attempt: number, result: ReturnType<typeof paidToday> | ReturnType<typeof failedPayout>) => {
      events += 1;
      const by = 'wu.ting' as UserId;
      const prints = { keyPrint: `event-${events}`, bodyPrint: JSON.stringify(result) };
      return (await applyPayoutResult(desk.context, { refundId: id, attempt, result, by, ...prints })).outcome;
    };
    expect(await tell(1, failedPayout(true))).toBe('applied');
    expect(await tell(1, failedPayout(true))).toBe('known');
    expect(await tell(1, paidToday()), 'it had ended otherwise').toBe('ignored');
    await desk.start(desk.cashier, id);
    expect(await tell(2, paidToday())).toBe('applied');
    for (let again = 0; again < 5; again += 1) expect(await tell(2, paidToday())).toBe('known');
    expect(await tell(1, failedPayout(false)), 'out of order').toBe('ignored');
    expect(await tell(2, failedPayout(true))).toBe('ignored');
    expect((await desk.head()).balances.prepaid).toBe(30_000n);
    expect((await desk.read(id)).history.filter(({ action }) => action === 'pay')).toHaveLength(1);
  });
});

describe('a refund out of several deposits', () => {
  it('takes all of it in one entry, those that came first in front, or nothing at all (G2)', async () => {
    const desk = await refundDesk();
    for (const minor of [10_000n, 20_000n, 30_000n]) await desk.deposit(minor);
    await expect(desk.request(desk.clerk, refundBody(60_001n))).rejects.toThrow('REFUND_EXCEEDS_SOURCE');
    expect(claimed(await desk.head())).toBe(0n);
    await desk.paid(refundBody(35_000n));
    const head = await desk.head();
    expect(head.lots.map(({ number, minor }) => [number, minor])).toEqual([[3n, 25_000n]]);
    expect([head.sequence, head.claims, head.balances.prepaid]).toEqual([4n, [], 25_000n]);
    expect((await desk.verify()).findings).toEqual([]);
  });
});

describe('a refund of a charge', () => {
  it('credits the charge and leaves its entry as it is', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const chargeId = await desk.charge('120.00');
    const id = await desk.paid(refundBody(4_500n, { from: 'charge', chargeId }));
    expect(await desk.read(id)).toMatchObject({
      creditNoteNumber: expect.stringMatching(/^CN-CNY-.*-0001$/),
      voucherNumber: expect.stringMatching(/^RV-CNY-.*-0001$/),
    });
    expect((await desk.head()).balances).toEqual({ receivable: 0n, prepaid: 38_000n, held: 0n, unapplied: 0n });
    const { findings, accounts } = await desk.verify();
    expect(findings).toEqual([]);
    expect(accounts.get('CNY revenue:upgrade')).toBe(-7_500n);
  });
});

describe('a refund nobody decides or pays', () => {
  it.each([
    ['in review', false],
    ['approved', true],
  ])('expires %s and frees its money, once', async (_, isApproved) => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const before = await desk.head();
    const { id } = (await desk.request(desk.clerk, refundBody(20_000n))).body;
    if (isApproved) await desk.approve(desk.finance, id);
    desk.clock.move(60 * dayMs - 1);
    expect(await expireRefund(desk.context, id as RefundId)).toBeUndefined();
    desk.clock.move(1);
    const next = isApproved ? desk.start(desk.cashier, id) : desk.approve(desk.finance, id);
    await expect(next).rejects.toMatchObject({ code: 'REFUND_EXPIRED' });
    expect(await expireRefund(desk.context, id as RefundId)).toMatchObject({ state: 'expired', stage: 0 });
    expect(await expireRefund(desk.context, id as RefundId)).toBeUndefined();
    const after = await desk.head();
    expect([after.lots, after.claims]).toEqual([before.lots, []]);
    expect((await desk.read(id)).history.at(-1)).toMatchObject({ by: 'policy', action: 'expire' });
    expect(await desk.payouts(desk.cashier)).toEqual([]);
  });

  it('does not expire while a cashier pays it, nor once it was paid', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = (await desk.executing(refundBody(20_000n))) as RefundId;
    desk.clock.move(100 * dayMs);
    expect(await expireRefund(desk.context, id)).toBeUndefined();
    await desk.record(desk.cashier, id, paidToday());
    expect(await expireRefund(desk.context, id)).toBeUndefined();
    expect((await desk.read(id)).state).toBe('paid');
  });
});

describe('taking a refund back', () => {
  it('is for whoever asked for it and for its customer, while it is in review', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const { id } = (await desk.request(desk.clerk, refundBody(20_000n))).body;
    await expect(desk.withdraw(desk.otherClerk, id)).rejects.toMatchObject({
      code: 'NOT_THE_MAKER',
      params: { maker: 'wang.fang' },
    });
    await expect(desk.withdraw(desk.foreign, id)).rejects.toThrow('NOT_FOUND');
    expect((await desk.withdraw(desk.own, id, 'back')).body.state).toBe('withdrawn');
    expect(await desk.withdraw(desk.own, id, 'back')).toMatchObject({ replayed: true });
    await expect(desk.withdraw(desk.clerk, id)).rejects.toMatchObject({ params: { state: 'withdrawn' } });
    expect(claimed(await desk.head())).toBe(0n);
    const approved = await desk.approved(refundBody(20_000n));
    await expect(desk.withdraw(desk.clerk, approved)).rejects.toMatchObject({ params: { state: 'approved' } });
  });

  it('frees exactly the lots it came from', async () => {
    const desk = await refundDesk();
    for (const minor of [10_000n, 20_000n, 30_000n]) await desk.deposit(minor);
    const before = await desk.head();
    const first = (await desk.request(desk.clerk, refundBody(25_000n))).body.id;
    const second = (await desk.request(desk.clerk, refundBody(15_000n))).body.id;
    await desk.reject(desk.finance, first);
    await desk.withdraw(desk.clerk, second);
    const after = await desk.head();
    expect([after.lots, after.claims, after.sequence]).toEqual([before.lots, [], before.sequence]);
  });
});

describe('a refund that was paid', () => {
  it('is confirmed by its customer', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = await desk.paid(refundBody(20_000n), desk.own);
    expect((await desk.get(desk.own, id)).eta).toMatchObject({
      waitsFor: { code: 'confirmation' },
      expectedBy: '2026-10-19',
    });
    await expect(desk.arrival(desk.foreign, id, true)).rejects.toThrow('NOT_FOUND');
    expect((await desk.arrival(desk.own, id, true, 'yes')).body.state).toBe('arrived');
    expect(await desk.arrival(desk.own, id, true, 'yes')).toMatchObject({ replayed: true });
    await expect(desk.arrival(desk.own, id, false)).rejects.toMatchObject({ params: { state: 'arrived' } });
  });

  it('and did not arrive is somebody’s task, with a day by which there is an answer', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = await desk.paid(refundBody(20_000n));
    const { body } = await desk.arrival(desk.own, id, false, 'missing');
    expect(body).toMatchObject({ state: 'paid', promisedBy: '2026-10-14' });
    const { eta, timeline } = await desk.get(desk.clerk, id);
    expect(eta).toMatchObject({ waitsFor: { code: 'inquiry' }, expectedBy: '2026-10-14', isLate: false });
    expect(timeline.map(({ what }) => what)).toContain('task missing-refund-1 opened');
    expect(await desk.arrival(desk.own, id, false, 'missing')).toMatchObject({ replayed: true });
    await expect(desk.arrival(desk.clerk, id, false)).rejects.toMatchObject({
      code: 'MISSING_REPORTED',
      params: { promisedBy: '2026-10-14' },
    });
    desk.clock.move(3 * dayMs);
    expect((await desk.get(desk.own, id)).eta.isLate).toBe(true);
    await desk.arrival(desk.own, id, false);
    expect((await desk.get(desk.clerk, id)).timeline.map(({ what }) => what)).toContain('task missing-refund-2 opened');
    expect((await desk.arrival(desk.own, id, true)).body.state).toBe('arrived');
  });

  it('is confirmed for the customer by nobody who asked for it, approved it or paid it', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const approver = await hire(desk.context, 'guo.fan', 'finance');
    const { id } = (await desk.request(desk.clerk, refundBody(1_000n))).body;
    await desk.approve(approver, id);
    await desk.start(desk.cashier, id);
    await desk.record(desk.cashier, id, paidToday());
    for (const who of [desk.clerk, approver, desk.cashier]) {
      await expect(desk.arrival(who, id, true)).rejects.toThrow('ARRIVAL_NEEDS_ANOTHER');
    }
    expect((await desk.arrival(desk.otherCashier, id, true)).body.state).toBe('arrived');
  });

  it('can be reported missing by the customer after staff confirmed it for him', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = await desk.paid(refundBody(1_000n));
    await desk.arrival(desk.otherCashier, id, true);
    expect((await desk.arrival(desk.own, id, false)).body.state).toBe('paid');
    expect((await desk.get(desk.own, id)).eta.waitsFor.code).toBe('inquiry');
  });

  it('cannot have arrived before it was paid', async () => {
    const desk = await refundDesk();
    await desk.deposit(50_000n);
    const id = await desk.approved(refundBody(20_000n));
    await expect(desk.arrival(desk.own, id, true)).rejects.toMatchObject({ params: { state: 'approved' } });
  });
});
