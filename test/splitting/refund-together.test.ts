import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { chargeContent, readChargeRows } from '../../demo/rows.ts';
import { seededRandom } from '../../scripts/demo-data/seeded-random.ts';
import { chargeContentSchema } from '../../shared/model/charge.ts';
import type { Refund } from '../../shared/model/refund.ts';
import { defaultApprovalPolicy as policy } from '../../shared/policies/default-approval-policy.ts';
import { freshLedger, type TestLedger, useClient } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { askRefund, keepRefund, yuan } from './requests.ts';

const dayMs = 24 * 3_600_000;
const isRaised = ({ stages }: Refund) => stages.length === 2;

describe('refunds within a week', () => {
  let ledger: TestLedger;
  beforeEach(async () => {
    ledger = await freshLedger();
  });
  const ask = (value: number, given: Partial<Parameters<typeof askRefund>[2]> = {}) =>
    askRefund(ledger.context, policy, { amount: yuan(value), ...given });

  it('of the same customer, by whomever, get the stages of their sum, and keep why (H5)', async () => {
    expect(isRaised(await ask(12_000))).toBe(false);
    const second = await ask(9_000, { maker: 'li.na' });
    expect(isRaised(second)).toBe(true);
    expect(second.together).toBe('customer 2 2100000 168');
  });

  it('to the same account, of whichever customers, get the stages of their sum, however the number is written', async () => {
    await ask(12_000, { account: '6222 0000 1111' });
    const second = await ask(9_000, { customer: 'b', account: '622200001111', maker: 'li.na' });
    expect(second.together).toBe('account 2 2100000 168');
  });

  it('just under the limit by the same maker get the stages of their sum; others of his do not count', async () => {
    await ask(15_999, { customer: 'a' });
    await ask(16_000, { customer: 'b' });
    expect(isRaised(await ask(15_999, { customer: 'c' }))).toBe(false);
    const second = await ask(20_000, { customer: 'd' });
    expect(second.together).toBe('maker 2 3600000 168');
    expect(isRaised(await ask(19_000, { customer: 'e', maker: 'li.na' }))).toBe(false);
  });

  it('name the likeness with the largest sum', async () => {
    await ask(12_000, { customer: 'a', account: '62220001' });
    await ask(13_000, { customer: 'b', account: '62220002' });
    const third = await ask(10_000, { customer: 'a', account: '62220002' });
    expect(third.together).toBe('account 2 2300000 168');
  });

  it('exactly at the limit stay below it', async () => {
    await ask(12_000);
    expect(isRaised(await ask(8_000))).toBe(false);
  });

  it.each(['rejected', 'withdrawn', 'expired', 'failed'] as const)('that are %s do not count', async (state) => {
    await keepRefund(ledger.context, { ...(await ask(12_000)), state });
    expect(isRaised(await ask(9_000))).toBe(false);
  });

  it('that were paid count', async () => {
    await keepRefund(ledger.context, { ...(await ask(12_000)), state: 'paid', stage: 0 });
    expect(isRaised(await ask(9_000))).toBe(true);
  });

  it('are met across the ends of months, and not after the window', async () => {
    ledger.clock.move(17 * dayMs);
    await ask(12_000, { windowDays: 60 });
    ledger.clock.move(60 * dayMs);
    expect(isRaised(await ask(9_000, { windowDays: 60 }))).toBe(true);
    await ask(12_000, { customer: 'b', windowDays: 60 });
    ledger.clock.move(60 * dayMs + 1);
    expect(isRaised(await ask(9_000, { customer: 'b', windowDays: 60 }))).toBe(false);
  });

  it('cost one query of the month, one more read where they pass the limit, and nothing above it', async () => {
    await ask(1_000);
    const meter = meteredClient();
    const { context } = useClient(ledger, meter.client);
    const callsFor = async (value: number) =>
      (await meter.measure(() => askRefund(context, policy, { amount: yuan(value) }))).costs.calls;
    expect(await callsFor(1_000)).toEqual({ Query: 1, PutItem: 1 });
    expect(await callsFor(19_000)).toEqual({ Query: 1, BatchGetItem: 1, PutItem: 1 });
    expect(await callsFor(21_000)).toEqual({ PutItem: 1 });
  });

  it('to one account or of one customer come to no more than the limit where one stage let them through', async () => {
    const move = fc.tuple(
      fc.integer({ min: 1, max: 2_400_000 }),
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom('1', '2', '3'),
      fc.constantFrom('wang.fang', 'li.na', 'chen.jie'),
    );
    let runs = 0;
    const rule = fc.asyncProperty(fc.array(move, { minLength: 2, maxLength: 12 }), async (moves) => {
      runs += 1;
      ledger.clock.move(8 * dayMs);
      const asked: Refund[] = [];
      for (const [minor, customer, account, maker] of moves) {
        const amount = { minor: BigInt(minor), currency: 'CNY' as const };
        const given = {
          customer: `${customer}${runs}`,
          account: `62220000${account}`,
          maker: `${maker}${runs}`,
          amount,
        };
        asked.push(await askRefund(ledger.context, policy, given));
      }
      const below = asked.filter((refund) => !isRaised(refund));
      for (const sameOf of [
        ({ customerId }: Refund) => customerId as string,
        ({ payout }: Refund) => payout.account?.number ?? '',
      ]) {
        for (const some of Map.groupBy(below, sameOf).values()) {
          expect(some.reduce((sum, { amount }) => sum + amount.minor, 0n) <= 2_000_000n).toBe(true);
        }
      }
    });
    await fc.assert(rule, { seed: 20_261_122, numRuns: 60 });
  }, 60_000);

  it('of honest people are asked of more people than alone in less than one of a hundred', async () => {
    const random = seededRandom(7);
    const amounts = readChargeRows()
      .map((row) => chargeContentSchema.safeParse(chargeContent(row)))
      .flatMap(({ data }) => (data?.amount.currency === 'CNY' ? [data.amount] : []));
    const makers = ['wang.fang', 'li.na', 'chen.jie', 'zhao.min', 'he.jing'];
    let raised = 0;
    const count = 600;
    for (let no = 0; no < count; no += 1) {
      ledger.clock.move(random.whole(0, (2 * 60 * dayMs) / count));
      const customer = String(random.whole(1, 300));
      const given = { customer, account: `622200${customer.padStart(4, '0')}`, maker: random.pick(makers) };
      const refund = await askRefund(ledger.context, policy, { ...given, amount: random.pick(amounts) });
      if (refund.together !== undefined) raised += 1;
    }
    expect(raised * 100).toBeLessThan(count);
    expect(raised).toBeGreaterThan(0);
  }, 60_000);

  it.each([
    ['one customer through many makers and accounts', { customer: 'x' }],
    ['one account through many customers and makers', { account: '6222999900001111' }],
    ['one maker, each just under the limit', { maker: 'zhang.san' }],
  ] as const)('in a pattern of %s are noticed, whatever their number', async (_, same) => {
    for (const pieces of [2, 3, 5, 10]) {
      ledger.clock.move(8 * dayMs);
      const asked: Refund[] = [];
      for (let piece = 0; piece < pieces; piece += 1) {
        const other = { customer: `${pieces} ${piece}`, account: `62220${pieces}00${piece}0`, maker: `m${piece}` };
        const value = 'maker' in same ? 16_000 + piece * 400 : 24_000 / pieces;
        asked.push(await ask(value, { ...other, ...same }));
      }
      expect(asked.some((refund) => isRaised(refund) && refund.together !== undefined)).toBe(true);
    }
  });
});
