import type { Language } from '../model/language.ts';
import type { CommentForCustomer, Notice } from './mail.ts';
import { line, money, paragraph } from './written-values.ts';

/** What a customer reads when the service says something to him about his refund (B20); it names nobody of the staff. */
export function commentForCustomer(data: CommentForCustomer, language: Language): Notice {
  const amount = data.amount === undefined ? '' : money(data.amount);
  if (language === 'en') {
    return {
      subject: `Your refund of ${amount}: a message from our service`,
      heading: 'A message about your refund',
      greeting: `Dear ${line(data.readerName)},`,
      opening:
        data.kind === 'question'
          ? 'We have a question about your refund.'
          : 'We have written to you about your refund.',
      amountLabel: 'Amount',
      amount,
      facts: [
        ['Message', paragraph(data.text)],
        ['Amount', amount],
        ['Refund number', line(data.requestId)],
      ],
      closing: [
        'Please reply in FeeLedger, in the messages of this refund, not to this mail. You can follow the refund there.',
      ],
    };
  }
  return {
    subject: `关于您的退费 ${amount}：客服留言`,
    heading: '您的退费有新留言',
    greeting: `${line(data.readerName)}，您好：`,
    opening: data.kind === 'question' ? '关于您的退费，我们有一个问题需要您答复。' : '关于您的退费，我们给您留了言。',
    amountLabel: '金额',
    amount,
    facts: [
      ['留言', paragraph(data.text)],
      ['金额', amount],
      ['退费单号', line(data.requestId)],
    ],
    closing: ['请在 FeeLedger 中该退费单的留言处回复，不要直接回复本邮件；您也可以在那里查看退费进度。'],
  };
}
