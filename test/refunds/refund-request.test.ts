import { beforeAll, describe, expect, it } from 'vitest';
import type { ChargeId } from '../../shared/model/ids.ts';
import { freshLedger } from '../support/ledger.ts';
import { available, claimed } from './money.ts';
import { type RefundDesk, refundBody, refundDesk } from './refund-desk.ts';

let desk: RefundDesk;
/** A document nobody has. */
const unknown = 'chg_aaaaaaaaaaaaaaaaaaaaaaaaaa' as ChargeId;
const inCny = (minor: bigint) => ({ amount: { minor, currency: 'CNY' as const } });

beforeAll(async () => {
  desk = await refundDesk();
  await desk.deposit(100_000n);
});

describe('asking for a refund', () => {
  it('sets its money apart from the moment it is asked for, without an entry in the journal', async () => {
    const before = await desk.head();
    const { body, location } = await desk.request(desk.clerk, refundBody(30_000n));
    expect(location).toBe(`/refunds/${body.id}`);
    expect(body).toMatchObject({
      state: 'in-review',
      stage: 1,
      stages: [{ role: 'finance' }],
      amount: { value: '300.00', currency: 'CNY' },
      fee: { value: '0.00' },
      net: { value: '300.00' },
      maker: 'wang.fang',
      askedByCustomer: false,
      promisedBy: '2026-10-22',
      expiresAt: '2026-12-11T01:00:00.000Z',
      policyVersion: 1,
      refundPolicyVersion: 0,
    });
    const after = await desk.head();
    expect(after.sequence).toBe(before.sequence);
    expect(after.balances).toEqual(before.balances);
    expect(claimed(after)).toBe(30_000n);
    expect(available(after)).toBe(available(before) - 30_000n);
  });

  it('again with the same key meets the same refund; another body under that key is refused', async () => {
    const first = await desk.request(desk.clerk, refundBody(1_000n), { key: 'twice' });
    const held = claimed(await desk.head());
    const again = await desk.request(desk.clerk, refundBody(1_000n), { key: 'twice' });
    expect(again).toEqual({ ...first, replayed: true });
    expect(claimed(await desk.head())).toBe(held);
    await expect(desk.request(desk.clerk, refundBody(1_001n), { key: 'twice' })).rejects.toThrow(
      'IDEMPOTENCY_KEY_REUSED',
    );
    await expect(desk.request(desk.clerk, refundBody(1_000n), { key: 'twice', of: desk.other.id })).rejects.toThrow(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('is open to the customer himself, and only for his own money', async () => {
    const { body } = await desk.request(desk.own, refundBody(2_000n));
    expect(body).toMatchObject({ maker: 'ke.hu', askedByCustomer: true, stages: [] });
    await expect(desk.request(desk.own, refundBody(2_000n), { of: desk.other.id })).rejects.toThrow('NOT_FOUND');
    await expect(desk.request(desk.foreign, refundBody(2_000n))).rejects.toThrow('NOT_FOUND');
  });

  it('names the customer by id and number where staff ask', async () => {
    const wrong = refundBody(1_000n, { from: 'prepaid' }, { customerNumber: 'C-8002' });
    await expect(desk.request(desk.clerk, wrong)).rejects.toThrow('CUSTOMER_NUMBER_MISMATCH');
    const none = { ...refundBody(1_000n), customerNumber: undefined };
    await expect(desk.request(desk.clerk, none)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ pointer: '/customerNumber', code: 'REQUIRED' }],
    });
    await expect(
      desk.request(desk.clerk, refundBody(1_000n), { of: 'cus_aaaaaaaaaaaaaaaaaaaaaaaaaa' }),
    ).rejects.toThrow('NOT_FOUND');
  });

  it('is refused to those who neither enter requests nor own the money', async () => {
    for (const who of [desk.reviewer, desk.cashier]) {
      await expect(desk.request(who, refundBody(1_000n))).rejects.toThrow('FORBIDDEN');
    }
  });

  it('needs a manager as well above the limit of one person', async () => {
    await desk.deposit(3_000_000n);
    const { body } = await desk.request(desk.clerk, refundBody(2_500_000n));
    expect(body.stages).toEqual([{ role: 'finance' }, { role: 'manager' }]);
  });
});

