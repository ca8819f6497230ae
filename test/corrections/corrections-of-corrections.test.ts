import { beforeEach, describe, expect, it } from 'vitest';
import type { bounceDeposit as bounceContract } from '../../shared/contracts/deposits.ts';
import { bounceDeposit } from '../../shared/deposits/bounce-deposit.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { DepositId } from '../../shared/model/ids.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { type CorrectionDesk, correctionDesk, rightAmountOf, type Wrong } from './correction-desk.ts';

let desk: CorrectionDesk;

beforeEach(async () => {
  desk = await correctionDesk();
});

const code = (name: string, params = {}) =>
  expect.objectContaining({ code: name, params: expect.objectContaining(params) });
const to = (remedy: NonNullable<Wrong['remedy']>, value: string): Wrong => ({
  ...{ mistake: 'wrong-amount', remedy, right: rightAmountOf(value) },
  ...(remedy === 'refund-excess' ? { payout: { method: 'cash' } } : {}),
});
const cancel: Wrong = { mistake: 'wrong-amount', remedy: 'cancel' };
const training: Wrong = { mistake: 'wrong-type', right: { type: 'training' } };

async function findings(): Promise<string[]> {
  const { entries, heads, openItems } = await collectLedger(scanItems(desk.context.table));
  return verifyLedger(entries, heads, openItems).findings.map(({ problem }) => problem);
}

const bounce = (depositId: DepositId) =>
  bounceDeposit(
    desk.context,
    desk.finance,
    desk.input<typeof bounceContract>({
      ...{ params: { depositId }, body: { reason: '付款行退回' }, idempotencyKey: desk.nextKey() },
    }),
  );

describe('a charge to which more was added', () => {
  /** 300 that should have been 480: charged twice, 300 and 180. */
  async function charged(): Promise<{ first: string; further: string }> {
    const first = await desk.submit(desk.own, '300.00');
    const { result } = await desk.correct(first, to('charge-more', '480.00'));
    return { first, further: result?.replacement ?? '' };
  }
  const owed = async () => (await desk.head(desk.own.id)).balances.receivable;

  it('is never added to twice: what was added counts', async () => {
    const { first } = await charged();
    await expect(desk.ask(first, to('charge-more', '480.00'))).rejects.toThrow(code('CORRECTION_CHANGES_NOTHING'));
    await expect(desk.ask(first, to('charge-more', '400.00'))).rejects.toThrow(
      code('CORRECTION_AMOUNT_UNFIT', { charged: 'CNY 480.00' }),
    );
    await desk.correct(first, to('charge-more', '500.00'));
    expect(await owed()).toBe(50_000n);
    expect(await findings()).toEqual([]);
  });

  it('is neither cancelled nor replaced while the further charge stands, which is named', async () => {
    const { first, further } = await charged();
    for (const wrong of [cancel, training, to('replace', '100.00'), to('credit', '150.00')]) {
      await expect(desk.ask(first, wrong)).rejects.toThrow(code('FURTHER_CHARGE_STANDS', { charges: further }));
      await expect(desk.preview(first, wrong)).rejects.toThrow(code('FURTHER_CHARGE_STANDS'));
    }
    await desk.correct(further, cancel);
    await desk.correct(first, cancel);
    expect(await owed()).toBe(0n);
    expect(await findings()).toEqual([]);
  });

  it('is credited by what both together are too high', async () => {
    const { first, further } = await charged();
    const shown = await desk.preview(first, to('credit', '400.00'));
    expect(shown.furtherCharges).toEqual([{ id: further, amount: { value: '180.00', currency: 'CNY' } }]);
    await desk.correct(first, to('credit', '400.00'));
    expect(await owed()).toBe(40_000n);
    expect(await findings()).toEqual([]);
  });

  it('counts what took the place of the further charge, and no longer one that was cancelled', async () => {
    const { first, further } = await charged();
    const { result } = await desk.correct(further, training);
    await expect(desk.ask(first, cancel)).rejects.toThrow(
      code('FURTHER_CHARGE_STANDS', { charges: result?.replacement }),
    );
    await desk.correct(result?.replacement ?? '', cancel);
    await desk.correct(first, to('charge-more', '480.00'));
    expect(await owed()).toBe(48_000n);
    expect(await findings()).toEqual([]);
  });

  it('whose further charge changed while a correction waited is corrected no further than fits', async () => {
    const { first, further } = await charged();
    const { id } = (await desk.ask(first, to('credit', '400.00'))).body;
    await desk.correct(further, cancel);
    await expect(desk.decide(desk.finance, id)).rejects.toThrow(code('CORRECTION_AMOUNT_UNFIT'));
    await desk.decide(desk.finance, id, 'reject');
    expect(await owed()).toBe(30_000n);
    expect(await findings()).toEqual([]);
  });
});

