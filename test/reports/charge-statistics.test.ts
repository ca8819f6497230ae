import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { resubmitCharge } from '../../shared/charges/resubmit-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { type ChargeGrouping, chargeGroupings, chargeStatistics as contract } from '../../shared/contracts/reports.ts';
import { chargeTypes, reasonCodes } from '../../shared/model/charge.ts';
import type { ChargeId, CustomerId } from '../../shared/model/ids.ts';
import { chargeStatistics } from '../../shared/reports/charge-statistics.ts';
import type { Item } from '../../shared/table/ledger-table.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';
import { hire } from '../support/ledger.ts';

const hourMs = 3_600_000;
let company: Company;
/** Every charge as the table has it, and the group of its customer. */
let stored: { item: Item; group: string }[];

beforeAll(async () => {
  company = await freshCompany();
  const groups = ['standard', 'key-account', 'standard'];
  const customers: CustomerId[] = [];
  for (const [index, group] of groups.entries()) {
    customers.push((await company.createCustomer(`C-${index + 1}`, { group })).id as CustomerId);
  }
  for (let index = 0; index < 40; index += 1) {
    await enterAndDecide(index, customers[index % 3] as CustomerId, `C-${(index % 3) + 1}`);
    company.clock.move(30 * hourMs);
  }
  stored = [];
  for await (const item of scanItems(company.table)) {
    const group = groups[customers.indexOf(item.cust as CustomerId)] ?? '';
    if (item.kind === 'charge') stored.push({ item, group });
  }
});

async function enterAndDecide(index: number, customerId: CustomerId, number: string): Promise<void> {
  const { context, input } = company;
  const maker = index % 4 === 0 ? company.otherClerk : company.clerk;
  const isYen = index % 5 === 0;
  const content = {
    ...chargeBody(customerId, number, ['99.00', '1200.50', '9000.01'][index % 3] as string),
    ...(isYen ? { amount: { minor: 150_000n + BigInt(index), currency: 'JPY' as const } } : {}),
    type: chargeTypes[index % 3] ?? 'other',
    reason: { code: reasonCodes[index % 2] ?? 'other', text: '本期升级服务等级，按约定补收差价' },
  };
  const submitted = await submitCharge(context, maker, input({ body: content, idempotencyKey: `s${index}` }));
  if (submitted.body.state !== 'in-review' || index % 7 === 0) return;
  company.clock.move((index % 11) * hourMs + 60_000);
  const chargeId = submitted.body.id as ChargeId;
  const decide = (decision: 'approve' | 'return' | 'reject', revision: number) =>
    decideApproval(
      context,
      company.reviewer,
      input({
        params: { requestId: chargeId },
        body: { decision, revision, stage: 1, ...(decision === 'approve' ? {} : { comment: '请补充合同' }) },
        idempotencyKey: `d${index}-${revision}`,
      }),
    );
  if (index % 3 === 0) {
    await decide('reject', 1);
  } else if (index % 2 === 0) {
    await decide('approve', 1);
  } else {
    const returned = await decide('return', 1);
    if (index % 5 === 1) return;
    company.clock.move(2 * hourMs);
    const { customerId: _, customerNumber: __, ...body } = content;
    const again = { params: { chargeId }, body, idempotencyKey: `r${index}`, ifMatch: returned.etag ?? '' };
    await resubmitCharge(context, maker, input(again));
    company.clock.move(5 * hourMs);
    await decide('approve', 2);
  }
}

const report = async (query: Record<string, string>, as = company.finance) => {
  const input = company.input<typeof contract>({ query: contract.query.parse(query) });
  return (await chargeStatistics(company.context, as, input)).body;
};

interface Sum {
  count: number;
  minor: bigint;
  posted: bigint;
  returned: number;
  rejected: number;
}