describe('what is left of a source', () => {
  it('is, of prepaid money, what is neither used nor asked back already', async () => {
    const { clerk, deposit, request, head } = await refundDesk();
    await deposit(10_000n);
    await request(clerk, refundBody(6_000n));
    await expect(request(clerk, refundBody(4_001n))).rejects.toMatchObject({
      code: 'REFUND_EXCEEDS_SOURCE',
      params: { left: 'CNY 40.00', wanted: 'CNY 40.01' },
    });
    await request(clerk, refundBody(4_000n));
    await expect(request(clerk, refundBody(1n))).rejects.toMatchObject({ params: { left: 'CNY 0.00' } });
    expect(available(await head())).toBe(0n);
  });

  it('is, of one deposit, what is left of that one', async () => {
    const { clerk, deposit, request, head } = await refundDesk();
    await deposit(5_000n);
    const second = await deposit(7_000n);
    const { id } = (await request(clerk, refundBody(7_000n, { from: 'prepaid', depositId: second }))).body;
    expect((await head()).claims).toMatchObject([{ by: id, on: 'prepaid', lots: [{ number: 2n, minor: 7_000n }] }]);
    expect((await head()).lots).toMatchObject([{ number: 1n, minor: 5_000n }]);
    const more = refundBody(1n, { from: 'prepaid', depositId: second });
    await expect(request(clerk, more)).rejects.toThrow('REFUND_EXCEEDS_SOURCE');
  });

  it('is, of a charge, what was paid of it and not refunded (G1)', async () => {
    const company = await refundDesk();
    await company.deposit(50_000n);
    const chargeId = await company.charge('120.00');
    const of = { from: 'charge' as const, chargeId };
    await company.paid(refundBody(8_000n, of));
    await company.request(company.clerk, refundBody(3_000n, of));
    await expect(company.request(company.clerk, refundBody(1_001n, of))).rejects.toMatchObject({
      params: { left: 'CNY 10.00' },
    });
    await company.request(company.clerk, refundBody(1_000n, of));
    await expect(company.request(company.clerk, refundBody(1n, of))).rejects.toThrow('REFUND_EXCEEDS_SOURCE');
    expect(await company.verify()).toMatchObject({ findings: [] });
  });

  it('is nothing of a charge the customer has not paid', async () => {
    const { clerk, charge, request } = await refundDesk();
    const chargeId = await charge('120.00');
    await expect(request(clerk, refundBody(1n, { from: 'charge', chargeId }))).rejects.toThrow('REFUND_EXCEEDS_SOURCE');
  });

  it.each([
    ['a charge nobody has', () => ({ from: 'charge' as const, chargeId: unknown })],
    [
      'a charge of another customer',
      async () => ({ from: 'charge' as const, chargeId: await desk.charge('120.00', desk.other) }),
    ],
    [
      'a deposit of another customer',
      async () => ({ from: 'prepaid' as const, depositId: await desk.deposit(9_000n, { to: desk.other.id }) }),
    ],
    [
      'a deposit in another currency',
      async () => ({ from: 'prepaid' as const, depositId: await desk.deposit(9_000n, { currency: 'USD' }) }),
    ],
  ])('is not told of %s', async (_, source) => {
    const body = refundBody(100n, await source());
    await expect(desk.request(desk.clerk, body)).rejects.toThrow('REFUND_SOURCE_NOT_FOUND');
    await expect(desk.request(desk.own, body)).rejects.toThrow('REFUND_SOURCE_NOT_FOUND');
  });

  it('is nothing of unapplied money where there is none', async () => {
    await expect(desk.request(desk.clerk, refundBody(1n, { from: 'unapplied' }))).rejects.toThrow(
      'REFUND_EXCEEDS_SOURCE',
    );
  });
});

