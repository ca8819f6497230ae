import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { listCharges } from '../../shared/charges/list-charges.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { chargeSearchSchema } from '../../shared/contracts/charge-search.ts';
import type { ChargeWire } from '../../shared/contracts/charges.ts';
import { type ChargeType, chargeTypes, type ReasonCode, reasonCodes } from '../../shared/model/charge.ts';
import { businessDate, type Instant, later } from '../../shared/model/dates.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';
import { freshLedger } from '../support/ledger.ts';
import { meteredClient } from '../support/metered-client.ts';

const { client, measure } = meteredClient();
let company: Company;
let customers: CustomerId[];
let all: ChargeWire[];

const zone = 'Asia/Shanghai';
const hourMs = 3_600_000;

beforeAll(async () => {
  company = await freshCompany(await freshLedger(client));
  customers = [];
  for (const number of ['C-1', 'C-2', 'C-3']) {
    customers.push((await company.createCustomer(number)).id as CustomerId);
  }
  all = [];
  // Sixty charges from 12 October to about 20 December, some at the first minutes of a month.
  for (let index = 0; index < 60; index += 1) {
    all.push(await enter(index));
    company.clock.move(28 * hourMs);
  }
});

async function enter(index: number): Promise<ChargeWire> {
  const whose = index % 3;
  const values = ['99.00', '120.00', '9000.00'];
  const body = {
    ...chargeBody(customers[whose] as CustomerId, `C-${whose + 1}`, values[(index * 7) % 3] as string),
    type: chargeTypes[(index * 5) % 4] as ChargeType,
    reason: { code: reasonCodes[index % 4] as ReasonCode, text: '本期升级服务等级，按约定补收差价' },
  };
  const by = index % 5 === 0 ? company.otherClerk : company.clerk;
  const { body: charge } = await submitCharge(
    company.context,
    by,
    company.input({ body, idempotencyKey: `s${index}` }),
  );
  if (charge.state !== 'in-review' || index % 2 === 0) return charge;
  const decision = { decision: 'return' as const, revision: 1, stage: 1, comment: '请补充合同' };
  const input = { params: { requestId: charge.id as ChargeId }, body: decision, idempotencyKey: `d${index}` };
  return {
    ...charge,
    state: (await decideApproval(company.context, company.reviewer, company.input(input))).body.state,
  };
}

