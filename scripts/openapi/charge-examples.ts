import { chargeId, cny, customerId, customerName, customerNumber, sha256 } from './example-values.ts';

/** Examples of charges, their drafts and their statistics; `examples.ts` takes them up. */
export const chargeContent = {
  type: 'service' as const,
  reason: { code: 'added-items' as const, text: '10 月新增两次现场巡检，客户已确认' },
  amount: cny('1250.00'),
  basis: { text: '现场巡检两次', lines: [{ description: '现场巡检', quantity: '2', unitPrice: '625.00' }] },
  period: { start: '2026-10-01', end: '2026-10-31' },
  vouchers: [{ kind: 'service-confirmation' as const, reference: 'SC-2026-1044' }],
};

const submitted = { at: '2026-11-02T01:15:00.000Z', by: 'wang.fang', action: 'submit', to: 'in-review' };
const approved = {
  at: '2026-11-02T02:30:00.000Z',
  by: 'chen.jie',
  action: 'approve',
  from: 'in-review',
  to: 'posted',
  stage: 1,
};

const chargeInReview = {
  id: chargeId,
  customerId,
  state: 'in-review',
  stage: 1,
  stages: [{ role: 'reviewer' }],
  dueAt: '2026-11-03T01:15:00.000Z',
  policyVersion: 0,
  maker: 'wang.fang',
  submittedAt: '2026-11-02T01:15:00.000Z',
  effectiveDate: '2026-11-02',
  revision: 1,
  ...chargeContent,
  history: [submitted],
};

const { dueAt: _, ...decided } = chargeInReview;
export const postedCharge = {
  ...decided,
  state: 'posted',
  stage: 0,
  history: [submitted, approved],
  posting: { sequence: 2, recordedAt: '2026-11-02T02:30:00.000Z', hash: sha256 },
};

export const entry = {
  id: 'je_2tqk6b7xwzv4yd3n5h6j7rmpca',
  customerId,
  currency: 'CNY',
  sequence: 2,
  requestId: chargeId,
  effectiveDate: '2026-11-02',
  period: chargeContent.period,
  recordedAt: '2026-11-02T02:30:00.000Z',
  makers: ['wang.fang', 'chen.jie'],
  postings: [
    { event: 'charge-posted', account: 'receivable', side: 'debit' as const, amount: chargeContent.amount },
    { event: 'charge-posted', account: 'revenue:service', side: 'credit' as const, amount: chargeContent.amount },
  ],
  balancesAfter: { receivable: '1250.00', prepaid: '0.00', held: '0.00', unapplied: '0.00' },
  previousHash: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
  hash: sha256,
};

const draft = {
  id: chargeId,
  customerId,
  state: 'draft',
  revision: 1,
  version: 1,
  maker: 'wang.fang',
  openedAt: '2026-11-02T01:10:00.000Z',
  savedAt: '2026-11-02T01:10:00.000Z',
  content: { type: 'service', amount: chargeContent.amount },
  toComplete: [
    { pointer: '/reason', code: 'REQUIRED', detail: 'This field is required.' },
    { pointer: '/basis', code: 'REQUIRED', detail: 'This field is required.' },
    { pointer: '/period', code: 'REQUIRED', detail: 'This field is required.' },
  ],
};
const completeDraft = {
  ...draft,
  version: 2,
  savedAt: '2026-11-02T01:14:00.000Z',
  content: chargeContent,
  toComplete: [],
};

const octoberFigures = {
  currency: 'CNY',
  count: 2,
  amount: cny('1875.00'),
  postedCount: 1,
  postedAmount: chargeContent.amount,
  returnedCount: 1,
  rejectedCount: 0,
  revisionsAverage: '1.5',
  reviewHoursAverage: '4.3',
};

export const chargeRequestExamples = {
  saveDraft: {
    customerId,
    customerNumber,
    content: { type: chargeContent.type, amount: chargeContent.amount },
  },
  editDraft: chargeContent,
  cancelDraft: { reason: '客户已取消增加的巡检' },
  withdrawCharge: { revision: 1, reason: '金额有误，需要修改' },
  submitCharge: { customerId, customerNumber, ...chargeContent },
  resubmitCharge: { ...chargeContent, amount: cny('625.00'), basis: { text: '现场巡检一次' } },
};

export const chargeResponseExamples = {
  saveDraft: draft,
  listDrafts: {
    items: [
      {
        id: chargeId,
        customerId,
        customerNumber,
        customerName,
        state: 'returned',
        revision: 1,
        since: '2026-11-02T02:30:00.000Z',
        type: 'service',
        amount: chargeContent.amount,
        returnedFor: '请补充服务确认单',
      },
    ],
  },
  editDraft: completeDraft,
  submitDraft: chargeInReview,
  cancelDraft: { id: chargeId, state: 'cancelled' },
  withdrawCharge: { ...completeDraft, revision: 2, version: 1 },
  submitCharge: chargeInReview,
  listCharges: { items: [chargeInReview] },
  getCharge: {
    ...postedCharge,
    openedAt: submitted.at,
    changes: [],
    earlierRevisions: [],
    entry,
    timeline: [
      { at: submitted.at, by: 'wang.fang', what: 'submit → in-review (revision 1)' },
      { at: approved.at, by: 'chen.jie', what: 'approve → posted (revision 1, stage 1)' },
    ],
  },
  resubmitCharge: {
    ...chargeInReview,
    revision: 2,
    amount: cny('625.00'),
    basis: { text: '现场巡检一次' },
    history: [
      { at: '2026-11-02T05:00:00.000Z', by: 'wang.fang', action: 'resubmit', from: 'returned', to: 'in-review' },
    ],
  },
  chargeStatistics: {
    from: '2026-10-01',
    to: '2026-10-31',
    asOf: '2026-11-02T03:00:00.000Z',
    rows: [
      { keys: { type: 'service', month: '2026-10' }, ...octoberFigures },
      { keys: { type: 'upgrade', month: '2026-10' }, ...octoberFigures },
    ],
    totals: [
      {
        ...octoberFigures,
        count: 4,
        amount: cny('3750.00'),
        postedCount: 2,
        postedAmount: cny('2500.00'),
        returnedCount: 2,
      },
    ],
  },
};