describe('the refund policy', () => {
  it('fixes fee, promise and expiry at submission, whatever is published later', async () => {
    const { clerk, deposit, policy, request, read, clock } = await refundDesk();
    await deposit(100_000n);
    await policy(1, { first: [{ source: 'prepaid', isAllowed: true, feeBasisPoints: 150, papers: [] }] });
    const { body } = await request(clerk, refundBody(33_333n));
    expect(body).toMatchObject({ fee: { value: '5.00' }, net: { value: '328.33' }, refundPolicyVersion: 1 });
    clock.move(60_000);
    await policy(2, { first: [{ source: 'prepaid', isAllowed: false, feeBasisPoints: 0, papers: [] }] });
    expect(await read(body.id)).toMatchObject({ feeMinor: 500n, refundPolicyVersion: 1 });
    await expect(request(clerk, refundBody(100n))).rejects.toMatchObject({
      code: 'REFUND_NOT_ALLOWED',
      params: { version: '2' },
    });
  });

  it('ends the time for a refund of a charge', async () => {
    const { clerk, deposit, charge, request, clock } = await refundDesk();
    await deposit(50_000n);
    const of = { from: 'charge' as const, chargeId: await charge('100.00') };
    clock.move(90 * 86_400_000);
    await request(clerk, refundBody(100n, of));
    clock.move(86_400_000);
    await expect(request(clerk, refundBody(100n, of))).rejects.toMatchObject({
      code: 'REFUND_WINDOW_OVER',
      params: { until: '2027-01-10' },
    });
  });

  it('may ask for papers, and for the account where money goes by bank', async () => {
    const { clerk, deposit, policy, request } = await refundDesk();
    await deposit(50_000n);
    await policy(1, {
      first: [
        { reason: 'not-delivered', isAllowed: true, feeBasisPoints: 0, papers: ['service-confirmation', 'other'] },
      ],
    });
    const body = refundBody(100n, undefined, {
      reason: { code: 'not-delivered', text: '培训没有举行' },
      payout: { method: 'bank-transfer' },
      vouchers: [{ kind: 'other', reference: 'TZ-1' }],
    });
    await expect(request(clerk, body)).rejects.toMatchObject({
      code: 'PAPERS_MISSING',
      params: { missing: 'service-confirmation, account' },
    });
  });

  it('sends money back the way it came; finance or a manager may send it by bank where that way is closed', async () => {
    const { clerk, finance, manager, own, deposit, charge, request } = await refundDesk();
    const depositId = await deposit(50_000n, { method: 'card' });
    const byBank = refundBody(100n, { from: 'prepaid', depositId });
    const byCard = { ...byBank, payout: { method: 'card' as const } };
    for (const who of [clerk, own]) {
      await expect(request(who, byBank)).rejects.toMatchObject({ code: 'PAYOUT_ROUTE', params: { way: 'card' } });
      expect((await request(who, byCard)).body.payout).toEqual({ method: 'card' });
    }
    for (const who of [finance, manager]) expect((await request(who, byBank)).body.state).toBe('in-review');
    await expect(request(finance, { ...byBank, payout: { method: 'cash' } })).rejects.toThrow('PAYOUT_ROUTE');
    const of = { from: 'charge' as const, chargeId: await charge('100.00') };
    await expect(request(clerk, refundBody(100n, of))).rejects.toThrow('PAYOUT_ROUTE');
    await deposit(50_000n, { method: 'cash' });
    expect((await request(clerk, refundBody(100n))).body.payout.method, 'money that came two ways').toBe(
      'bank-transfer',
    );
  });
});

it('charges that are used up meanwhile leave the refund what it claimed', async () => {
  const { clerk, deposit, charge, request, head, verify } = await refundDesk(await freshLedger());
  await deposit(20_000n);
  await request(clerk, { ...refundBody(15_000n), ...inCny(15_000n) });
  await charge('120.00');
  const { balances, claims } = await head();
  expect(balances).toMatchObject({ prepaid: 20_000n, receivable: 12_000n });
  expect(claimed({ claims })).toBe(15_000n);
  expect(await verify()).toMatchObject({ findings: [] });
});
