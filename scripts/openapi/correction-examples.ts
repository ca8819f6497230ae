import type * as z from 'zod';
import type * as corrections from '../../shared/contracts/corrections.ts';
import type * as periods from '../../shared/contracts/periods.ts';
import { chargeId, cny, customerId } from './example-values.ts';

const rightChargeId = 'chg_7xk2m5zv4yd3n5h6j7rmpcaq2t';
const correctionId = 'cor_5h6j7rmpca2tqk6b7xwzv4yd3n';
const hash = '8d2e4c7a1b5f9e3066d8c0fa91b37625d0a9c4e81f3b7a5c2d6e8091b3f4a7c5';

const content = {
  mistake: 'wrong-amount' as const,
  cause: { code: 'computed-wrong' as const, text: '巡检实际只有一次，录入时按两次计算' },
  remedy: 'replace' as const,
  right: { amount: cny('625.00'), basis: { text: '现场巡检一次' } },
  vouchers: [{ kind: 'service-confirmation' as const, reference: 'SC-2026-1044' }],
};

const asked = { at: '2026-11-05T01:00:00.000Z', by: 'wang.fang', action: 'submit', to: 'in-review' };
const correction = {
  id: correctionId,
  chargeId,
  customerId,
  state: 'in-review',
  stage: 1,
  stages: [{ role: 'finance' }],
  dueAt: '2026-11-06T01:00:00.000Z',
  policyVersion: 1,
  maker: 'wang.fang',
  submittedAt: '2026-11-05T01:00:00.000Z',
  revision: 1,
  amount: cny('1250.00'),
  ...content,
  history: [asked],
};
const { dueAt: _, ...decided } = correction;
const posted = {
  ...decided,
  state: 'posted',
  stage: 0,
  history: [asked, { at: '2026-11-05T03:00:00.000Z', by: 'zhao.min', action: 'approve', to: 'posted', stage: 1 }],
  result: {
    postings: [{ customerId, currency: 'CNY', sequence: 9, recordedAt: '2026-11-05T03:00:00.000Z', hash }],
    replacement: rightChargeId,
    creditNoteNumber: 'CN-CNY-M5XW4ZDFOJ-0001',
  },
};
const withdrawn = {
  ...decided,
  state: 'withdrawn',
  stage: 0,
  history: [
    asked,
    { at: '2026-11-05T02:00:00.000Z', by: 'wang.fang', action: 'withdraw', to: 'withdrawn', reason: '核对后没有错' },
  ],
};

const impact = {
  ledgers: [
    {
      customerId,
      currency: 'CNY',
      balancesBefore: { receivable: '1250.00', prepaid: '0.00', held: '0.00', unapplied: '0.00' },
      balancesAfter: { receivable: '625.00', prepaid: '0.00', held: '0.00', unapplied: '0.00' },
      entries: [
        {
          requestId: correctionId,
          effectiveDate: '2026-11-02',
          postings: [
            { event: 'reversal', account: 'receivable', side: 'credit' as const, amount: cny('1250.00') },
            { event: 'reversal', account: 'revenue:service', side: 'debit' as const, amount: cny('1250.00') },
          ],
          reverses: 8,
        },
        {
          requestId: rightChargeId,
          effectiveDate: '2026-11-02',
          postings: [
            { event: 'charge-posted', account: 'receivable', side: 'debit' as const, amount: cny('625.00') },
            { event: 'charge-posted', account: 'revenue:service', side: 'credit' as const, amount: cny('625.00') },
          ],
        },
      ],
    },
  ],
  receivables: [
    { requestId: chargeId, customerId, dueDate: '2026-12-02', openNow: cny('1250.00'), openThen: cny('0.00') },
    { requestId: rightChargeId, customerId, dueDate: '2026-12-02', openNow: cny('0.00'), openThen: cny('625.00') },
  ],
  deposits: [],
  furtherCharges: [],
  refunds: [],
  notices: [{ event: '1#posted', at: '2026-11-02T02:30:05.000Z' }],
  disputes: [],
  openTasks: [],
  announcedPayments: 0,
  papers: ['红字通知单（冲减原补费）', '补费通知（正确的补费单）'],
  warnings: [{ code: 'CUSTOMER_TOLD', text: '客户已收到原补费通知，更正后会再收到更正通知。' }],
};

const closing = {
  at: '2026-11-03T01:00:00.000Z',
  by: 'zhao.min',
  action: 'close',
  month: '2026-10',
  reason: '十月已核对',
  from: '2026-11-03T01:01:00.000Z',
};
const reopening = {
  ...{ at: '2026-11-04T01:00:00.000Z', by: 'zhou.qiang', action: 'reopen', month: '2026-10', reason: '补记一笔' },
  from: '2026-11-04T01:00:00.000Z',
};

type Body<O> = O extends { body: z.ZodType } ? z.input<O['body']> : never;
type Answer<O> = O extends { success: { body: z.ZodType } } ? z.output<O['success']['body']> : never;

export const correctionRequestExamples = {
  previewCorrection: content satisfies Body<typeof corrections.previewCorrection>,
  requestCorrection: content satisfies Body<typeof corrections.requestCorrection>,
  withdrawCorrection: { reason: '核对后没有错' } satisfies Body<typeof corrections.withdrawCorrection>,
  closePeriod: { reason: '十月已核对' } satisfies Body<typeof periods.closePeriod>,
  reopenPeriod: { reason: '补记一笔' } satisfies Body<typeof periods.reopenPeriod>,
};

export const correctionResponseExamples = {
  previewCorrection: impact satisfies Answer<typeof corrections.previewCorrection>,
  requestCorrection: correction satisfies Answer<typeof corrections.requestCorrection>,
  getCorrection: { ...correction, impact } satisfies Answer<typeof corrections.getCorrection>,
  listCorrections: { items: [posted] } satisfies Answer<typeof corrections.listCorrections>,
  withdrawCorrection: withdrawn satisfies Answer<typeof corrections.withdrawCorrection>,
  listPeriods: { closedThrough: '2026-10', firstOpenDay: '2026-11-01', steps: [closing] },
  closePeriod: { pending: { month: '2026-10', from: closing.from }, steps: [closing] },
  reopenPeriod: { closedThrough: '2026-09', firstOpenDay: '2026-10-01', steps: [reopening, closing] },
  correctionStatistics: {
    from: '2026-11-01',
    to: '2026-11-30',
    asOf: '2026-12-01T01:00:00.000Z',
    groupBy: 'cause',
    rows: [
      {
        ...{ key: 'computed-wrong', currency: 'CNY', count: 3, postedCount: 2, endedCount: 1 },
        postedAmount: cny('2500.00'),
      },
    ],
    known: { mistakes: ['wrong-amount'], causes: ['computed-wrong'], remedies: ['replace'] },
  } satisfies Answer<typeof corrections.correctionStatistics>,
};