/** Folds what a scan of the table shows, by other means than the report: local months, raw attributes. */
function fold(groupBy: readonly ChargeGrouping[], from: string, to: string): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const { item, group } of stored) {
    const shanghai = new Date(Number(item.at) + 8 * hourMs).toISOString();
    if (shanghai.slice(0, 10) < from || shanghai.slice(0, 10) > to) continue;
    const words: Record<ChargeGrouping, unknown> = {
      type: item.type,
      reason: item.rc,
      clerk: item.maker,
      state: item.state,
      month: shanghai.slice(0, 7),
      group,
    };
    const name = [...groupBy.map((grouping) => words[grouping]), item.ccy].join('|');
    const sum = sums.get(name) ?? { count: 0, minor: 0n, posted: 0n, returned: 0, rejected: 0 };
    sum.count += 1;
    sum.minor += item.amt as bigint;
    if (item.state === 'posted') sum.posted += item.amt as bigint;
    if (item.state === 'returned') sum.returned += 1;
    if (item.state === 'rejected') sum.rejected += 1;
    sums.set(name, sum);
  }
  return sums;
}

/** Minor units of an amount on the wire: its digits without the point. */
const minorOf = ({ value }: { value: string }) => BigInt(value.replace('.', ''));
const sumOf = (row: Awaited<ReturnType<typeof report>>['totals'][number]): Sum => ({
  count: row.count,
  minor: minorOf(row.amount),
  posted: minorOf(row.postedAmount),
  returned: row.returnedCount,
  rejected: row.rejectedCount,
});

