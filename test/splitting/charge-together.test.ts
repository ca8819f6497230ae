import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { chargeContent, readChargeRows } from '../../demo/rows.ts';
import { saveDraft } from '../../shared/charges/save-draft.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { submitDraft } from '../../shared/charges/submit-draft.ts';
import { chargeContentSchema } from '../../shared/model/charge.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import { later } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { defaultApprovalPolicy as policy } from '../../shared/policies/default-approval-policy.ts';
import { chargeTogether } from '../../shared/splitting/charge-together.ts';
import { policyItem } from '../../shared/table/items/policy-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { chargeBody, freshCompany } from '../support/company.ts';
import { freshLedger, type TestLedger, useClient } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';
import { customerNamed, enterCharge, keepCharge, yuan } from './requests.ts';

const hourMs = 3_600_000;
const rolesOf = ({ stages }: Pick<Charge, 'stages'>) => stages.map(({ role }) => role as string);

describe('charges of one customer within a day', () => {
  let ledger: TestLedger;
  beforeEach(async () => {
    ledger = await freshLedger();
  });
  const enter = (value: number, given: Partial<Parameters<typeof enterCharge>[2]> = {}) =>
    enterCharge(ledger.context, policy, { amount: yuan(value), ...given });

  it('get the stages of their sum as soon as that passes a limit, and keep why (H5)', async () => {
    expect(rolesOf(await enter(300))).toEqual([]);
    const second = await enter(300);
    expect(rolesOf(second)).toEqual(['reviewer']);
    expect(second.together).toBe('customer 2 60000 24');
  });

  it('exactly at a limit stay below it', async () => {
    await enter(200);
    expect(rolesOf(await enter(300))).toEqual([]);
    expect(rolesOf(await enter(0.01))).toEqual(['reviewer']);
  });

  it('of another customer or in another currency do not count', async () => {
    await enter(400);
    expect(rolesOf(await enter(400, { customer: 'b' }))).toEqual([]);
    const yen = await enterCharge(ledger.context, policy, { amount: { minor: 9_000n, currency: 'JPY' } });
    expect(rolesOf(yen)).toEqual([]);
  });

  it('entered a day earlier do not count any more', async () => {
    await enter(400);
    ledger.clock.move(24 * hourMs + 1);
    expect(rolesOf(await enter(400))).toEqual([]);
  });

  it.each(['returned', 'rejected', 'withdrawn', 'corrected'] as const)('that are %s do not count', async (state) => {
    await keepCharge(ledger.context, { ...(await enter(400)), state });
    expect(rolesOf(await enter(400))).toEqual([]);
  });

  it('stay small beside a large one that everybody has looked at', async () => {
    expect(rolesOf(await enter(300_000))).toHaveLength(3);
    const small = await enter(20);
    expect(rolesOf(small)).toEqual([]);
    expect(small.together).toBeUndefined();
  });

  it('are looked for once in the customer’s list, read only where they pass a limit, and not at all at the top', async () => {
    await enter(100);
    const meter = meteredClient();
    const { context } = useClient(ledger, meter.client);
    const callsFor = async (value: number) => {
      const { now } = ledger.clock;
      const judged = { customerId: customerNamed('a'), customerGroup: 'standard', type: 'upgrade' as const, now };
      return (await meter.measure(() => chargeTogether(context, policy, { ...judged, amount: yuan(value) }))).costs
        .calls;
    };
    expect(await callsFor(300)).toEqual({ Query: 1 });
    expect(await callsFor(450)).toEqual({ Query: 1, BatchGetItem: 1 });
    expect(await callsFor(300_000)).toEqual({});
  });

  it('come to no more than a limit where they were let through below it, in whatever order and time they come', async () => {
    const limits = [50_000n, 2_000_000n, 20_000_000n];
    const anAmount = fc.oneof(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 10_000, max: 21_000_000 }));
    const sequence = fc.array(fc.tuple(anAmount, fc.integer({ min: 0, max: 10 })), { minLength: 2, maxLength: 12 });
    let customers = 0;
    const rule = fc.asyncProperty(sequence, async (moves) => {
      customers += 1;
      const entered: Charge[] = [];
      for (const [minor, hours] of moves) {
        ledger.clock.move(hours * hourMs);
        const amount = { minor: BigInt(minor), currency: 'CNY' as const };
        entered.push(await enterCharge(ledger.context, policy, { customer: `p${customers}`, amount }));
      }
      for (const [index, last] of entered.entries()) {
        const since = later(last.submittedAt, -24 * hourMs);
        const window = entered.slice(0, index + 1).filter(({ submittedAt }) => submittedAt >= since);
        for (const [level, limit] of limits.entries()) {
          const below = window.filter(({ stages }) => stages.length <= level);
          expect(below.reduce((sum, { amount }) => sum + amount.minor, 0n) <= limit).toBe(true);
        }
      }
    });
    await fc.assert(rule, { seed: 20_261_122, numRuns: 60 });
  }, 60_000);

  it('of an honest day are asked of more people than alone in less than one of a hundred', async () => {
    const rows = readChargeRows().filter((row) => !/^[A-Z]/.test(row.expect));
    let raised = 0;
    for (const row of rows) {
      const { type, amount } = chargeContentSchema.parse(chargeContent(row));
      const charge = await enterCharge(ledger.context, policy, { customer: row.customer_number, type, amount });
      if (charge.together !== undefined) raised += 1;
    }
    expect(rows.length).toBeGreaterThan(280);
    expect(raised * 100).toBeLessThan(rows.length);
  }, 60_000);

  it.each([2, 3, 5, 10, 40])(
    'that are one charge cut into %i pieces are noticed, each limit, in any shares',
    async (pieces) => {
      for (const [level, limit] of [500, 20_000, 200_000].entries()) {
        const even = limit * 1.2;
        const shares = Array.from({ length: pieces }, (_, index) => (index % 2 === 0 ? 0.9 : 1.1) * (even / pieces));
        const entered: Charge[] = [];
        for (const share of shares) entered.push(await enter(Math.min(share, limit), { customer: `cut ${level}` }));
        expect(entered.some(({ stages, together }) => together !== undefined && stages.length > level)).toBe(true);
      }
    },
  );
});