describe('a charge paid by a deposit that bounced since', () => {
  /** 480, of it 300 by a deposit that bounces and 180 by one that does not. */
  async function charged() {
    const bad = await desk.topUp(desk.own.id, '300.00');
    await desk.topUp(desk.own.id, '180.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    return { bad, chargeId };
  }
  const balances = async () => (await desk.head(desk.own.id)).balances;

  it('is refunded no more than was really paid', async () => {
    const { bad, chargeId } = await charged();
    await bounce(bad);
    await expect(desk.hold(desk.refundOf(chargeId, '180.01'))).rejects.toThrow(
      code('REFUND_EXCEEDS_SOURCE', { left: 'CNY 180.00' }),
    );
    await desk.refund(chargeId, '180.00');
    expect(await balances()).toMatchObject({ receivable: 30_000n, unapplied: 0n });
    expect(await findings()).toEqual([]);
  });

  it('is credited off what is owed for the deposit first', async () => {
    const { bad, chargeId } = await charged();
    await bounce(bad);
    await desk.correct(chargeId, to('credit', '380.00'));
    expect(await balances()).toMatchObject({ receivable: 20_000n, unapplied: 0n });
    expect(await desk.receivables(desk.own.id)).toMatchObject([{ requestId: bad, openMinor: 20_000n }]);
    await desk.correct(chargeId, to('credit', '80.00'));
    expect(await balances()).toMatchObject({ receivable: 0n, unapplied: 10_000n });
    await desk.correct(chargeId, cancel);
    expect(await balances()).toEqual({ receivable: 0n, prepaid: 18_000n, held: 0n, unapplied: 0n });
    expect(await findings()).toEqual([]);
  });

  it('gives no excess back that was never paid', async () => {
    const { bad, chargeId } = await charged();
    await bounce(bad);
    await expect(desk.ask(chargeId, to('refund-excess', '180.00'))).rejects.toThrow(code('NOTHING_TO_REFUND'));
    const { result } = await desk.correct(chargeId, to('refund-excess', '100.00'));
    expect(await desk.read(result?.refund ?? '')).toMatchObject({ amount: { minor: 8_000n } });
    expect(await balances()).toMatchObject({ receivable: 0n, unapplied: 8_000n });
    expect(await findings()).toEqual([]);
  });

  it('settles all its bounced deposits in one entry when it is taken back', async () => {
    const bad = [await desk.topUp(desk.own.id, '300.00'), await desk.topUp(desk.own.id, '180.00')];
    const chargeId = await desk.submit(desk.own, '480.00');
    for (const each of bad) await bounce(each);
    const before = (await desk.entries(desk.own.id)).length;
    await desk.correct(chargeId, cancel);
    expect((await desk.entries(desk.own.id)).slice(before)).toHaveLength(2);
    expect(await balances()).toEqual({ receivable: 0n, prepaid: 0n, held: 0n, unapplied: 0n });
    expect(await desk.receivables(desk.own.id)).toEqual([]);
    expect(await findings()).toEqual([]);
  });

  it('keeps the deposit from bouncing while a refund of it is under way', async () => {
    const { bad, chargeId } = await charged();
    const refund = desk.refundOf(chargeId, '100.00');
    await desk.hold(refund);
    await expect(bounce(bad)).rejects.toThrow(code('DEPOSIT_HELD', { requests: refund.id }));
    await desk.pay(refund);
    await bounce(bad);
    await expect(desk.hold(desk.refundOf(chargeId, '80.01'))).rejects.toThrow(
      code('REFUND_EXCEEDS_SOURCE', { left: 'CNY 80.00' }),
    );
  });
});
