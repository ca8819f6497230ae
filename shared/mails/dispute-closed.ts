import type { DisputeOutcome } from '../model/dispute.ts';
import type { Language } from '../model/language.ts';
import type { DisputeClosed, Notice } from './mail.ts';
import { line, money, paragraph, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

/** What an outcome means for the charge, for whoever reads it. */
const outcomes: Record<Language, Record<DisputeOutcome, readonly [word: string, meaning: string]>> = {
  'zh-CN': {
    accepted: ['已认可', '说明已被认可，费用不变。'],
    upheld: ['异议成立', '异议成立，我们将办理更正；更正完成后会另行通知。'],
    withdrawn: ['已撤回', '异议已撤回，费用不变。'],
  },
  en: {
    accepted: ['explanation accepted', 'The explanation was accepted; the charge stands.'],
    upheld: ['upheld', 'The objection was justified; the charge will be corrected, and you will hear of it.'],
    withdrawn: ['withdrawn', 'The objection was withdrawn; the charge stands.'],
  },
};

/** What the customer and the clerk read when a dispute is closed (A45). */
export function disputeClosed(data: DisputeClosed, language: Language): Notice {
  const [word, meaning] = outcomes[language][data.outcome];
  const amount = money(data.amount);
  const about = data.isCustomer ? amount : `${shorten(data.customerName, nameInSubject)} ${amount}`;
  if (language === 'en') {
    return {
      subject: `Dispute closed (${word}): ${about}`,
      heading: 'Dispute closed',
      greeting: `Dear ${line(data.readerName)},`,
      opening: meaning,
      amountLabel: 'Amount',
      amount,
      facts: [
        ['Outcome', word],
        ['Note', paragraph(data.note)],
        ...(data.isCustomer ? [] : [['Customer', line(data.customerName)] as const]),
        ['Charge number', line(data.chargeId)],
      ],
      closing: ['Reminders for this charge go on as usual where something is left to pay.'],
    };
  }
  return {
    subject: `异议已处理（${word}）：${about}`,
    heading: '异议已处理',
    greeting: data.isCustomer ? `尊敬的${line(data.readerName)}：` : `${line(data.readerName)}，您好：`,
    opening: meaning,
    amountLabel: '金额',
    amount,
    facts: [
      ['处理结果', word],
      ['说明', paragraph(data.note)],
      ...(data.isCustomer ? [] : [['客户', line(data.customerName)] as const]),
      ['补费单号', line(data.chargeId)],
    ],
    closing: ['如仍有待付金额，付款提醒将照常进行。'],
  };
}
