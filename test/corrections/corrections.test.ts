import { beforeEach, describe, expect, it } from 'vitest';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { date } from '../support/ledger.ts';
import { type CorrectionDesk, correctionDesk, rightAmountOf, type Wrong } from './correction-desk.ts';

let desk: CorrectionDesk;

beforeEach(async () => {
  desk = await correctionDesk();
});

const code = (name: string) => expect.objectContaining({ code: name });

/** Nothing in the ledger contradicts anything else. */
async function findings(): Promise<string[]> {
  const { entries, heads, openItems } = await collectLedger(scanItems(desk.context.table));
  return verifyLedger(entries, heads, openItems).findings.map(({ problem }) => problem);
}

/** The mistakes, and what was right instead. */
const mistakes = [
  {
    name: 'the wrong amount',
    wrong: { mistake: 'wrong-amount', right: rightAmountOf('300.00') },
    right: { value: '300.00' },
  },
  {
    name: 'the wrong type',
    wrong: { mistake: 'wrong-type', right: { type: 'training' } },
    right: { changes: { type: 'training' } },
  },
  {
    name: 'the wrong period',
    wrong: { mistake: 'wrong-period', right: { effectiveDate: '2026-10-05' } },
    right: { changes: { effectiveDate: date('2026-10-05') } },
  },
  { name: 'the wrong customer', wrong: { mistake: 'wrong-customer' }, right: { isOther: true } },
] as const satisfies readonly { name: string; wrong: Wrong; right: object }[];

const worlds = [
  { world: 'billed', deposit: undefined },
  { world: 'paid out of prepaid money', deposit: '1000.00' },
  { world: 'where prepaid money does not reach', deposit: '450.00' },
] as const;
const cells = worlds.flatMap((world) => mistakes.map((mistake) => ({ ...world, ...mistake })));

