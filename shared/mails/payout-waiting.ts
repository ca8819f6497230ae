import type { Language } from '../model/language.ts';
import type { Notice } from './mail.ts';
import { type PayoutWaiting, payoutMethodWords, refundSourceWords } from './refund-mails.ts';
import { line, money, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

interface WhyWords {
  readonly subject: string;
  readonly heading: string;
  readonly opening: string;
}

const whyWords: Record<Language, Record<PayoutWaiting['why'], WhyWords>> = {
  'zh-CN': {
    due: { subject: '待付退费', heading: '一笔退费等待付款', opening: '这笔退费已获批准，请付款。' },
    late: {
      subject: '退费付款已逾期',
      heading: '一笔退费已过承诺日期，仍未付出',
      opening: '我们向客户承诺的到账日期已过，这笔退费仍未登记为已付款。',
    },
    open: {
      subject: '退费付款没有结果',
      heading: '一笔退费已领取付款，仍没有登记结果',
      opening: '这笔退费已被领取付款超过一天，但没有登记是否付出。',
    },
  },
  en: {
    due: {
      subject: 'Refund to be paid',
      heading: 'A refund waits to be paid',
      opening: 'This refund was approved. Please pay it.',
    },
    late: {
      subject: 'Refund overdue',
      heading: 'A refund is past its promised day and not paid',
      opening: 'The day on which the customer was promised his money is over, and this refund is not recorded as paid.',
    },
    open: {
      subject: 'Refund without a result',
      heading: 'A refund was taken to be paid and has no result',
      opening: 'Somebody took this refund to pay it more than a day ago and has not recorded whether it was paid.',
    },
  },
};

const againWords: Record<Language, string> = {
  'zh-CN': '上一次付款没有成功，这笔退费需要再次付款。',
  en: 'The last attempt to pay this refund failed. Please pay it again.',
};

/** What somebody who may pay does, by whether it is taken already. */
const payerClosing: Record<Language, Record<'due' | 'open', readonly string[]>> = {
  'zh-CN': {
    due: [
      '请先在 FeeLedger 中领取这笔付款，再向银行付款：领取后其他出纳不会重复付款。收款账户请在 FeeLedger 中查看。',
      '付款后请登记银行流水号和付款日期；付款失败时请登记原因。如果同事已经领取，您无需再操作。',
    ],
    open: [
      '请领取人尽快登记结果：已付的登记银行流水号和付款日期，未付出的登记原因。请勿重复付款。',
      '领取人不在时，其他出纳向银行核实后也可以登记。',
    ],
  },
  en: {
    due: [
      'Take the payout in FeeLedger first and then pay it at the bank: once taken, no other cashier pays it as well. FeeLedger shows you the account.',
      'Afterwards record the bank reference and the day, or why it failed. If a colleague has taken it already, there is nothing left to do.',
    ],
    open: [
      'Whoever took it: please record the result, the bank reference and the day, or why it was not paid. Do not pay it a second time.',
      'If he is away, another cashier may record it after asking the bank.',
    ],
  },
};

const otherClosing: Record<Language, Record<'nobody-can-pay' | 'watcher', readonly string[]>> = {
  'zh-CN': {
    'nobody-can-pay': [
      '没有可以付这笔款的出纳：申请人和审批人不能付款。请安排另一位同事担任出纳角色；这笔退费随后出现在他的待付清单中。',
    ],
    watcher: ['请与出纳核实这笔款是否已经付出，避免漏付或重复付款。'],
  },
  en: {
    'nobody-can-pay': [
      'No cashier may pay it: whoever asked for a refund or approved it does not pay it. Please have another colleague given the role cashier; it is then in his list of payouts.',
    ],
    watcher: ['Please find out with the cashiers whether it was paid, so that it is neither forgotten nor paid twice.'],
  },
};

/** What people read when a refund waits to be paid (B9). The account stands in FeeLedger only, never in a mail (F22). */
export function payoutWaiting(data: PayoutWaiting, language: Language): Notice {
  const { subject, heading, opening } = whyWords[language][data.why];
  const isEnglish = language === 'en';
  const net = money(data.net);
  const about = `${shorten(data.customerName, nameInSubject)} ${net}`;
  const closing =
    data.as === 'payer'
      ? payerClosing[language][data.why === 'open' ? 'open' : 'due']
      : otherClosing[language][data.as];
  return {
    subject: `${subject}${isEnglish ? ': ' : '：'}${about}`,
    heading,
    greeting: isEnglish ? `Dear ${line(data.readerName)},` : `${line(data.readerName)}，您好：`,
    opening: data.why === 'due' && data.attempt > 1 ? againWords[language] : opening,
    amountLabel: isEnglish ? 'To be paid' : '应付金额',
    amount: net,
    facts: isEnglish
      ? [
          ['Customer', line(data.customerName)],
          ['From', refundSourceWords.en[data.source]],
          ['Pay by', payoutMethodWords.en[data.method]],
          ['Promised by', line(data.promisedBy)],
          ['Attempt', String(data.attempt)],
          ['Refund number', line(data.refundId)],
        ]
      : [
          ['客户', line(data.customerName)],
          ['款项来源', refundSourceWords['zh-CN'][data.source]],
          ['退回方式', payoutMethodWords['zh-CN'][data.method]],
          ['承诺到账日期', line(data.promisedBy)],
          ['第几次付款', String(data.attempt)],
          ['退费单号', line(data.refundId)],
        ],
    closing: [...closing],
  };
}
