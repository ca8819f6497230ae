import { beforeAll, describe, expect, it } from 'vitest';
import type { InputOf } from '../../shared/contracts/operation.ts';
import type * as contracts from '../../shared/contracts/refunds.ts';
import { listRefunds } from '../../shared/refunds/list-refunds.ts';
import { searchRefunds } from '../../shared/refunds/search-refunds.ts';
import { failedPayout, type Person, paidToday, type RefundDesk, refundBody, refundDesk } from './refund-desk.ts';

type Search = InputOf<typeof contracts.searchRefunds>['query'];

let desk: RefundDesk;
const ids: Record<string, string> = {};

beforeAll(async () => {
  desk = await refundDesk();
  await desk.deposit(900_000n);
  await desk.deposit(90_000n, { to: desk.other.id });
  const steps = {
    asked: () => desk.request(desk.own, refundBody(1_000n)).then(({ body }) => body.id),
    rejected: async () => {
      const { id } = (await desk.request(desk.clerk, refundBody(2_000n))).body;
      await desk.reject(desk.finance, id);
      return id;
    },
    approved: () => desk.approved(refundBody(3_000n)),
    executing: () =>
      desk.executing(refundBody(4_000n, undefined, { reason: { code: 'hard-to-use', text: '系统难以使用' } })),
    paid: async () => {
      const id = await desk.executing(refundBody(5_000n), desk.own);
      await desk.record(desk.cashier, id, failedPayout(true));
      await desk.start(desk.otherCashier, id);
      await desk.record(desk.otherCashier, id, paidToday(), { attempt: 2 });
      return id;
    },
    foreign: () => desk.request(desk.foreign, refundBody(6_000n), { of: desk.other.id }).then(({ body }) => body.id),
  };
  for (const [name, step] of Object.entries(steps)) {
    desk.clock.move(60_000);
    ids[name] = await step();
  }
});

async function list(who: Person, of = desk.customer.id, query: { limit?: number; cursor?: string } = {}) {
  const params = { customerId: of };
  const call = desk.input<typeof contracts.listRefunds>({ params, query: { limit: 20, ...query } });
  return (await listRefunds(desk.context, who, call)).body;
}

async function search(query: Partial<Search>) {
  const call = desk.input<typeof contracts.searchRefunds>({ query: { limit: 20, ...query } });
  const { body } = await searchRefunds(desk.context, { ...desk.clerk }, call);
  return { ids: body.items.map(({ id }) => id), next: body.nextCursor };
}

