import type { ChargeDecided, ChargePosted, ReviewRequested } from '../../shared/mails/mail.ts';

/** A charge of which prepaid money paid a part. */
export const chargePosted: ChargePosted = {
  customerName: '上海云杉科技有限公司',
  chargeId: 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca',
  chargeType: 'service',
  reasonCode: 'added-items',
  reasonText: '10 月新增两次现场巡检',
  basisText: '2 次 × 625.00',
  amount: { value: '1250.00', currency: 'CNY' },
  period: { start: '2026-10-01', end: '2026-10-31' },
  effectiveDate: '2026-11-02',
  paidFromPrepaid: { value: '250.00', currency: 'CNY' },
  outstanding: { value: '1000.00', currency: 'CNY' },
  dueDate: '2026-12-02',
};

export const reviewRequested: ReviewRequested = {
  reviewerName: '赵敏',
  requestId: 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca',
  customerName: '上海云杉科技有限公司',
  amount: { value: '1250000', currency: 'JPY' },
  stage: 2,
  stageCount: 3,
  makerName: '王芳',
  dueAt: '2026-11-04T16:30:00.000Z',
};

export const chargeDecided: ChargeDecided = {
  clerkName: '王芳',
  outcome: 'returned',
  requestId: 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca',
  customerName: '上海云杉科技有限公司',
  amount: { value: '88.125', currency: 'KWD' },
  decidedBy: '陈洁',
  comment: '请补充服务确认单',
};
