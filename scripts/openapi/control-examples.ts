import { cny, customerId, customerName, customerNumber } from './example-values.ts';

/** Examples of internal control; `examples.ts` takes them up. */
const found = {
  id: 'fnd_6kq2w7xwzv4yd3n5h6j7rmpcae',
  kind: 'balances',
  summary: `${customerId}（CNY）：客户余额与账簿计算结果不符`,
  customerId,
  customerNumber,
  customerName,
  currency: 'CNY',
  state: 'open',
  occurrence: 1,
  foundAt: '2026-11-02T18:30:09.000Z',
  lastSeenAt: '2026-11-02T18:30:09.000Z',
  differences: [{ what: 'prepaid', stored: 'CNY 1250.00', computed: 'CNY 1200.00' }],
  history: [{ at: '2026-11-02T18:30:09.000Z', by: 'control', action: 'find' }],
};

const assignment = { owner: 'zhao.min', note: '请核对恢复记录' };
const closure = { done: '从备份恢复时漏了一笔，已按账簿重建余额' };
const assigned = {
  ...found,
  state: 'in-work',
  owner: 'zhao.min',
  history: [...found.history, { at: '2026-11-03T01:05:00.000Z', by: 'zhou.qiang', action: 'assign', ...assignment }],
};
const closed = {
  ...assigned,
  state: 'closed',
  history: [
    ...assigned.history,
    { at: '2026-11-03T06:20:00.000Z', by: 'zhao.min', action: 'close', note: closure.done },
  ],
};

const prepared = {
  month: '2026-10',
  currency: 'CNY',
  state: 'open',
  opening: cny('50000.00'),
  movements: {
    earlier: cny('0.00'),
    arrived: cny('8000.00'),
    used: cny('-6200.00'),
    givenBack: cny('200.00'),
    refunded: cny('-1000.00'),
    bounced: cny('0.00'),
  },
  closing: cny('51000.00'),
  clearing: [{ method: 'bank-transfer', amount: cny('7000.00') }],
  history: [{ at: '2026-10-31T18:30:09.000Z', by: 'control', action: 'prepare' }],
};

const count = { actual: cny('51000.00'), note: '工商银行 10 月对账单与现金日记账' };
const agreement = { note: '与对账单一致' };
const counted = {
  ...prepared,
  state: 'counted',
  actual: count.actual,
  difference: cny('0.00'),
  history: [...prepared.history, { at: '2026-11-02T02:00:00.000Z', by: 'zhao.min', action: 'count', ...count }],
};
const agreed = {
  ...counted,
  state: 'closed',
  history: [...counted.history, { at: '2026-11-02T03:00:00.000Z', by: 'zhou.qiang', action: 'agree', ...agreement }],
};

export const controlRequestExamples = {
  assignFinding: assignment,
  closeFinding: closure,
  recordActual: count,
  agreeReconciliation: agreement,
};

export const controlResponseExamples = {
  listLowBalances: {
    items: [
      {
        ...{ customerId, customerNumber, customerName, currency: 'CNY' },
        ...{ balance: cny('299.99'), level: cny('300.00') },
        ...{ since: '2026-11-02T02:30:00.412Z', crossings: 1, policyVersion: 1 },
      },
    ],
  },
  listFindings: { items: [found] },
  getFinding: found,
  assignFinding: assigned,
  closeFinding: closed,
  listReconciliations: { items: [prepared] },
  getReconciliation: prepared,
  recordActual: counted,
  agreeReconciliation: agreed,
};