describe('the refunds of a customer', () => {
  it('are listed newest first, page by page', async () => {
    const all = [ids.paid, ids.executing, ids.approved, ids.rejected, ids.asked];
    expect((await list(desk.clerk)).items.map(({ id }) => id)).toEqual(all);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(desk.clerk, desk.customer.id, { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
  });

  it('are his own business: another customer finds none and is told of none', async () => {
    expect((await list(desk.own)).items).toHaveLength(5);
    await expect(list(desk.foreign)).rejects.toThrow('NOT_FOUND');
    await expect(desk.get(desk.foreign, ids.paid ?? '')).rejects.toThrow('NOT_FOUND');
    await expect(desk.get(desk.own, ids.foreign ?? '')).rejects.toThrow('NOT_FOUND');
    await expect(desk.get(desk.own, 'rfd_aaaaaaaaaaaaaaaaaaaaaaaaaa')).rejects.toThrow('NOT_FOUND');
    await expect(desk.withdraw(desk.foreign, ids.asked ?? '')).rejects.toThrow('NOT_FOUND');
  });
});

describe('the refunds of a month', () => {
  it('are found by month, state, reason and source', async () => {
    const all = [ids.foreign, ids.paid, ids.executing, ids.approved, ids.rejected, ids.asked];
    expect((await search({})).ids).toEqual(all);
    expect((await search({ month: '2026-10' })).ids).toEqual(all);
    expect((await search({ month: '2026-09' })).ids).toEqual([]);
    expect((await search({ state: 'paid' })).ids).toEqual([ids.paid]);
    expect((await search({ reason: 'hard-to-use' })).ids).toEqual([ids.executing]);
    expect((await search({ source: 'charge' })).ids).toEqual([]);
    expect((await search({ source: 'prepaid', state: 'rejected' })).ids).toEqual([ids.rejected]);
    const page = await search({ limit: 2 });
    expect(page.ids).toEqual(all.slice(0, 2));
    expect((await search({ limit: 20, ...(page.next === undefined ? {} : { cursor: page.next }) })).ids).toEqual(
      all.slice(2),
    );
  });

  it('go on only from a place of the same search', async () => {
    const { next } = await search({ limit: 1 });
    await expect(
      search({ limit: 1, state: 'paid', ...(next === undefined ? {} : { cursor: next }) }),
    ).rejects.toMatchObject({
      fields: [{ code: 'CURSOR_INVALID' }],
    });
  });
});

describe('what cashiers have to pay', () => {
  it('is what is approved or being paid', async () => {
    expect((await desk.payouts(desk.cashier)).map(({ id }) => id)).toEqual([ids.approved, ids.executing]);
    expect((await desk.payouts(desk.cashier, 'approved')).map(({ id }) => id)).toEqual([ids.approved]);
    expect((await desk.payouts(desk.cashier, 'executing')).map(({ id }) => id)).toEqual([ids.executing]);
  });
});

describe('an account', () => {
  const numberFor = async (who: Person) => (await desk.get(who, ids.approved ?? '')).payout.account?.number;

  it('is shown in full to those who pay, and to everybody else by its last digits (F22)', async () => {
    expect(await numberFor(desk.cashier)).toBe('6222 0210 0111 6245 702');
    for (const who of [desk.clerk, desk.finance, desk.manager, desk.own]) {
      expect(await numberFor(who)).toBe('**** 5702');
    }
    expect((await desk.payouts(desk.finance))[0]?.payout.account?.number).toBe('**** 5702');
    expect((await list(desk.own)).items[0]?.payout.account?.number).toBe('**** 5702');
    expect((await desk.start(desk.cashier, ids.approved ?? '')).body.payout.account?.number).toBe(
      '6222 0210 0111 6245 702',
    );
    expect((await desk.record(desk.cashier, ids.approved ?? '', failedPayout(true))).body.state).toBe('approved');
  });
});

describe('a customer', () => {
  it('follows his refund without learning who of the staff worked on it, and is told why it was refused', async () => {
    const { maker, stages, attempts, history, timeline, eta } = await desk.get(desk.own, ids.paid ?? '');
    expect({ maker, stages }).toEqual({ maker: 'ke.hu', stages: [] });
    expect(attempts.map(({ by, problem, outcome }) => ({ by, problem, outcome }))).toEqual([
      { by: '', problem: undefined, outcome: 'failed' },
      { by: '', problem: undefined, outcome: 'paid' },
    ]);
    expect(history.map(({ by, to, reason }) => [by, to, reason])).toEqual([
      ['ke.hu', 'in-review', undefined],
      ['', 'approved', undefined],
      ['', 'executing', undefined],
      ['', 'approved', undefined],
      ['', 'executing', undefined],
      ['', 'paid', undefined],
    ]);
    expect(timeline.map(({ what }) => what)).toEqual([
      'submit → in-review',
      'approve → approved',
      'start-payout → executing',
      'fail → approved',
      'start-payout → executing',
      'pay → paid',
    ]);
    expect(eta.waitsFor).toEqual({ code: 'confirmation', text: 'It was paid; please confirm that it has arrived' });
    const rejected = await desk.get(desk.own, ids.rejected ?? '');
    expect(rejected.history.at(-1)).toMatchObject({ by: '', to: 'rejected', reason: '资料与合同不符' });
    expect(rejected.eta).toEqual({ isLate: false, waitsFor: { code: 'nothing', text: 'It has ended' } });
    expect(JSON.stringify([rejected, timeline])).not.toMatch(/wang\.fang|zhao\.min|wu\.ting|ma\.chao/);
  });

  it('learns when the money is expected as things stand today', async () => {
    const now = desk.clock.now;
    const id = ids.asked ?? '';
    expect((await desk.get(desk.own, id)).eta).toMatchObject({
      expectedBy: '2026-10-22',
      isLate: false,
      waitsFor: { code: 'review' },
    });
    desk.clock.move(14 * 86_400_000);
    expect((await desk.get(desk.own, id)).eta).toMatchObject({ expectedBy: '2026-11-02', isLate: true });
    desk.clock.now = now;
  });
});
