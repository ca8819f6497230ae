import type * as z from 'zod';
import type { ApiOperation } from '../../shared/contracts/index.ts';
import { controlRequestExamples, controlResponseExamples } from './control-examples.ts';
import { correctionRequestExamples, correctionResponseExamples } from './correction-examples.ts';
import { balanceLot, depositId, depositRequestExamples, depositResponseExamples } from './deposit-examples.ts';
import { importRequestExamples, importResponseExamples } from './import-examples.ts';
import { paperRequestExamples, paperResponseExamples } from './paper-examples.ts';
import { payoutRequestExamples, payoutResponseExamples } from './payout-examples.ts';
import { policyRequestExamples, policyResponseExamples } from './policy-examples.ts';
import { refundId, refundRequestExamples, refundResponseExamples } from './refund-examples.ts';
import { speedRequestExamples, speedResponseExamples, templateId } from './speed-examples.ts';

type WithRequestBody = Extract<ApiOperation, { body: z.ZodType }>;
type WithResponseBody = Extract<ApiOperation, { success: { body: z.ZodType } }>;

/** A request body for each operation that takes one: an operation without its example does not compile. */
type RequestExamples = { readonly [O in WithRequestBody as O['id']]: z.input<O['body']> };
/** A response body for each operation that answers JSON. */
type ResponseExamples = { readonly [O in WithResponseBody as O['id']]: z.output<O['success']['body']> };

const customerId = 'cus_m5xw4zdfoj2gk3tuebqw4zbaoq';
const chargeId = 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca';
const otherChargeId = 'chg_4wz3h6n2k5xv7yd5b3j6r2mpqa';
const entryHash = '6f1c0d9a3b5e7f2144c8a0be91d37625f0a9c4d81e3b7a5c2d6f8091b3e4a7c5';
const previousHash = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';

const content = {
  type: 'service' as const,
  reason: { code: 'added-items' as const, text: '10 月新增两次现场巡检，客户已确认' },
  amount: { value: '1250.00', currency: 'CNY' },
  basis: { text: '现场巡检两次', lines: [{ description: '现场巡检', quantity: '2', unitPrice: '625.00' }] },
  period: { start: '2026-10-01', end: '2026-10-31' },
  vouchers: [{ kind: 'service-confirmation' as const, reference: 'SC-2026-1044' }],
};

const newCustomer = {
  number: 'C-10001',
  name: '上海云杉科技有限公司',
  kind: 'company' as const,
  language: 'zh-CN' as const,
  preferredChannel: 'email' as const,
  email: 'ap@yunshan.example',
  phone: '+86 138 0013 8000',
  contacts: [{ name: '张敏', role: '财务', email: 'zhang.min@yunshan.example' }],
  group: 'standard',
  creditTermDays: 30,
};

const customer = {
  id: customerId,
  ...newCustomer,
  version: 1,
  createdAt: '2026-11-02T01:00:00.000Z',
  createdBy: 'wang.fang',
  updatedAt: '2026-11-02T01:00:00.000Z',
  updatedBy: 'wang.fang',
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
  ...content,
  history: [submitted],
};

const { dueAt: _, ...decided } = chargeInReview;
const postedCharge = {
  ...decided,
  state: 'posted',
  stage: 0,
  history: [submitted, approved],
  posting: { sequence: 2, recordedAt: '2026-11-02T02:30:00.000Z', hash: entryHash },
};

const entry = {
  id: 'je_2tqk6b7xwzv4yd3n5h6j7rmpca',
  customerId,
  currency: 'CNY',
  sequence: 2,
  requestId: chargeId,
  effectiveDate: '2026-11-02',
  period: content.period,
  recordedAt: '2026-11-02T02:30:00.000Z',
  makers: ['wang.fang', 'chen.jie'],
  postings: [
    { event: 'charge-posted', account: 'receivable', side: 'debit' as const, amount: content.amount },
    { event: 'charge-posted', account: 'revenue:service', side: 'credit' as const, amount: content.amount },
  ],
  balancesAfter: { receivable: '1250.00', prepaid: '0.00', held: '0.00', unapplied: '0.00' },
  previousHash,
  hash: entryHash,
};