describe('statistics of charges', () => {
  it('sum to what a scan of the table sums to, by whatever they are grouped and whenever they were submitted', async () => {
    const day = fc
      .integer({ min: 0, max: 80 })
      .map((days) => new Date(Date.UTC(2026, 9, 8 + days)).toISOString().slice(0, 10));
    const groupings = fc.subarray([...chargeGroupings], { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(day, day, groupings, async (one, other, groupBy) => {
        const [from, to] = one < other ? [one, other] : [other, one];
        const { rows, totals } = await report({ from, to, groupBy: groupBy.join(',') });
        const found = new Map(
          rows.map((row) => [[...groupBy.map((grouping) => row.keys[grouping]), row.currency].join('|'), sumOf(row)]),
        );
        expect(found).toEqual(fold(groupBy, from, to));
        expect(new Map(totals.map((row) => [row.currency, sumOf(row)]))).toEqual(fold([], from, to));
      }),
      { numRuns: 40 },
    );
  });

  it('hold every state, returned rounds, two currencies and two groups in this test', () => {
    const values = (name: string) => new Set(stored.map(({ item }) => item[name]));
    expect(values('state')).toEqual(new Set(['in-review', 'returned', 'rejected', 'posted']));
    expect(values('ccy')).toEqual(new Set(['CNY', 'JPY']));
    expect(values('rev')).toEqual(new Set([1n, 2n]));
    expect(new Set(stored.map(({ group }) => group))).toEqual(new Set(['standard', 'key-account']));
  });

  it('say how long reviews took and how often a charge came back', async () => {
    const other = await freshCompany();
    const customerId = (await other.createCustomer('C-1')).id as CustomerId;
    for (const [index, hours] of [1, 2, 2].entries()) {
      const body = chargeBody(customerId, 'C-1', '9000.00');
      const { body: charge } = await submitCharge(
        other.context,
        other.clerk,
        other.input({ body, idempotencyKey: `${index}` }),
      );
      other.clock.move(hours * hourMs);
      const params = { requestId: charge.id as ChargeId };
      const decision = { decision: 'approve' as const, revision: 1, stage: 1 };
      await decideApproval(
        other.context,
        other.reviewer,
        other.input({ params, body: decision, idempotencyKey: `d${index}` }),
      );
    }
    const query = contract.query.parse({ from: '2026-10-01', to: '2026-10-31', groupBy: 'month' });
    const { body } = await chargeStatistics(other.context, other.finance, other.input({ query }));
    const figures = {
      currency: 'CNY',
      count: 3,
      amount: { value: '27000.00', currency: 'CNY' },
      postedCount: 3,
      postedAmount: { value: '27000.00', currency: 'CNY' },
      returnedCount: 0,
      rejectedCount: 0,
      revisionsAverage: '1.0',
      reviewHoursAverage: '1.7',
    };
    expect(body).toEqual({
      from: '2026-10-01',
      to: '2026-10-31',
      asOf: '2026-10-12T06:00:00.000Z',
      rows: [{ keys: { month: '2026-10' }, ...figures }],
      totals: [figures],
    });
  });

  it('of a charge that came back count its revisions', async () => {
    const { rows } = await report({ from: '2026-10-01', to: '2026-12-31', groupBy: 'state' });
    const posted = rows.filter(({ keys }) => keys.state === 'posted');
    expect(posted.some(({ revisionsAverage }) => revisionsAverage > '1.0')).toBe(true);
  });

  it('show a clerk what he entered himself, and somebody with another role everything', async () => {
    const query = { from: '2026-10-01', to: '2026-12-31', groupBy: 'clerk' };
    const clerks = ({ rows }: Awaited<ReturnType<typeof report>>) => new Set(rows.map(({ keys }) => keys.clerk));
    expect(clerks(await report(query, company.otherClerk))).toEqual(new Set(['li.na']));
    const both = await hire(company.context, 'lin.tao', 'clerk', 'manager');
    expect(clerks(await report(query, both))).toEqual(new Set(['li.na', 'wang.fang']));
  });

  it('go by the roles somebody has now, not by those of his token', async () => {
    const query = { from: '2026-10-01', to: '2026-12-31', groupBy: 'clerk' };
    const moved = await hire(company.context, 'ma.chao', 'manager');
    await hire(company.context, 'ma.chao', 'clerk');
    expect((await report(query, moved)).rows).toEqual([]);
    await hire(company.context, 'ma.chao', 'customer');
    await expect(report(query, moved)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are empty where nothing was submitted', async () => {
    expect(await report({ from: '2025-01-01', to: '2025-12-31', groupBy: 'group' })).toMatchObject({
      rows: [],
      totals: [],
    });
  });

  it('refuse more charges than one answer can read, and say how to narrow', async () => {
    const query = contract.query.parse({ from: '2026-10-01', to: '2026-12-31', groupBy: 'type' });
    const input = company.input<typeof contract>({ query });
    const within = (most: number, mostRead: number, who = company.finance) =>
      chargeStatistics(company.context, who, input, { most, mostRead });
    await expect(within(39, 100)).rejects.toMatchObject({
      code: 'REPORT_TOO_LARGE',
      params: { most: '39', mostRead: '100' },
    });
    expect((await within(40, 40)).body.totals).toHaveLength(2);
  });

  it('refuse a clerk whose few charges lie among more than can be looked through', async () => {
    const query = contract.query.parse({ from: '2026-10-01', to: '2026-12-31', groupBy: 'type' });
    const input = company.input<typeof contract>({ query });
    const within = (mostRead: number) =>
      chargeStatistics(company.context, company.otherClerk, input, { most: 40, mostRead });
    await expect(within(39)).rejects.toMatchObject({ code: 'REPORT_TOO_LARGE' });
    expect((await within(40)).body.totals.reduce((count, row) => count + row.count, 0)).toBe(10);
  });

  it.each([
    ['nothing', ''],
    ['what is not offered', 'customer'],
    ['three things', 'type,state,month'],
    ['the same twice', 'type,type'],
  ])('are not grouped by %s', (_, groupBy) => {
    const { error } = contract.query.safeParse({ from: '2026-10-01', to: '2026-10-31', groupBy });
    expect(error?.issues).toMatchObject([{ params: { refusal: 'GROUPING_UNKNOWN' } }]);
  });
});
