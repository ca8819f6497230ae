import { chargeId, cny, customerId, customerNumber } from './example-values.ts';

/** Examples of refunds; `examples.ts` takes them up. */
export const refundId = 'rfd_4wz3h6n2k5xv7yd5b3j6r2mpqa';

const source = { from: 'charge' as const, chargeId };
const reason = { code: 'over-charged' as const, text: '席位按 12 个计收，实际为 10 个' };
const account = { holder: '云杉科技有限公司', number: '6222 0210 0111 6245 702', bank: '中国工商银行北京分行' };
const payout = { method: 'bank-transfer' as const, account };
const vouchers = [{ kind: 'service-confirmation' as const, reference: 'FW-2026-0311' }];
const content = { source, amount: cny('250.00'), reason, payout, vouchers };

const submit = { at: '2026-11-05T01:15:00.000Z', by: 'wang.fang', action: 'submit', to: 'in-review' };
const approve = { at: '2026-11-05T03:40:00.000Z', by: 'zhao.min', action: 'approve', to: 'approved', stage: 1 };
const start = { at: '2026-11-05T06:00:00.000Z', by: 'wu.ting', action: 'start-payout', to: 'executing' };
const pay = { at: '2026-11-05T08:10:00.000Z', by: 'wu.ting', action: 'pay', to: 'paid' };
const arrive = { at: '2026-11-10T02:00:00.000Z', by: 'wang.fang', action: 'confirm-arrival', to: 'arrived' };

const inReview = {
  id: refundId,
  customerId,
  state: 'in-review',
  stage: 1,
  stages: [{ role: 'finance' }],
  dueAt: '2026-11-06T01:15:00.000Z',
  source,
  amount: cny('250.00'),
  fee: cny('0.00'),
  net: cny('250.00'),
  reason,
  payout: { method: 'bank-transfer', account: { ...account, number: '**** 5702' } },
  vouchers,
  policyVersion: 1,
  refundPolicyVersion: 2,
  maker: 'wang.fang',
  askedByCustomer: false,
  submittedAt: submit.at,
  promisedBy: '2026-11-17',
  expiresAt: '2027-01-04T01:15:00.000Z',
  attempts: [],
  history: [submit],
};

const { dueAt: _, ...decided } = inReview;
const approved = { ...decided, state: 'approved', stage: 0, history: [submit, approve] };
const attempt = { number: 1, startedAt: start.at, by: 'wu.ting' };
const executing = {
  ...approved,
  state: 'executing',
  payout,
  attempts: [attempt],
  history: [submit, approve, start],
};
const result = { outcome: 'paid' as const, reference: 'ICBC20261105330012', paidOn: '2026-11-05' };
const paid = {
  ...executing,
  state: 'paid',
  attempts: [{ ...attempt, ...result, endedAt: pay.at }],
  voucherNumber: 'RV-CNY-M5XW4ZDFOJ-0001',
  creditNoteNumber: 'CN-CNY-M5XW4ZDFOJ-0001',
  posting: { sequence: 7, recordedAt: pay.at, hash: 'Zk3hW0c1bq8yW2xJ4fR9uAq7T5mZ0c1bq8yW2xJ4fR8' },
  history: [submit, approve, start, pay],
};
const masked = { ...paid, payout: inReview.payout };

export const refundRequestExamples = {
  quoteRefund: content,
  requestRefund: { customerNumber, ...content },
  withdrawRefund: { reason: '客户同意在下期抵扣' },
  startPayout: {},
  recordPayout: result,
  confirmArrival: { arrived: true, note: '客户来电确认' },
};

export const refundResponseExamples = {
  quoteRefund: {
    isAllowed: true,
    obstacles: [],
    left: cny('1250.00'),
    fee: cny('0.00'),
    net: cny('250.00'),
    method: 'bank-transfer',
    promisedBy: '2026-11-17',
    isPromiseCertain: true,
    expiresAt: '2027-01-04T01:15:00.000Z',
    until: '2027-01-31',
    papers: ['service-confirmation'],
    missing: [],
    stages: [{ role: 'finance' }],
    policyVersion: 1,
    refundPolicyVersion: 2,
  },
  requestRefund: inReview,
  listRefunds: { items: [inReview] },
  searchRefunds: { items: [approved] },
  getRefund: {
    ...approved,
    eta: {
      expectedBy: '2026-11-17',
      isLate: false,
      waitsFor: { code: 'payout', text: 'It is approved and waits for a cashier' },
    },
    timeline: [
      { at: submit.at, by: submit.by, what: 'submit → in-review' },
      { at: approve.at, by: approve.by, what: 'approve → approved' },
    ],
  },
  withdrawRefund: {
    ...decided,
    state: 'withdrawn',
    stage: 0,
    history: [
      submit,
      {
        at: '2026-11-05T01:30:00.000Z',
        by: 'wang.fang',
        action: 'withdraw',
        to: 'withdrawn',
        reason: '客户同意在下期抵扣',
      },
    ],
  },
  listPayouts: { items: [{ ...approved, payout }] },
  startPayout: executing,
  recordPayout: paid,
  confirmArrival: { ...masked, state: 'arrived', history: [submit, approve, start, pay, arrive] },
};
