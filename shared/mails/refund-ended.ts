import type { Language } from '../model/language.ts';
import type { Notice } from './mail.ts';
import { type RefundEnded, refundSourceWords } from './refund-mails.ts';
import { refundStateWord } from './refund-news.ts';
import { line, money, paragraph, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

/** What the colleague who asked for a refund reads when it has ended. */
export function refundEnded(data: RefundEnded, language: Language): Notice {
  const word = refundStateWord(data.state, language);
  const amount = money(data.gross);
  const about = `${shorten(data.customerName, nameInSubject)} ${amount}`;
  const reason = data.reason === undefined ? undefined : paragraph(data.reason);
  if (language === 'en') {
    return {
      subject: `Refund ${word}: ${about}`,
      heading: `Refund ${word}`,
      greeting: `Dear ${line(data.readerName)},`,
      opening:
        data.state === 'paid'
          ? 'The refund you asked for was paid, and its voucher is made.'
          : 'The refund you asked for has ended without being paid. Its money is available on the customer’s account again.',
      amountLabel: 'Amount',
      amount,
      facts: [
        ['Customer', line(data.customerName)],
        ['From', refundSourceWords.en[data.source]],
        ['Customer gets', money(data.net)],
        ['Last step by', line(data.endedBy)],
        ...(reason ? [['Reason', reason] as const] : []),
        ['Refund number', line(data.refundId)],
      ],
      closing: ['The customer is told separately.'],
    };
  }
  return {
    subject: `退费${word}：${about}`,
    heading: `退费${word}`,
    greeting: `${line(data.readerName)}，您好：`,
    opening:
      data.state === 'paid'
        ? '您提交的退费已付款，退费凭证已生成。'
        : '您提交的退费没有付出，已经结束；款项已退回客户账户，可以再次使用。',
    amountLabel: '金额',
    amount,
    facts: [
      ['客户', line(data.customerName)],
      ['款项来源', refundSourceWords['zh-CN'][data.source]],
      ['客户实收', money(data.net)],
      ['最后处理人', line(data.endedBy)],
      ...(reason ? [['原因', reason] as const] : []),
      ['退费单号', line(data.refundId)],
    ],
    closing: ['客户会另外收到通知。'],
  };
}
