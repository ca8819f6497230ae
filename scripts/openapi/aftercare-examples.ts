import { chargeContent } from './charge-examples.ts';
import { newCustomer } from './customer-examples.ts';
import { chargeId, customerId, customerName, customerNumber } from './example-values.ts';

/** Examples of tasks, disputes and feedback; `examples.ts` takes them up. */
const followUp = {
  requestId: chargeId,
  task: 'follow-up-2026-12-02',
  kind: 'follow-up',
  state: 'open',
  owner: 'wang.fang',
  customerId,
  amount: chargeContent.amount,
  createdAt: '2026-11-29T00:30:00.000Z',
  dueAt: '2026-11-30T00:30:00.000Z',
  log: [],
};
const promised = {
  at: '2026-11-29T02:00:00.000Z',
  by: 'wang.fang',
  what: 'promised',
  note: '财务答复周五付款',
  followUpOn: '2026-12-04',
};

const objection = { text: '第二次巡检没有到场', wants: 'explanation' as const };
const objected = { at: '2026-11-05T01:00:00.000Z', by: 'wang.fang', action: 'open', text: objection.text };
const explained = {
  at: '2026-11-05T06:00:00.000Z',
  by: 'zhao.min',
  action: 'explain',
  text: '10 月 17 日与 24 日各一次，签到记录见附件',
};
const accepted = {
  at: '2026-11-06T01:00:00.000Z',
  by: 'wang.fang',
  action: 'close',
  text: '客户已核对签到记录',
  outcome: 'accepted' as const,
};
const dispute = { chargeId, number: 1, state: 'open', wants: objection.wants, steps: [objected] };

export const aftercareRequestExamples = {
  completeTask: { outcome: 'promised' as const, note: promised.note, followUpOn: promised.followUpOn },
  reassignTask: { owner: 'li.na' },
  openDispute: objection,
  explainDispute: { text: explained.text },
  reopenDispute: { text: '签到记录不是我方人员签字' },
  closeDispute: { outcome: accepted.outcome, note: accepted.text },
  giveFeedback: { rating: 5, text: '说明很清楚' },
};

export const aftercareResponseExamples = {
  listTasks: {
    items: [
      {
        ...followUp,
        customerNumber,
        customerName,
        phone: newCustomer.phone,
        isPaused: false,
      },
    ],
  },
  completeTask: { ...followUp, dueAt: '2026-12-04T01:00:00.000Z', log: [promised], isSettled: false },
  reassignTask: {
    ...followUp,
    owner: 'li.na',
    log: [{ at: '2026-11-29T03:00:00.000Z', by: 'zhou.qiang', what: 'reassign', owner: 'li.na' }],
  },
  openDispute: dispute,
  explainDispute: { ...dispute, state: 'explained', steps: [objected, explained] },
  reopenDispute: {
    ...dispute,
    steps: [objected, explained, { ...objected, action: 'reopen', text: '签到记录不是我方人员签字' }],
  },
  closeDispute: { ...dispute, state: 'closed', steps: [objected, explained, accepted] },
  giveFeedback: { rating: 5, text: '说明很清楚', givenAt: '2026-11-06T01:00:00.000Z' },
};
