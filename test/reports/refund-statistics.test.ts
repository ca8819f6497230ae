import { beforeAll, describe, expect, it } from 'vitest';
import type { refundStatistics as contract } from '../../shared/contracts/reports.ts';
import { refundStatistics } from '../../shared/reports/refund-statistics.ts';
import { type Person, paidToday, type RefundDesk, refundBody, refundDesk } from '../refunds/refund-desk.ts';
import { date } from '../support/ledger.ts';

let desk: RefundDesk;
const statistics = async (who: Person = desk.finance, range = ['2026-10-01', '2026-10-31'], most = 100) => {
  const [from = '', to = ''] = range;
  const input = desk.input<typeof contract>({ query: { from: date(from), to: date(to) } });
  return (await refundStatistics(desk.context, who, input, { most, mostRead: most })).body;
};

describe('refund statistics (B27)', () => {
  beforeAll(async () => {
    desk = await refundDesk();
    await desk.policy(1, { first: [{ isAllowed: true, feeBasisPoints: 100, papers: [], reason: 'price-change' }] });
    for (let no = 0; no < 8; no += 1) await desk.charge('500.00');
    await desk.deposit(10_000_000n);
    await desk.paid(refundBody(20_000n));
    const priced = { reason: { code: 'price-change' as const, text: '价格调整，退回差额' } };
    const later = await desk.executing(refundBody(10_000n, { from: 'prepaid' }, priced));
    // Monday to Friday of the same week.
    desk.clock.move(4 * 86_400_000);
    await desk.record(desk.cashier, later, { ...paidToday('ICBC2'), paidOn: date('2026-10-16') });
    await desk.reject(desk.finance, (await desk.request(desk.clerk, refundBody(5_000n))).body.id);
    await desk.request(desk.own, refundBody(7_000n));
  });

  const cny = (value: string) => ({ value, currency: 'CNY' });

  it('count refunds and what went back, by reason, source, state, method and month', async () => {
    const { byReason, bySource, byState, byMethod, byMonth } = await statistics();
    expect(byReason).toEqual([
      {
        key: 'business-change',
        currency: 'CNY',
        count: 3,
        amount: cny('320.00'),
        paidCount: 1,
        paidNet: cny('200.00'),
      },
      { key: 'price-change', currency: 'CNY', count: 1, amount: cny('100.00'), paidCount: 1, paidNet: cny('99.00') },
    ]);
    const all = { currency: 'CNY', count: 4, amount: cny('420.00'), paidCount: 2, paidNet: cny('299.00') };
    expect(bySource).toEqual([{ key: 'prepaid', ...all }]);
    expect(byMethod).toEqual([{ key: 'bank-transfer', ...all }]);
    expect(byMonth).toEqual([{ key: '2026-10', ...all }]);
    expect(byState.map(({ key, count }) => [key, count])).toEqual([
      ['in-review', 1],
      ['paid', 2],
      ['rejected', 1],
    ]);
  });

  it('tell the refund rate to the hundredth of a percent, the fees kept, and the median of working days', async () => {
    const { totals } = await statistics();
    expect(totals).toMatchObject([
      {
        currency: 'CNY',
        count: 4,
        fees: cny('1.00'),
        charged: cny('4000.00'),
        // 299 of 4,000.
        refundRate: '7.48',
        // 0 and 4 days.
        workingDaysToPay: '2.0',
      },
    ]);
  });

  it('are empty for a range without any, and have no rate where nothing was charged', async () => {
    expect(await statistics(desk.finance, ['2026-08-01', '2026-09-30'])).toMatchObject({ byReason: [], totals: [] });
  });

  it('are refused when they would read too much, and to who may not see them', async () => {
    await expect(statistics(desk.finance, undefined, 3)).rejects.toMatchObject({ code: 'REPORT_TOO_LARGE' });
    await expect(statistics(desk.clerk)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
