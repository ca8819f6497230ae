import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/model/dates.ts';
import type { TaskOutcome } from '../../shared/model/task.ts';
import { receivableItem } from '../../shared/table/items/ledger-items.ts';
import { keys } from '../../shared/table/keys.ts';
import { putIf } from '../../shared/table/write.ts';
import { dueOn } from '../../shared/tasks/due-on.ts';
import { makeFollowUps } from '../../shared/tasks/make-follow-ups.ts';
import { makeTask, newTask } from '../../shared/tasks/stored-task.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { date } from '../support/ledger.ts';
import { type ServedCompany, servedCompany } from './served-company.ts';

let company: ServedCompany;

beforeAll(async () => {
  company = await servedCompany({ creditTermDays: 10, phone: '13800138000' });
});

const code = (name: string) => expect.objectContaining({ code: name });
const morning = (day: string) => `${day}T00:30:00.000Z` as Instant;

/** A posted charge with one open call of its clerk's. */
async function called(): Promise<string> {
  const charge = await company.submit('120.00');
  const now = company.context.clock();
  await makeTask(company.context, newTask(charge, { kind: 'call', name: 'call-1', owner: charge.maker, now }));
  return charge.id;
}

describe('a task', () => {
  it('is in its owner’s list with whom to call, and in nobody else’s', async () => {
    const id = await called();
    const mine = (await company.tasks(company.clerk)).filter(({ requestId }) => requestId === id);
    expect(mine).toMatchObject([
      { task: 'call-1', kind: 'call', state: 'open', customerNumber: 'C-7001', phone: '13800138000', isPaused: false },
    ]);
    expect(await company.tasks(company.otherClerk)).toEqual([]);
  });

  it('of another is shown to a manager who asks for it, and to nobody else', async () => {
    await called();
    expect(await company.tasks(company.manager, 'wang.fang')).not.toEqual([]);
    await expect(company.tasks(company.otherClerk, 'wang.fang')).rejects.toThrow(code('FORBIDDEN'));
  });

  it.each([
    ['reached', 'done', undefined],
    ['done', 'done', undefined],
    ['no-answer', 'open', '2026-10-13T01:00:00.000Z'],
    ['wrong-number', 'open', '2026-10-13T01:00:00.000Z'],
    ['promised', 'open', '2026-10-19T01:00:00.000Z'],
    ['needs-help', 'open', '2026-10-12T01:00:00.000Z'],
  ] as const)('after “%s” is %s, due %s', async (outcome, state, dueAt) => {
    const id = await called();
    const { body } = await company.complete(company.clerk, id, 'call-1', { outcome, note: '打了电话' });
    expect(body).toMatchObject({ state, log: [{ by: 'wang.fang', what: outcome, note: '打了电话' }] });
    if (dueAt !== undefined) expect(body.dueAt).toBe(dueAt);
    const stillListed = (await company.tasks(company.clerk)).some(({ requestId }) => requestId === id);
    expect(stillListed).toBe(state === 'open');
  });

  it('with a day to follow up on stays open until nine that morning, whatever came of it', async () => {
    const id = await called();
    const body = { outcome: 'reached' as const, note: '周五再联系', followUpOn: date('2026-10-16') };
    const answer = await company.complete(company.clerk, id, 'call-1', body);
    expect(answer.body).toMatchObject({ state: 'open', dueAt: '2026-10-16T01:00:00.000Z' });
  });

  it('refuses a day that is past or more than a year away', async () => {
    const id = await called();
    for (const followUpOn of [date('2026-10-11'), date('2027-10-14')]) {
      const work = company.complete(company.clerk, id, 'call-1', { outcome: 'promised', note: '答应付款', followUpOn });
      await expect(work).rejects.toMatchObject({ fields: [{ pointer: '/followUpOn', code: 'DATE_OUT_OF_RANGE' }] });
    }
  });

  it('sent again with the same key is logged once, and with another body is refused', async () => {
    const id = await called();
    const body = { outcome: 'no-answer' as TaskOutcome, note: '无人接听' };
    const first = await company.complete(company.clerk, id, 'call-1', body, 'c-1');
    expect(await company.complete(company.clerk, id, 'call-1', body, 'c-1')).toEqual({ ...first, replayed: true });
    const other = company.complete(company.clerk, id, 'call-1', { ...body, outcome: 'done' }, 'c-1');
    await expect(other).rejects.toThrow(code('IDEMPOTENCY_KEY_REUSED'));
  });

  it('that is done is closed to everybody, and one of another to all but a manager', async () => {
    const id = await called();
    const body = { outcome: 'done' as const, note: '已办理' };
    await expect(company.complete(company.otherClerk, id, 'call-1', body)).rejects.toThrow(code('NOT_THE_OWNER'));
    await company.complete(company.manager, id, 'call-1', body);
    await expect(company.complete(company.clerk, id, 'call-1', body)).rejects.toThrow(code('TASK_MOVED'));
    await expect(company.reassign(company.manager, id, 'call-1', 'li.na')).rejects.toThrow(code('TASK_MOVED'));
  });

  it('is closed once by two who log at the same moment', async () => {
    const id = await called();
    const log = (key: string) => company.complete(company.clerk, id, 'call-1', { outcome: 'done', note: '办好' }, key);
    const results = await Promise.allSettled([log('r-1'), log('r-2')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('given to a colleague moves from one list to the other with its log', async () => {
    const id = await called();
    await company.complete(company.clerk, id, 'call-1', { outcome: 'no-answer', note: '无人接听' });
    const { body } = await company.reassign(company.manager, id, 'call-1', 'li.na');
    expect(body.log.map(({ what }) => what)).toEqual(['no-answer', 'reassign']);
    const lists = [await company.tasks(company.clerk), await company.tasks(company.otherClerk)];
    expect(lists.map((list) => list.some(({ requestId }) => requestId === id))).toEqual([false, true]);
  });

  it.each(['nobody', 'chen.jie'])('is not given to %s, who cannot work on it', async (owner) => {
    const work = company.reassign(company.manager, await called(), 'call-1', owner);
    await expect(work).rejects.toMatchObject({ fields: [{ pointer: '/owner', code: 'COLLEAGUE_UNKNOWN' }] });
  });

  it('whose log has fifty steps takes only a step that ends it', async () => {
    const id = await called();
    const work = (outcome: TaskOutcome) => company.complete(company.clerk, id, 'call-1', { outcome, note: '打了电话' });
    for (let step = 0; step < 50; step += 1) await work('needs-help');
    await expect(work('no-answer')).rejects.toThrow(code('TASK_TOO_LONG'));
    await expect(company.reassign(company.manager, id, 'call-1', 'li.na')).rejects.toThrow(code('TASK_TOO_LONG'));
    expect((await work('reached')).body).toMatchObject({ state: 'done' });
  });

  it('that does not exist answers NOT_FOUND', async () => {
    const work = company.complete(company.clerk, await called(), 'call-2', { outcome: 'done', note: '已办理' });
    await expect(work).rejects.toThrow(code('NOT_FOUND'));
  });
});

describe('the morning’s follow-ups', () => {
  /** Charges due on 22 October, seen on a day. */
  async function dueCompany() {
    const own = await servedCompany({ creditTermDays: 10 });
    const charge = await own.submit('120.00');
    const on = async (day: string) => {
      own.clock.now = morning(day);
      return await makeFollowUps(own.context);
    };
    return { own, charge, on };
  }

  it('begin three days before the due date and end seven days after it', async () => {
    for (const [day, made] of [
      ['2026-10-18', 0],
      ['2026-10-19', 1],
    ] as const) {
      const { on } = await dueCompany();
      expect(await on(day), day).toMatchObject({ made });
    }
    const { on } = await dueCompany();
    expect(await on('2026-10-30')).toEqual({ looked: 0, made: 0 });
    expect(await on('2026-10-29')).toEqual({ looked: 1, made: 1 });
  });

  it('make one task for the clerk responsible, however often they run', async () => {
    const { own, charge, on } = await dueCompany();
    await on('2026-10-20');
    expect(await on('2026-10-20')).toEqual({ looked: 1, made: 0 });
    expect(await on('2026-10-23')).toEqual({ looked: 1, made: 0 });
    expect(await own.tasks(own.clerk)).toMatchObject([
      { task: 'follow-up-2026-10-22', owner: 'wang.fang', requestId: charge.id, isPaused: false },
    ]);
  });

  it('give the task to a manager where the clerk works here no longer', async () => {
    const { own, on } = await dueCompany();
    const { id, roles } = own.clerk.actor;
    await putUser(own.context, { id, name: '王芳', email: 'w@x.example', language: 'zh-CN', roles, disabled: true });
    await on('2026-10-20');
    expect(await own.tasks(own.manager, 'zhou.qiang')).toHaveLength(0);
    expect(await own.tasks(own.allRounder)).toHaveLength(1);
  });

  it('give the task to a manager where the clerk has a role no more that works on tasks', async () => {
    const { own, on } = await dueCompany();
    const { id } = own.clerk.actor;
    const email = 'w@x.example';
    await putUser(own.context, { id, name: '王芳', email, language: 'zh-CN', roles: ['auditor'], disabled: false });
    await on('2026-10-20');
    expect(await own.tasks(own.manager, id)).toHaveLength(0);
    expect(await own.tasks(own.allRounder)).toHaveLength(1);
  });

  it('show what is still open of the charge, not what was charged', async () => {
    const { own, charge, on } = await dueCompany();
    const owed = { customerId: charge.customerId, requestId: charge.id, dueDate: date('2026-10-22') };
    const amounts = { currency: 'CNY' as const, openMinor: 7_000n, originalMinor: 12_000n };
    await putIf(own.context, receivableItem({ ...owed, ...amounts }), { expression: 'attribute_exists(pk)' });
    await on('2026-10-20');
    expect(await own.tasks(own.clerk)).toMatchObject([{ amount: { value: '70.00', currency: 'CNY' } }]);
  });

  it('pass over a disputed charge until the dispute is closed', async () => {
    const { own, charge, on } = await dueCompany();
    await own.open(own.clerk, charge.id);
    expect(await on('2026-10-20')).toEqual({ looked: 1, made: 0 });
    await own.explain(own.finance, charge.id);
    expect(await on('2026-10-21')).toEqual({ looked: 1, made: 0 });
    await own.close(own.clerk, charge.id, 'accepted');
    expect(await on('2026-10-22')).toEqual({ looked: 1, made: 1 });
  });

  it('are shown as paused while a dispute that came later is open', async () => {
    const { own, charge, on } = await dueCompany();
    await on('2026-10-20');
    await own.open(own.clerk, charge.id);
    expect(await own.tasks(own.clerk)).toMatchObject([{ isPaused: true }]);
  });

  it('are done once the money is there, whatever came of the call, and say so', async () => {
    const { own, charge, on } = await dueCompany();
    await on('2026-10-20');
    const log = (note: string) =>
      own.complete(own.clerk, charge.id, 'follow-up-2026-10-22', { outcome: 'no-answer', note });
    expect((await log('无人接听')).body).toMatchObject({ state: 'open', isSettled: false });
    const { pk, sk } = keys.receivable(charge.customerId, date('2026-10-22'), charge.id);
    await own.table.client.send(new DeleteCommand({ TableName: own.table.name, Key: { pk, sk } }));
    expect((await log('已到账')).body).toMatchObject({ state: 'done', isSettled: true });
  });
});

describe('nine in the morning', () => {
  it.each([
    ['Asia/Shanghai', '2026-10-16T01:00:00.000Z'],
    ['UTC', '2026-10-16T09:00:00.000Z'],
    ['America/New_York', '2026-10-16T13:00:00.000Z'],
    ['Asia/Kolkata', '2026-10-16T03:30:00.000Z'],
  ])('in %s is %s', (zone, instant) => {
    expect(dueOn(date('2026-10-16'), zone)).toBe(instant);
  });
});
