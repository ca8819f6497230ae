import { chargeContent, entry, postedCharge } from './charge-examples.ts';
import { chargeId, cny, customerId, customerName, customerNumber, otherChargeId } from './example-values.ts';

/** Examples of approvals, previews, comments, delegations and one’s own record; `examples.ts` takes them up. */
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

const comment = {
  id: 'cmt_q5zb3k7wn2xv4yd6h3j5r7mpca',
  requestId: chargeId,
  revision: 1,
  kind: 'question' as const,
  text: '第二次巡检的确认单在哪里？',
  by: 'chen.jie',
  at: '2026-11-02T02:00:00.000Z',
  mentions: ['li.na'],
};

export const reviewRequestExamples = {
  decideApproval: { decision: 'approve' as const, revision: 1, stage: 1 },
  decideApprovals: {
    decisions: [
      { requestId: chargeId, decision: 'approve' as const, revision: 1, stage: 1 },
      { requestId: otherChargeId, decision: 'return' as const, revision: 2, stage: 1, comment: '请补充服务确认单' },
    ],
  },
  addComment: { kind: comment.kind, text: comment.text, mentions: comment.mentions },
  setDelegation: handover,
  endDelegation: {},
  setUserDelegation: { ...handover, reason: '病假' },
};

export const reviewResponseExamples = {
  listApprovals: {
    items: [
      {
        requestId: chargeId,
        kind: 'charge',
        customerId,
        customerNumber,
        customerName,
        amount: chargeContent.amount,
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
      { requestId: chargeId, outcome: 'decided' as const, state: 'posted' },
      {
        requestId: otherChargeId,
        outcome: 'refused' as const,
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
      period: chargeContent.period,
      postings: entry.postings,
      balancesBefore: { receivable: '0.00', prepaid: '0.00', held: '0.00', unapplied: '0.00' },
      balancesAfter: entry.balancesAfter,
      fromPrepaid: cny('0.00'),
      open: chargeContent.amount,
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
          kind: 'same-voucher' as const,
          chargeId: otherChargeId,
          customerId,
          state: 'posted',
          type: 'training',
          amount: cny('300.00'),
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
          amount: cny('300.00'),
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
          open: cny('300.00'),
          overdueCount: 0,
          overdue: cny('0.00'),
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
};