describe('a correction', () => {
  it.each(cells)(
    'of $name, $world, leaves what entering it right at once leaves',
    async ({ wrong, right, deposit }) => {
      const oracle = await correctionDesk();
      for (const each of [desk, oracle]) {
        if (deposit === undefined) continue;
        await each.topUp(each.own.id, deposit);
        await each.topUp(each.other.id, deposit);
      }
      const {
        value = '480.00',
        changes = {},
        isOther = false,
      }: { value?: string; changes?: object; isOther?: boolean } = right;
      await oracle.submit(isOther ? oracle.other : oracle.own, value, changes);
      const chargeId = await desk.submit(desk.own, '480.00');
      const original = await desk.entries(desk.own.id);
      const asked = isOther ? { ...wrong, right: { customerId: desk.other.id, customerNumber: 'C-5002' } } : wrong;

      const { state, result } = await desk.correct(chargeId, asked);

      expect(state).toBe('posted');
      for (const customer of ['own', 'other'] as const) {
        expect(await desk.account(desk[customer].id)).toEqual(await oracle.account(oracle[customer].id));
      }
      expect((await desk.entries(desk.own.id)).slice(0, original.length)).toEqual(original);
      expect((await desk.charge(chargeId)).state).toBe('corrected');
      expect(await desk.charge(result?.replacement)).toMatchObject({
        state: 'posted',
        maker: 'wang.fang',
        approvers: ['zhao.min'],
      });
      expect(result?.creditNoteNumber).toMatch(/^CN-CNY-[A-Z2-7]{10}-0001$/);
      expect(await findings()).toEqual([]);
    },
  );

  it('takes a charge back and puts nothing in its place', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    const before = await desk.account(desk.own.id);
    const chargeId = await desk.submit(desk.own, '480.00');
    const { result } = await desk.correct(chargeId, { mistake: 'wrong-amount', remedy: 'cancel' });
    expect(await desk.account(desk.own.id)).toEqual(before);
    expect(result).toMatchObject({ postings: [{ sequence: 3n }] });
    expect(result).not.toHaveProperty('replacement');
    expect(await findings()).toEqual([]);
  });

  it('credits what is too much: off what is owed first, the rest was paid and is unallocated', async () => {
    const owed = await desk.submit(desk.own, '480.00');
    await desk.correct(owed, { mistake: 'wrong-amount', remedy: 'credit', right: rightAmountOf('300.00') });
    expect((await desk.head(desk.own.id)).balances).toMatchObject({ receivable: 30_000n, unapplied: 0n });
    await desk.topUp(desk.own.id, '1000.00');
    const paid = await desk.submit(desk.own, '480.00');
    await desk.correct(paid, { mistake: 'wrong-amount', remedy: 'credit', right: rightAmountOf('300.00') });
    expect((await desk.head(desk.own.id)).balances).toEqual({
      receivable: 30_000n,
      prepaid: 52_000n,
      held: 0n,
      unapplied: 18_000n,
    });
    expect(await desk.charge(paid)).toMatchObject({ state: 'posted', creditedMinor: 18_000n });
    expect(await findings()).toEqual([]);
  });

  it('refunds the excess: approved, its money set apart, waiting for a cashier who is none of them', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    const { result } = await desk.correct(chargeId, {
      mistake: 'wrong-amount',
      remedy: 'refund-excess',
      right: rightAmountOf('300.00'),
      payout: { method: 'cash' },
    });
    const refund = await desk.read(result?.refund ?? '');
    expect(refund).toMatchObject({
      ...{ state: 'approved', maker: 'wang.fang', approvers: ['zhao.min'], source: { from: 'unapplied' } },
      ...{ amount: { minor: 18_000n, currency: 'CNY' }, feeMinor: 0n, promisedBy: '2026-10-13' },
    });
    expect((await desk.account(desk.own.id)).claims).toEqual([['unapplied', 18_000n]]);
    expect(await findings()).toEqual([]);
  });

  it('that pays out to one account is approved by all whom such refunds would be asked of together (H5)', async () => {
    await desk.topUp(desk.own.id, '90000.00');
    const account = { holder: '华夏科技有限公司', number: '6222 0210 0111 62-45 702', bank: '中国工商银行' };
    const excess = { mistake: 'wrong-amount', remedy: 'refund-excess' } as const;
    const payout = { method: 'bank-transfer', account };
    const wrong = { ...excess, payout, right: rightAmountOf('3000.00') };
    const [first, second] = [await desk.submit(desk.own, '15000.00'), await desk.submit(desk.own, '15000.00')];
    await desk.correct(first, wrong);
    const { body } = await desk.ask(second, wrong);
    expect(body.stages).toEqual([{ role: 'finance' }, { role: 'manager' }]);
    expect(body.together).toMatchObject({ count: 2, sum: { value: '24000.00', currency: 'CNY' } });
    expect(body.payout).toEqual({ method: 'bank-transfer', account: { ...account, number: '**** 5702' } });
  });

  it('charges what was missing beside the first charge, which stands', async () => {
    const chargeId = await desk.submit(desk.own, '300.00');
    const { result } = await desk.correct(chargeId, {
      mistake: 'wrong-amount',
      remedy: 'charge-more',
      right: rightAmountOf('480.00'),
    });
    expect(await desk.charge(result?.replacement)).toMatchObject({ state: 'posted', amount: { minor: 18_000n } });
    expect((await desk.charge(chargeId)).state).toBe('posted');
    expect((await desk.head(desk.own.id)).balances.receivable).toBe(48_000n);
    expect(await findings()).toEqual([]);
  });

  it('after a refund of the charge, leaves what a refund of prepaid money would have left', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    await desk.refund(chargeId, '100.00');
    await desk.correct(chargeId, { mistake: 'wrong-amount', right: rightAmountOf('300.00') });
    const { balances, lots } = await desk.head(desk.own.id);
    expect(balances).toEqual({ receivable: 0n, prepaid: 60_000n, held: 0n, unapplied: 0n });
    expect(lots).toEqual([{ number: 1n, minor: 60_000n }]);
    expect(await findings()).toEqual([]);
  });

  it('after a refund that prepaid money does not cover, leaves the customer owing it', async () => {
    await desk.topUp(desk.own.id, '480.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    await desk.refund(chargeId, '100.00');
    const { id } = await desk.correct(chargeId, { mistake: 'wrong-amount', right: rightAmountOf('460.00') });
    const { balances } = await desk.head(desk.own.id);
    expect(balances).toEqual({ receivable: 10_000n, prepaid: 2_000n, held: 0n, unapplied: 0n });
    expect(await desk.receivables(desk.own.id)).toMatchObject([{ requestId: id, openMinor: 10_000n }]);
    expect(await findings()).toEqual([]);
  });

  it('of a charge that was credited before leaves what was credited: it was wrong and stays so', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    await desk.correct(chargeId, { mistake: 'wrong-amount', remedy: 'credit', right: rightAmountOf('300.00') });
    await desk.correct(chargeId, { mistake: 'wrong-type', right: { type: 'training' } });
    expect((await desk.head(desk.own.id)).balances).toEqual({
      receivable: 0n,
      prepaid: 70_000n,
      held: 0n,
      unapplied: 0n,
    });
    expect(await findings()).toEqual([]);
  });

  it('takes refunds back and leaves credits, where a charge had both', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    const chargeId = await desk.submit(desk.own, '480.00');
    await desk.refund(chargeId, '100.00');
    await desk.correct(chargeId, { mistake: 'wrong-amount', remedy: 'credit', right: rightAmountOf('300.00') });
    expect(await desk.charge(chargeId)).toMatchObject({ creditedMinor: 18_000n, correctedMinor: 8_000n });
    const { result } = await desk.correct(chargeId, { mistake: 'wrong-type', right: { type: 'training' } });
    expect((await desk.charge(result?.replacement)).amount.minor).toBe(40_000n);
    // 1000 paid in, 100 paid out, 400 charged.
    expect((await desk.head(desk.own.id)).balances).toMatchObject({ prepaid: 50_000n, unapplied: 0n });
    expect(await findings()).toEqual([]);
  });

  it('keeps every month what it was: what came later than the charge is undone today', async () => {
    await desk.topUp(desk.own.id, '1000.00');
    const chargeId = await desk.submit(desk.own, '480.00', { effectiveDate: date('2026-09-20') });
    await desk.refund(chargeId, '100.00');
    await desk.correct(chargeId, { mistake: 'wrong-amount', remedy: 'credit', right: rightAmountOf('300.00') });
    await desk.correct(chargeId, { mistake: 'wrong-type', right: { type: 'training' } });
    const revenue: Record<string, bigint> = {};
    for (const { effectiveDate, postings } of await desk.entries(desk.own.id)) {
      for (const { account, side, amountMinor } of postings.filter((each) => each.account.startsWith('revenue'))) {
        const of = `${effectiveDate.slice(0, 7)} ${account}`;
        revenue[of] = (revenue[of] ?? 0n) + (side === 'credit' ? amountMinor : -amountMinor);
      }
    }
    expect(revenue).toEqual({
      '2026-09 revenue:upgrade': 0n,
      '2026-09 revenue:training': 40_000n,
      '2026-10 revenue:upgrade': 0n,
    });
  });

  it('can be corrected again, at the charge that took the place of the first', async () => {
    const chargeId = await desk.submit(desk.own, '480.00');
    const first = await desk.correct(chargeId, { mistake: 'wrong-amount', right: rightAmountOf('300.00') });
    const second = await desk.correct(first.result?.replacement ?? '', {
      mistake: 'wrong-amount',
      right: rightAmountOf('310.00'),
    });
    expect((await desk.head(desk.own.id)).balances.receivable).toBe(31_000n);
    expect(second.result?.creditNoteNumber).toMatch(/-0002$/);
    await expect(desk.ask(chargeId, { mistake: 'wrong-type', right: { type: 'training' } })).rejects.toThrow(
      code('REQUEST_MOVED'),
    );
    expect(await findings()).toEqual([]);
  });
});