describe('a company', () => {
  it('judges charges entered at once, from drafts and entered again by the same rule', async () => {
    const company = await freshCompany();
    const { context, clerk, input } = company;
    const judging = { ...policy, version: 2, effectiveAt: context.clock() };
    await putIf(context, policyItem(judging), { expression: 'attribute_not_exists(pk)' });
    const { id, number } = await company.createCustomer('C-7001');
    const customerId = id as CustomerId;
    const { customerId: _, customerNumber: __, ...content } = chargeBody(customerId, number, '400.00');
    const draft = { customerId, customerNumber: number, content };
    const saved = await saveDraft(context, clerk, input({ body: draft, idempotencyKey: 'd-1' }));
    // A draft that was begun long ago still counts on the day it is submitted.
    company.clock.move(20 * 24 * hourMs);
    const body = chargeBody(customerId, number, '400.00');
    const first = await submitCharge(context, clerk, input({ body, idempotencyKey: 'c-1' }));
    expect(first.body).toMatchObject({ state: 'posted', stages: [] });
    expect(first.body.together).toBeUndefined();

    const params = { chargeId: saved.body.id as ChargeId };
    const second = await submitDraft(
      context,
      clerk,
      input({ params, ifMatch: saved.etag ?? '', idempotencyKey: 's-1' }),
    );
    const sum = { value: '800.00', currency: 'CNY' };
    expect(second.body).toMatchObject({
      state: 'in-review',
      stages: [{ role: 'reviewer' }],
      together: { same: 'customer', count: 2, sum, windowHours: 24 },
    });
    const third = await submitCharge(
      context,
      clerk,
      input({ body: chargeBody(customerId, number, '101.00'), idempotencyKey: 'c-2' }),
    );
    expect(third.body).toMatchObject({ state: 'in-review', together: { count: 2, sum: { value: '501.00' } } });
  });
});