const nothing = { value: '0.00', currency: 'CNY' };

const handover = {
  to: 'liu.yang',
  from: '2026-11-02T09:00:00+08:00',
  until: '2026-11-06T18:00:00+08:00',
  reason: '出差',
};
const delegation = {
  delegator: 'chen.jie',
  delegate: 'liu.yang',
  from: '2026-11-02T01:00:00.000Z',
  until: '2026-11-06T10:00:00.000Z',
  reason: '出差',
  setBy: 'chen.jie',
  setAt: '2026-10-30T08:00:00.000Z',
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
  content: { type: 'service', amount: content.amount },
  toComplete: [
    { pointer: '/reason', code: 'REQUIRED', detail: 'This field is required.' },
    { pointer: '/basis', code: 'REQUIRED', detail: 'This field is required.' },
    { pointer: '/period', code: 'REQUIRED', detail: 'This field is required.' },
  ],
};
const completeDraft = { ...draft, version: 2, savedAt: '2026-11-02T01:14:00.000Z', content, toComplete: [] };

const octoberFigures = {
  currency: 'CNY',
  count: 2,
  amount: { value: '1875.00', currency: 'CNY' },
  postedCount: 1,
  postedAmount: content.amount,
  returnedCount: 1,
  rejectedCount: 0,
  revisionsAverage: '1.5',
  reviewHoursAverage: '4.3',
};

const comment = {
  id: 'cmt_q5zb3k7wn2xv4yd6h3j5r7mpca',
  requestId: chargeId,
  revision: 1,
  kind: 'question',
  text: '第二次巡检的确认单在哪里？',
  by: 'chen.jie',
  at: '2026-11-02T02:00:00.000Z',
  mentions: ['li.na'],
};

const followUp = {
  requestId: chargeId,
  task: 'follow-up-2026-12-02',
  kind: 'follow-up',
  state: 'open',
  owner: 'wang.fang',
  customerId,
  amount: content.amount,
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
  outcome: 'accepted',
};
const dispute = { chargeId, number: 1, state: 'open', wants: objection.wants, steps: [objected] };

const voucherFile = {
  kind: 'service-confirmation' as const,
  fileName: '服务确认单-2026-10.pdf',
  contentType: 'application/pdf' as const,
  sizeBytes: 182_340,
  sha256: entryHash,
};
const voucherId = 'vou_7kq2m5xw4zdfoj2gk3tuebqw4z';
const voucher = {
  id: voucherId,
  requestId: chargeId,
  ...voucherFile,
  state: 'awaiting-upload',
  attachedBy: 'wang.fang',
  attachedAt: '2026-11-02T01:12:00.000Z',
  problems: [],
};
const checkedVoucher = { ...voucher, state: 'accepted', checkedAt: '2026-11-02T01:12:05.000Z', pages: 2 };
const voucherRules = {
  onMissing: 'block' as const,
  rules: [
    {
      reason: 'added-items' as const,
      above: { value: '10000.00', currency: 'CNY' },
      anyOf: ['service-confirmation' as const, 'contract-change' as const],
      evidence: 'file' as const,
    },
  ],
};
const voucherPolicy = {
  version: 1,
  publishedAt: '2026-11-01T08:00:00.000Z',
  publishedBy: 'admin',
  ...voucherRules,
};

