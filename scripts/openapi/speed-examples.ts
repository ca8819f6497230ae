import { chargeId, customerId, customerNumber } from './example-values.ts';

/** Examples of templates, autofill and arrival; `examples.ts` takes them up. */
export const templateId = 'tpl_5kq2w7xwzv4yd3n5h6j7rmpcae';

const template = {
  name: '月度驻场服务费',
  customerGroup: 'standard',
  scenario: '每月固定驻场服务',
  content: {
    type: 'service' as const,
    reason: { code: 'added-items' as const, text: '本月驻场服务，按合同计收' },
    amount: { value: '1250.00', currency: 'CNY' },
    basis: { text: '驻场服务一个月，合同单价' },
  },
  voucherHint: '服务确认单',
  periodRule: 'last-month' as const,
  reviewBy: '2027-10-31',
};

const storedTemplate = {
  id: templateId,
  version: 1,
  state: 'active',
  ...template,
  isReviewOverdue: false,
  changedAt: '2026-11-02T01:00:00.000Z',
  changedBy: 'zhao.min',
};

const changedTemplate = { ...storedTemplate, version: 2, changedAt: '2026-11-03T01:00:00.000Z' };

const rule = {
  name: '重点客户的培训费',
  when: { customerGroup: 'key', type: 'training' as const },
  fill: { basis: { text: '按框架协议培训单价计收' } },
  periodRule: 'this-month' as const,
};

const methods = {
  online: { earliest: 0, latest: 1, days: 'calendar' as const },
  card: { earliest: 1, latest: 2, days: 'working' as const },
  'bank-transfer': { earliest: 1, latest: 3, days: 'working' as const },
  cheque: { earliest: 3, latest: 5, days: 'working' as const },
  cash: { earliest: 0, latest: 0, days: 'working' as const },
};

const disturbance = {
  method: 'bank-transfer' as const,
  from: '2026-11-09',
  until: '2026-11-11',
  extraWorkingDays: 2,
  reason: { 'zh-CN': '人行大额系统升级', en: 'Upgrade of the interbank system' },
};

const arrivalRules = { methods, reviewsPerWorkingDay: 40, delayWaitWorkingDays: 2, disturbances: [disturbance] };
const published = { version: 1, publishedAt: '2026-11-02T02:00:00.000Z', publishedBy: 'admin' };

const stretch = {
  from: '2027-01-01',
  until: '2027-01-31',
  holidays: ['2027-01-01'],
  workdays: ['2027-01-30'],
  source: '示例：管理员按公布的通知录入',
};

const calendar = {
  ...published,
  from: '2025-01-01',
  until: '2027-01-31',
  holidays: ['2026-10-01', '2026-10-02', '2027-01-01'],
  workdays: ['2026-10-10', '2027-01-30'],
  source: stretch.source,
};

const payment = { method: 'bank-transfer' as const, paidOn: '2026-11-05', bankReference: '20261105330012345678' };
const kept = { at: '2026-11-05T03:00:00.000Z', by: 'wang.fang' };
const report = {
  step: 'check-entry' as const,
  finding: 'nothing' as const,
  outcome: '客户、金额、付款日期和流水号均无误',
};

const announced = {
  chargeId,
  status: 'announced',
  open: { value: '1250.00', currency: 'CNY' },
  estimate: {
    earliest: '2026-11-06',
    latest: '2026-11-10',
    isCertain: true,
    because: ['A payment on 2026-11-05 was announced.', 'Bank transfer: arrives 1–3 working days after it is paid.'],
    calendarVersion: 0,
    rulesVersion: 0,
  },
  path: [
    { step: 'entered', title: 'Entered', state: 'done' as const, on: '2026-11-02' },
    { step: 'reviewed', title: 'Reviewed', state: 'done' as const, on: '2026-11-02' },
    { step: 'posted', title: 'Posted', state: 'done' as const, on: '2026-11-02' },
    { step: 'paid', title: 'Paid', state: 'done' as const, on: '2026-11-05' },
    { step: 'arrived', title: 'Arrived', state: 'now' as const, on: '2026-11-10' },
  ],
  payments: [{ number: 1, ...payment, ...kept }],
  help: {
    text: `Ask the maker and finance first; a transfer is looked up at the bank by its reference. Charge ${chargeId}.`,
    maker: '王芳',
    finance: ['赵敏'],
  },
};

const late = {
  ...announced,
  status: 'late',
  delayProcedure: {
    next: 'contact-finance',
    guidance: 'Ask finance whether the money is there and not yet claimed; give them the bank’s reference.',
    steps: [{ number: 1, ...report, on: '2026-11-11', at: '2026-11-11T02:00:00.000Z', by: 'wang.fang' }],
    managers: [],
  },
};

export const speedRequestExamples = {
  createTemplate: template,
  updateTemplate: template,
  retireTemplate: { reason: '合同到期，不再使用' },
  autofillCharge: { customerId, templateId, given: { amount: { value: '900.00', currency: 'CNY' } } },
  publishAutofillRules: { rules: [rule] },
  publishCalendar: stretch,
  publishArrivalRules: arrivalRules,
  announcePayment: payment,
  recordDelayStep: report,
};

export const speedResponseExamples = {
  createTemplate: storedTemplate,
  listTemplates: { items: [storedTemplate] },
  getTemplate: { ...changedTemplate, versions: [changedTemplate, storedTemplate] },
  updateTemplate: changedTemplate,
  retireTemplate: { ...changedTemplate, version: 3, state: 'retired', reason: '合同到期，不再使用' },
  autofillCharge: {
    customerId,
    customerNumber,
    content: {
      type: 'service',
      amount: { value: '900.00', currency: 'CNY' },
      period: { start: '2026-10-01', end: '2026-10-31' },
    },
    sources: [
      { pointer: '/customerNumber', source: 'customer' as const, explanation: 'The customer’s record' },
      {
        pointer: '/type',
        source: 'template' as const,
        id: templateId,
        explanation: 'Template “月度驻场服务费”, version 1',
      },
      { pointer: '/amount', source: 'given' as const, explanation: 'As you entered it' },
      {
        pointer: '/period',
        source: 'template' as const,
        id: templateId,
        explanation: 'Template “月度驻场服务费”, version 1',
      },
    ],
    voucherHint: '服务确认单',
  },
  getAutofillRules: { ...published, rules: [rule] },
  publishAutofillRules: { ...published, rules: [rule] },
  getCalendar: calendar,
  publishCalendar: calendar,
  getArrivalRules: { ...published, ...arrivalRules },
  publishArrivalRules: { ...published, ...arrivalRules },
  estimateArrival: announced,
  announcePayment: announced,
  recordDelayStep: late,
};
