import { chargeId, cny, customerId, customerName, customerNumber } from './example-values.ts';

/** Examples of deposits; `examples.ts` takes them up. */
export const depositId = 'dep_6x2nq7xwzv4yd3n5h6j7rmpcae';
const receiptNumber = 'RC-CNY-M5XW4ZDFOJ-0001';
const arrivalEntry = 'je_m5xw4zdfoj2gk3tuebqw4zbaoq_cny_1';
const useEntry = 'je_m5xw4zdfoj2gk3tuebqw4zbaoq_cny_2';

const said = {
  amount: cny('5000.00'),
  purpose: 'general',
  method: 'bank-transfer' as const,
  paidOn: '2026-11-02',
  reference: '20261102330012345678',
};

const step = { at: '2026-11-02T01:15:00.000Z', by: 'wang.fang', action: 'register', to: 'registered' };

const registered = {
  id: depositId,
  customerId,
  state: 'registered',
  ...said,
  terms: { isRefundable: true },
  policyVersion: 0,
  registeredAt: step.at,
  registeredBy: 'wang.fang',
  history: [step],
};

const arrived = {
  ...registered,
  state: 'arrived',
  arrivedOn: '2026-11-03',
  receiptNumber,
  entry: arrivalEntry,
  left: cny('5000.00'),
  held: cny('0.00'),
  history: [step, { at: '2026-11-03T02:00:00.000Z', by: 'wu.ting', action: 'arrive', to: 'arrived' }],
};

const reason = '支票账户余额不足，银行退票';
const bounced = {
  ...registered,
  state: 'bounced',
  history: [step, { at: '2026-11-03T02:00:00.000Z', by: 'wu.ting', action: 'bounce', to: 'bounced', reason }],
};

const cancelReason = '客户尚未付款，登记有误';
const cancelled = {
  ...registered,
  state: 'cancelled',
  history: [
    step,
    { at: '2026-11-02T01:20:00.000Z', by: 'wang.fang', action: 'cancel', to: 'cancelled', reason: cancelReason },
  ],
};

const ofLot = { number: 1, entry: arrivalEntry, depositId, receiptNumber };

const use = {
  entry: useEntry,
  bookedOn: '2026-11-05',
  effectiveDate: '2026-11-05',
  event: 'prepaid-applied',
  title: 'Fee paid',
  requestId: chargeId,
  change: cny('-1250.00'),
};

/** A lot as a balance shows it. */
export const balanceLot = { ...ofLot, amount: cny('3750.00'), hasExpired: false, isRefundable: true };

export const depositRequestExamples = {
  registerDeposit: { customerNumber, ...said, confirmDuplicate: false },
  confirmDeposit: { arrivedOn: '2026-11-03', reference: said.reference },
  bounceDeposit: { reason },
  cancelDeposit: { reason: cancelReason },
};

export const depositResponseExamples = {
  registerDeposit: registered,
  listDepositsToConfirm: {
    items: [{ ...registered, customerNumber, customerName }],
  },
  listDeposits: { items: [arrived] },
  getDeposit: { ...arrived, left: cny('3750.00') },
  listDepositUses: { items: [use] },
  depositStatement: {
    ...{ customerId, currency: 'CNY', from: '2026-11-01', to: '2026-11-30' },
    opening: cny('0.00'),
    closing: cny('3750.00'),
    items: [
      {
        entry: arrivalEntry,
        bookedOn: '2026-11-03',
        effectiveDate: '2026-11-03',
        event: 'deposit-arrived',
        title: 'Deposit arrived',
        requestId: depositId,
        change: cny('5000.00'),
        balance: cny('5000.00'),
        lots: [{ ...ofLot, amount: cny('5000.00') }],
      },
      { ...use, balance: cny('3750.00'), lots: [{ ...ofLot, amount: cny('-1250.00') }] },
    ],
  },
  confirmDeposit: arrived,
  bounceDeposit: bounced,
  cancelDeposit: cancelled,
};