export const requestExamples: RequestExamples = {
  ...paperRequestExamples,
  ...controlRequestExamples,
  ...depositRequestExamples,
  ...correctionRequestExamples,
  ...importRequestExamples,
  ...speedRequestExamples,
  ...refundRequestExamples,
  ...payoutRequestExamples,
  ...policyRequestExamples,
  attachVoucher: voucherFile,
  publishVoucherPolicy: voucherRules,
  completeTask: { outcome: 'promised', note: promised.note, followUpOn: promised.followUpOn },
  reassignTask: { owner: 'li.na' },
  openDispute: objection,
  explainDispute: { text: explained.text },
  reopenDispute: { text: '签到记录不是我方人员签字' },
  closeDispute: { outcome: 'accepted', note: accepted.text },
  giveFeedback: { rating: 5, text: '说明很清楚' },
  saveDraft: {
    customerId,
    customerNumber: 'C-10001',
    content: { type: 'service', amount: content.amount },
  },
  editDraft: content,
  cancelDraft: { reason: '客户已取消增加的巡检' },
  withdrawCharge: { revision: 1, reason: '金额有误，需要修改' },
  createCustomer: newCustomer,
  updateCustomer: { creditTermDays: 45, notes: '自 11 月起账期 45 天' },
  submitCharge: { customerId, customerNumber: 'C-10001', ...content },
  resubmitCharge: { ...content, amount: { value: '625.00', currency: 'CNY' }, basis: { text: '现场巡检一次' } },
  decideApproval: { decision: 'approve', revision: 1, stage: 1 },
  decideApprovals: {
    decisions: [
      { requestId: chargeId, decision: 'approve', revision: 1, stage: 1 },
      { requestId: otherChargeId, decision: 'return', revision: 2, stage: 1, comment: '请补充服务确认单' },
    ],
  },
  addComment: { kind: 'question', text: '第二次巡检的确认单在哪里？', mentions: ['li.na'] },
  setDelegation: handover,
  endDelegation: {},
  setUserDelegation: { ...handover, reason: '病假' },
};

