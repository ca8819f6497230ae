import { beforeAll, describe, expect, it } from 'vitest';
import { disputeEvents } from '../../shared/charges/timeline/dispute-events.ts';
import { feedbackEvents } from '../../shared/charges/timeline/feedback-events.ts';
import { taskEvents } from '../../shared/charges/timeline/task-events.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { Instant } from '../../shared/model/dates.ts';
import { disputeItem } from '../../shared/table/items/dispute-item.ts';
import { feedbackItem } from '../../shared/table/items/feedback-item.ts';
import { taskItem } from '../../shared/table/items/task-item.ts';
import { newTask } from '../../shared/tasks/stored-task.ts';
import { type ServedCompany, servedCompany } from './served-company.ts';

let company: ServedCompany;
let charge: Charge;

beforeAll(async () => {
  company = await servedCompany();
  charge = await company.submit('120.00');
});

describe('the case of a charge tells', () => {
  it('each step of a dispute with its words, to the customer too', async () => {
    await company.open(company.clerk, charge.id);
    await company.close(company.clerk, charge.id, 'withdrawn');
    const [dispute] = await company.disputes(charge.id);
    if (dispute === undefined) throw new Error('there is a dispute');
    expect(disputeEvents(disputeItem(dispute))).toEqual([
      { at: expect.any(String), by: 'wang.fang', what: 'dispute opened', text: '没有升级过席位', forCustomer: true },
      {
        at: expect.any(String),
        by: 'wang.fang',
        what: 'dispute closed: withdrawn',
        text: '已与客户核对',
        forCustomer: true,
      },
    ]);
  });

  it('how a task began, each attempt and each change of hands, to staff only', () => {
    const now = '2026-10-12T01:00:00.000Z' as Instant;
    const owner = charge.maker;
    const task = newTask(charge, { kind: 'call', name: 'call-1-posted', owner, now });
    const prints = { keyPrint: 'k', bodyPrint: 'b' };
    const log = [
      { at: now, by: owner, what: 'no-answer' as const, note: '无人接听', ...prints },
      { at: now, by: owner, what: 'reassign' as const, owner, ...prints },
    ];
    expect(taskEvents(taskItem({ ...task, log }))).toEqual([
      { at: now, by: 'system', what: 'task call-1-posted opened' },
      { at: now, by: 'wang.fang', what: 'task call-1-posted no-answer', text: '无人接听' },
      { at: now, by: 'wang.fang', what: 'task call-1-posted given to wang.fang' },
    ]);
  });

  it('what the customer answered, with his words where he left some', () => {
    const { id: chargeId, customerId } = charge;
    const at = '2026-10-12T01:00:00.000Z' as Instant;
    const said = (text: string) =>
      feedbackEvents(feedbackItem({ chargeId, customerId, at, rating: 5, text, bodyPrint: 'b' }));
    expect(said('')).toEqual([{ at, by: 'customer', what: 'feedback 5 of 5', forCustomer: true }]);
    expect(said('很清楚')).toEqual([
      { at, by: 'customer', what: 'feedback 5 of 5', text: '很清楚', forCustomer: true },
    ]);
  });
});
