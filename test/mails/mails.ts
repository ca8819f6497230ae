import type { DepositArrived, DepositBounced } from '../../shared/mails/deposit-mails.ts';
import type {
  ChargeDecided,
  ChargePosted,
  CommentForCustomer,
  CommentWritten,
  DisputeClosed,
  DisputeExplained,
  DisputeOpened,
  ReviewEscalated,
  ReviewRequested,
} from '../../shared/mails/mail.ts';
import type { PolicyNews } from '../../shared/mails/policy-news.ts';

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
  feedbackUrl: 'https://feeledger.example/feedback/chg_2tqk6b7xwzv4yd3n5h6j7rmpca.x',
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

const { reviewerName: _, ...waiting } = reviewRequested;
export const reviewEscalated: ReviewEscalated = {
  ...waiting,
  readerName: '周强',
  reader: 'newcomer',
  role: 'finance',
  escalatedTo: 'manager',
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

export const commentWritten: CommentWritten = {
  readerName: '王芳',
  authorName: '陈洁',
  isMentioned: false,
  kind: 'question',
  text: '第二次巡检的确认单在哪里？\n合同里只写了一次。',
  requestId: 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca',
  customerName: '上海云杉科技有限公司',
  amount: { value: '1250.00', currency: 'CNY' },
};

export const commentForCustomer: CommentForCustomer = {
  readerName: '李华',
  kind: 'question',
  text: '请补充账户证明。\n原账户已销户。',
  requestId: 'rfd_2tqk6b7xwzv4yd3n5h6j7rmpca',
  amount: { value: '1250.00', currency: 'CNY' },
};

export const disputeOpened: DisputeOpened = {
  readerName: '王芳',
  isAgain: false,
  chargeId: 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca',
  customerName: '上海云杉科技有限公司',
  amount: { value: '1250.00', currency: 'CNY' },
  wants: 'explanation',
  text: '第二次巡检没有到场',
  openedBy: 'kehu',
};

export const disputeExplained: DisputeExplained = {
  customerName: '上海云杉科技有限公司',
  chargeId: 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca',
  chargeType: 'service',
  amount: { value: '1250.00', currency: 'CNY' },
  period: { start: '2026-10-01', end: '2026-10-31' },
  basisText: '现场巡检两次',
  basisLines: [{ description: '现场巡检', quantity: '2', unitPrice: '625.00' }],
  entryReference: 'je_m5xw4zdfoj2gk3tuebqw4zbaoq_cny_2',
  explanation: '10 月 17 日与 24 日各一次，签到记录见附件',
};

export const policyNews: PolicyNews = {
  readerName: '王芳',
  kind: 'refund',
  version: 2,
  state: 'approved',
  reason: '按年度评审缩短期限',
  proposedBy: 'admin',
  decidedBy: 'zhou.qiang',
  comment: '同意',
  effectiveAt: '2026-11-30T16:00:00.000Z',
};

export const disputeClosed: DisputeClosed = {
  readerName: '上海云杉科技有限公司',
  isCustomer: true,
  chargeId: 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca',
  customerName: '上海云杉科技有限公司',
  amount: { value: '1250.00', currency: 'CNY' },
  outcome: 'accepted',
  note: '客户已核对签到记录',
};

export const depositArrived: DepositArrived = {
  customerName: '上海云杉科技有限公司',
  depositId: 'dep_6x2nq7xwzv4yd3n5h6j7rmpcae',
  amount: { value: '1250.00', currency: 'CNY' },
  purpose: '预存款',
  method: 'bank-transfer',
  arrivedOn: '2026-10-12',
  receiptNumber: 'RC-CNY-M5XW4ZDFOJ-0001',
  expires: '2027-10-12',
};

export const depositBounced: DepositBounced = {
  readerName: '上海云杉科技有限公司',
  isCustomer: true,
  customerName: '上海云杉科技有限公司',
  depositId: 'dep_6x2nq7xwzv4yd3n5h6j7rmpcae',
  amount: { value: '1250.00', currency: 'CNY' },
  method: 'cheque',
  paidOn: '2026-10-10',
  reason: '账户余额不足\n请重新开具',
  receiptNumber: 'RC-CNY-M5XW4ZDFOJ-0001',
  owed: { value: '300.00', currency: 'CNY' },
};