export const responseExamples: ResponseExamples = {
  ...paperResponseExamples,
  ...controlResponseExamples,
  ...depositResponseExamples,
  ...correctionResponseExamples,
  ...importResponseExamples,
  ...speedResponseExamples,
  ...refundResponseExamples,
  ...payoutResponseExamples,
  ...policyResponseExamples,
  attachVoucher: {
    voucher,
    upload: {
      url: 'https://feeledger-vouchers.s3.ap-southeast-1.amazonaws.com/',
      fields: {
        key: `vouchers/${chargeId}/${voucherId}`,
        'Content-Type': 'application/pdf',
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': 'bxwNmjtefyFEyKC+kdN2JfCpxNgeO3pcLW+AkbPkp8U=',
        Policy: 'eyJleHBpcmF0aW9uIjoi...',
        'X-Amz-Signature': '5f1c0d9a...',
      },
      expiresAt: '2026-11-02T01:27:00.000Z',
    },
  },
  listVouchers: { items: [{ ...checkedVoucher, alsoUsedOn: [{ requestId: otherChargeId, customerId, voucherId }] }] },
  getVoucherLink: {
    url: `https://feeledger-vouchers.s3.ap-southeast-1.amazonaws.com/vouchers/${chargeId}/${voucherId}?X-Amz-Signature=...`,
    expiresAt: '2026-11-02T01:20:00.000Z',
  },
  getVoucherPolicy: voucherPolicy,
  publishVoucherPolicy: voucherPolicy,
  listTasks: {
    items: [
      {
        ...followUp,
        customerNumber: 'C-10001',
        customerName: newCustomer.name,
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
  saveDraft: draft,
  listDrafts: {
    items: [
      {
        id: chargeId,
        customerId,
        customerNumber: 'C-10001',
        customerName: newCustomer.name,
        state: 'returned',
        revision: 1,
        since: '2026-11-02T02:30:00.000Z',
        type: 'service',
        amount: content.amount,
        returnedFor: '请补充服务确认单',
      },
    ],
  },
  editDraft: completeDraft,
  submitDraft: chargeInReview,
  cancelDraft: { id: chargeId, state: 'cancelled' },
  withdrawCharge: { ...completeDraft, revision: 2, version: 1 },
  createCustomer: customer,
  searchCustomers: {
    items: [
      {
        id: customerId,
        number: 'C-10001',
        name: newCustomer.name,
        kind: 'company',
        group: 'standard',
        phone: newCustomer.phone,
      },
    ],
  },
  getCustomer: customer,
  updateCustomer: {
    ...customer,
    creditTermDays: 45,
    notes: '自 11 月起账期 45 天',
    version: 2,
    updatedAt: '2026-11-02T03:00:00.000Z',
  },
  getCustomerBalance: {
    customerId,
    balances: [
      {
        currency: 'CNY',
        receivable: content.amount,
        prepaid: balanceLot.amount,
        held: nothing,
        available: balanceLot.amount,
        unapplied: nothing,
        lots: [balanceLot],
        holds: [],
        sequence: 2,
        hash: entryHash,
        asOf: '2026-11-02T02:30:00.000Z',
      },
    ],
  },
  listCustomerEntries: { items: [entry] },
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
    amount: { value: '625.00', currency: 'CNY' },
    basis: { text: '现场巡检一次' },
    history: [
      { at: '2026-11-02T05:00:00.000Z', by: 'wang.fang', action: 'resubmit', from: 'returned', to: 'in-review' },
    ],
  },
  listApprovals: {
    items: [
      {
        requestId: chargeId,
        kind: 'charge',
        customerId,
        customerNumber: 'C-10001',
        customerName: newCustomer.name,
        amount: content.amount,
        maker: 'wang.fang',
        role: 'reviewer',
        stage: 1,
        revision: 1,
        submittedAt: '2026-11-02T01:15:00.000Z',
        dueAt: '2026-11-03T01:15:00.000Z',
      },
    ],
  },
  decideApproval: postedCharge,
  decideApprovals: {
    results: [
      { requestId: chargeId, outcome: 'decided', state: 'posted' },
      {
        requestId: otherChargeId,
        outcome: 'refused',
        problem: {
          code: 'REQUEST_MOVED',
          title: 'The request is not at this step',
          detail:
            'The request was returned to its maker (revision 2). Wait until it is submitted again; if it is yours, correct it by the reason given and submit it again.',
        },
      },
    ],
  },
  previewCharge: {
    chargeId,
    state: 'in-review',
    revision: 1,
    stage: 1,
    effect: {
      currency: 'CNY',
      effectiveDate: '2026-11-02',
      period: content.period,
      postings: entry.postings,
      balancesBefore: { receivable: '0.00', prepaid: '0.00', held: '0.00', unapplied: '0.00' },
      balancesAfter: entry.balancesAfter,
      fromPrepaid: nothing,
      open: content.amount,
      dueDate: '2026-12-02',
      asOfSequence: 1,
    },
    policy: {
      version: 0,
      stages: [{ role: 'reviewer', deadlineHours: 24 }],
      waiting: { stage: 1, role: 'reviewer', dueAt: '2026-11-03T01:15:00.000Z', isOverdue: false },
    },
    conflicts: {
      items: [
        {
          kind: 'same-voucher',
          chargeId: otherChargeId,
          customerId,
          state: 'posted',
          type: 'training',
          amount: { value: '300.00', currency: 'CNY' },
          period: { start: '2026-10-08', end: '2026-10-08' },
          submittedAt: '2026-10-09T02:00:00.000Z',
          check: `补费单 ${otherChargeId} 也引用了凭证 SC-2026-1044。请确认该凭证可以支持两笔收费。`,
        },
      ],
      count: 1,
      lookedAt: 1,
      isComplete: true,
    },
    vouchers: {
      policyVersion: 0,
      missing: [],
      files: [
        {
          id: 'vou_q5zb3k7wn2xv4yd6h3j5r7mpca',
          kind: 'service-confirmation',
          fileName: '巡检确认单.pdf',
          state: 'accepted',
        },
      ],
    },
    customerHistory: {
      recent: [
        {
          id: otherChargeId,
          type: 'training',
          amount: { value: '300.00', currency: 'CNY' },
          state: 'posted',
          period: { start: '2026-10-08', end: '2026-10-08' },
          date: '2026-10-09',
        },
      ],
      byState: [{ state: 'posted', count: 1 }],
      receivables: [
        {
          currency: 'CNY',
          count: 1,
          open: { value: '300.00', currency: 'CNY' },
          overdueCount: 0,
          overdue: nothing,
        },
      ],
      isComplete: true,
      disputes: 0,
    },
  },
  addComment: comment,
  listComments: { items: [comment] },
  getMe: {
    id: 'wang.fang',
    name: '王芳',
    email: 'wang.fang@feeledger.example',
    language: 'zh-CN',
    roles: ['clerk'],
    operations: ['createCustomer', 'searchCustomers', 'submitCharge'],
  },
  getDelegations: { given: delegation, received: [] },
  setDelegation: delegation,
  endDelegation: { ...delegation, endedAt: '2026-11-05T01:00:00.000Z' },
  setUserDelegation: { ...delegation, reason: '病假', setBy: 'zhou.qiang' },
  getApprovalPolicy: {
    version: 0,
    effectiveAt: '2026-01-01T00:00:00.000Z',
    prepaidUse: 'when-covered',
    rules: [
      {
        currency: 'CNY',
        tiers: [
          { upTo: '100.00', stages: [] },
          { upTo: '5000.00', stages: [{ role: 'reviewer', deadlineHours: 24 }] },
          {
            stages: [
              { role: 'reviewer', deadlineHours: 24 },
              { role: 'finance', deadlineHours: 48 },
            ],
          },
        ],
      },
    ],
    otherwise: [{ role: 'manager', deadlineHours: 48 }],
    silence: { remindBeforeHours: 4, escalateAfterHours: 24, escalateTo: 'manager' },
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
        amount: { value: '3750.00', currency: 'CNY' },
        postedCount: 2,
        postedAmount: { value: '2500.00', currency: 'CNY' },
        returnedCount: 2,
      },
    ],
  },
};

