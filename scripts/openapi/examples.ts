import type * as z from 'zod';
import type { ApiOperation } from '../../shared/contracts/index.ts';

type WithRequestBody = Extract<ApiOperation, { body: z.ZodType }>;
type WithResponseBody = Extract<ApiOperation, { success: { body: z.ZodType } }>;

/** A request body for each operation that takes one: an operation without its example does not compile. */
type RequestExamples = { readonly [O in WithRequestBody as O['id']]: z.input<O['body']> };
/** A response body for each operation that answers JSON. */
type ResponseExamples = { readonly [O in WithResponseBody as O['id']]: z.output<O['success']['body']> };

const customerId = 'cus_m5xw4zdfoj2gk3tuebqw4zbaoq';
const chargeId = 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca';
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

export const requestExamples: RequestExamples = {
  createCustomer: newCustomer,
  updateCustomer: { creditTermDays: 45, notes: '自 11 月起账期 45 天' },
  submitCharge: { customerId, customerNumber: 'C-10001', ...content },
  resubmitCharge: { ...content, amount: { value: '625.00', currency: 'CNY' }, basis: { text: '现场巡检一次' } },
  decideApproval: { decision: 'approve', revision: 1, stage: 1 },
};

export const responseExamples: ResponseExamples = {
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
        prepaid: nothing,
        held: nothing,
        unapplied: nothing,
        sequence: 2,
        hash: entryHash,
        asOf: '2026-11-02T02:30:00.000Z',
      },
    ],
  },
  listCustomerEntries: { items: [entry] },
  submitCharge: chargeInReview,
  listCharges: { items: [chargeInReview] },
  getCharge: { ...postedCharge, earlierRevisions: [], entry },
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
  getMe: {
    id: 'wang.fang',
    name: '王芳',
    email: 'wang.fang@feeledger.example',
    language: 'zh-CN',
    roles: ['clerk'],
    operations: ['createCustomer', 'searchCustomers', 'submitCharge'],
  },
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
  },
};

/** Values for path and query parameters in examples. */
export const parameterExamples: Readonly<Record<string, string>> = {
  customerId,
  chargeId,
  requestId: chargeId,
  code: 'request-moved',
  q: 'yunshan',
};

/** Values for the holes in problem texts. */
export const problemParams: Readonly<Record<string, string>> = {
  roles: 'reviewer, finance, manager',
  role: 'finance',
  stage: '2',
  maker: 'wang.fang',
  count: '1',
  limit: '65536',
  current: '3',
  number: 'C-10001',
  state: 'in-review',
  revision: '2',
  needed: 'CNY 1250.00',
  method: 'GET',
  path: '/chargs',
};