/** Every page of a search, each read with at most two calls. */
async function walk(query: Record<string, string>): Promise<ChargeWire[]> {
  const found: ChargeWire[] = [];
  let cursor: string | undefined;
  do {
    const asked = chargeSearchSchema.parse({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    const input = company.input<typeof import('../../shared/contracts/charges.ts').listCharges>({ query: asked });
    const { result, costs } = await measure(() => listCharges(company.context, company.finance, input));
    expect(Object.keys(costs.calls).every((name) => ['Query', 'BatchGetItem'].includes(name))).toBe(true);
    expect(Object.values(costs.calls).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
    expect(result.body.items.length).toBeLessThanOrEqual(asked.limit);
    found.push(...result.body.items);
    cursor = result.body.nextCursor;
  } while (cursor !== undefined);
  return found;
}

const dateOf = ({ submittedAt }: ChargeWire) => businessDate(submittedAt as Instant, zone);
const newestFirst = (charges: readonly ChargeWire[]) =>
  [...charges].sort((a, b) => (a.submittedAt < b.submittedAt ? 1 : -1)).map(({ id }) => id);

describe('a search of charges', () => {
  const day = fc.integer({ min: 0, max: 75 }).map((days) => businessDate(later(start, days * 24 * hourMs), zone));
  const start = '2026-10-10T04:00:00.000Z' as Instant;
  const search = fc.record(
    {
      whose: fc.integer({ min: 0, max: 2 }),
      days: fc.tuple(day, day).map(([one, other]): [string, string] => (one < other ? [one, other] : [other, one])),
      state: fc.constantFrom('in-review', 'returned', 'posted', 'rejected'),
      type: fc.constantFrom(...chargeTypes),
      reasonCode: fc.constantFrom(...reasonCodes),
      maker: fc.constantFrom('wang.fang', 'li.na', 'nobody'),
      amounts: fc.constantFrom(['99.00', '99.00'], ['100', '9000.00'], ['9000.01', '99999']),
      limit: fc.constantFrom('1', '7', '100'),
    },
    { requiredKeys: ['days', 'limit'] },
  );

  it('finds every charge that matches, exactly once, newest first, each page in one query and one batch read', async () => {
    await fc.assert(
      fc.asyncProperty(search, async ({ whose, days: [from, to], amounts, ...rest }) => {
        const customerId = whose === undefined ? undefined : customers[whose];
        const [minAmount, maxAmount] = amounts ?? [];
        const expected = all.filter(
          (charge) =>
            dateOf(charge) >= from &&
            dateOf(charge) <= to &&
            (customerId === undefined || charge.customerId === customerId) &&
            (rest.state === undefined || charge.state === rest.state) &&
            (rest.type === undefined || charge.type === rest.type) &&
            (rest.reasonCode === undefined || charge.reason.code === rest.reasonCode) &&
            (rest.maker === undefined || charge.maker === rest.maker) &&
            (minAmount === undefined || Number(charge.amount.value) >= Number(minAmount)) &&
            (maxAmount === undefined || Number(charge.amount.value) <= Number(maxAmount)),
        );
        const bounds = minAmount === undefined ? {} : { minAmount, maxAmount, currency: 'CNY' };
        const query = { ...rest, ...bounds, ...(customerId === undefined ? {} : { customerId }), from, to };
        const found = await walk(JSON.parse(JSON.stringify(query)));
        expect(found.map(({ id }) => id)).toEqual(newestFirst(expected));
      }),
      { numRuns: 40 },
    );
  });

  it('of no dates is that of today, and a date stands for its own day', async () => {
    const [last] = newestFirst(all);
    company.clock.move(-28 * hourMs);
    expect((await walk({})).map(({ id }) => id)).toEqual([last]);
    company.clock.move(28 * hourMs);
    const first = all[0] as ChargeWire;
    expect((await walk({ date: dateOf(first) })).map(({ id }) => id)).toEqual([first.id]);
  });

  it('from a day on goes up to today, and up to a day goes back a year', async () => {
    expect(await walk({ from: '2026-10-01', limit: '100' })).toHaveLength(60);
    expect(await walk({ to: '2026-10-12', limit: '100' })).toHaveLength(1);
  });

  it('narrows to the charged period', async () => {
    expect(await walk({ from: '2026-10-01', periodFrom: '2026-10-31', periodTo: '2026-11-30' })).toHaveLength(60);
    expect(await walk({ from: '2026-10-01', periodFrom: '2026-11-01' })).toHaveLength(0);
    expect(await walk({ from: '2026-10-01', periodTo: '2026-09-30' })).toHaveLength(0);
  });

  it('answers an empty page that leads on where a month has none', async () => {
    const query = chargeSearchSchema.parse({ from: '2026-10-12', to: '2027-03-01' });
    const { body } = await listCharges(company.context, company.finance, company.input({ query }));
    expect(body).toEqual({ items: [], nextCursor: expect.any(String) });
  });

  it.each([
    ['a range that runs backwards', { from: '2026-10-02', to: '2026-10-01' }, 'PERIOD_ENDS_BEFORE_START'],
    ['a range of more than a year', { from: '2025-10-01', to: '2026-10-02' }, 'RANGE_TOO_LONG'],
    ['an amount without its currency', { minAmount: '1.00' }, 'CURRENCY_MISSING'],
    ['an amount with too many decimals', { maxAmount: '1.001', currency: 'CNY' }, 'AMOUNT_DECIMALS'],
  ])('refuses %s', (_, query, refusal) => {
    const { error } = chargeSearchSchema.safeParse(query);
    expect(error?.issues).toMatchObject([{ params: { refusal } }]);
  });

  it('refuses a range that is open towards today and longer than a year', async () => {
    const query = chargeSearchSchema.parse({ from: '2024-01-01' });
    await expect(listCharges(company.context, company.finance, company.input({ query }))).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ pointer: '?from', code: 'RANGE_TOO_LONG', params: { limit: '366' } }],
    });
  });
});