/** Values for path and query parameters in examples. */
export const parameterExamples: Readonly<Record<string, string>> = {
  customerId,
  chargeId,
  depositId,
  refundId,
  attempt: '1',
  requestId: chargeId,
  templateId,
  userId: 'chen.jie',
  code: 'request-moved',
  task: 'follow-up-2026-12-02',
  number: '1',
  kind: 'refund',
  version: '2',
  token: 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca.kT5mZ0c1bq8yW2xJ4fR9uA',
  q: 'yunshan',
  from: '2026-10-01',
  to: '2026-10-31',
};

/** Values for the holes in problem texts. */
export const problemParams: Readonly<Record<string, string>> = {
  seconds: '300',
  date: '2026-10-31',
  month: '2026-10',
  open: '2026-11-01',
  through: '2026-09',
  next: '2026-10',
  refund: 'rfd_7kq2m5xw4zdfoj2gk3tuebqw4z',
  mistake: 'wrong-amount',
  charged: 'CNY 480.00',
  right: 'CNY 300.00',
  remedy: 'credit',
  charges: 'chg_7kq2m5xw4zdfoj2gk3tuebqw4z',
  roles: 'reviewer, finance, manager',
  role: 'finance',
  stage: '2',
  maker: 'wang.fang',
  delegate: 'wang.fang',
  dispute: '1',
  owner: 'wang.fang',
  version: '2',
  proposer: 'admin',
  delegator: 'wang.fang',
  count: '1',
  limit: '65536',
  attempts: '60',
  bad: '3',
  most: '10000',
  mostRead: '100000',
  current: '3',
  number: 'C-10001',
  given: '2027-10-08',
  from: '2025-01-01',
  until: '2026-12-31',
  status: 'announced',
  state: 'in-review',
  revision: '2',
  needed: 'CNY 1250.00',
  wanted: 'CNY 1250.00',
  left: 'CNY 250.00',
  fee: 'CNY 5.00',
  way: 'card',
  promisedBy: '2026-11-17',
  correction: 'cor_7kq2m5xw4zdfoj2gk3tuebqw4z',
  missing: 'service-confirmation',
  purpose: 'training',
  known: 'general, security',
  amount: 'CNY 5000.00',
  has: 'CNY 98000.00',
  smallest: 'CNY 100.00',
  largest: 'CNY 1000.00',
  ceiling: 'CNY 100000.00',
  deposit: depositId,
  paidOn: '2026-11-02',
  requests: 'rfd_4wz3h6n2k5xv7yd5b3j6r2mpqa',
  method: 'GET',
  path: '/chargs',
};
