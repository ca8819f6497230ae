import type { Language } from '../model/language.ts';
import type { Notice } from './mail.ts';
import { type PayoutWaiting, payoutMethodWords, refundSourceWords } from './refund-mails.ts';
import { line, money, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

/** What a cashier reads when a refund waits to be paid (B9). The account stands in FeeLedger only, never in a mail (F22). */
export function payoutWaiting(data: PayoutWaiting, language: Language): Notice {
  return language === 'en' ? inEnglish(data) : inChinese(data);
}

function inChinese(data: PayoutWaiting): Notice {
  const net = money(data.net);
  const about = `${shorten(data.customerName, nameInSubject)} ${net}`;
  return {
    subject: data.isLate ? `退费付款已逾期：${about}` : `待付退费：${about}`,
    heading: data.isLate ? '一笔退费已过承诺日期，仍未付出' : '一笔退费等待付款',
    greeting: `${line(data.readerName)}，您好：`,
    opening: data.isLate
      ? '我们向客户承诺的到账日期已过，这笔退费仍未登记为已付款。'
      : data.attempt > 1
        ? '上一次付款没有成功，这笔退费需要再次付款。'
        : '这笔退费已获批准，请付款。',
    amountLabel: '应付金额',
    amount: net,
    facts: [
      ['客户', line(data.customerName)],
      ['款项来源', refundSourceWords['zh-CN'][data.source]],
      ['退回方式', payoutMethodWords['zh-CN'][data.method]],
      ['承诺到账日期', line(data.promisedBy)],
      ['第几次付款', String(data.attempt)],
      ['退费单号', line(data.refundId)],
    ],
    closing: [
      '请先在 FeeLedger 中领取这笔付款，再向银行付款：领取后其他出纳不会重复付款。收款账户请在 FeeLedger 中查看。',
      '付款后请登记银行流水号和付款日期；付款失败时请登记原因。如果同事已经领取，您无需再操作。',
    ],
  };
}

function inEnglish(data: PayoutWaiting): Notice {
  const net = money(data.net);
  const about = `${shorten(data.customerName, nameInSubject)} ${net}`;
  return {
    subject: data.isLate ? `Refund overdue: ${about}` : `Refund to be paid: ${about}`,
    heading: data.isLate ? 'A refund is past its promised day and not paid' : 'A refund waits to be paid',
    greeting: `Dear ${line(data.readerName)},`,
    opening: data.isLate
      ? 'The day on which the customer was promised his money is over, and this refund is not recorded as paid.'
      : data.attempt > 1
        ? 'The last attempt to pay this refund failed. Please pay it again.'
        : 'This refund was approved. Please pay it.',
    amountLabel: 'To be paid',
    amount: net,
    facts: [
      ['Customer', line(data.customerName)],
      ['From', refundSourceWords.en[data.source]],
      ['Pay by', payoutMethodWords.en[data.method]],
      ['Promised by', line(data.promisedBy)],
      ['Attempt', String(data.attempt)],
      ['Refund number', line(data.refundId)],
    ],
    closing: [
      'Take the payout in FeeLedger first and then pay it at the bank: once taken, no other cashier pays it as well. FeeLedger shows you the account.',
      'Afterwards record the bank reference and the day, or why it failed. If a colleague has taken it already, there is nothing left to do.',
    ],
  };
}
