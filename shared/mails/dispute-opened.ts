import type { Language } from '../model/language.ts';
import type { DisputeOpened, Notice } from './mail.ts';
import { wishWords } from './words.ts';
import { line, money, paragraph, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

/** What the clerk and finance read when a customer objects, or objects again, to a charge (A45). */
export function disputeOpened(data: DisputeOpened, language: Language): Notice {
  const amount = money(data.amount);
  const customer = shorten(data.customerName, nameInSubject);
  const wants = wishWords[language][data.wants];
  if (language === 'en') {
    return {
      subject: `Dispute ${data.isAgain ? 'reopened' : 'opened'}: ${customer} ${amount}`,
      heading: data.isAgain ? 'The customer is not convinced' : 'A customer disputes a charge',
      greeting: `Dear ${line(data.readerName)},`,
      opening: data.isAgain
        ? 'The explanation did not convince the customer; the dispute is open again.'
        : 'A posted charge is disputed. Reminders for it rest until the dispute is closed.',
      amountLabel: 'Amount',
      amount,
      facts: [
        ['Customer', line(data.customerName)],
        ['Wants', wants],
        ['In these words', paragraph(data.text)],
        ['Entered by', line(data.openedBy)],
        ['Charge number', line(data.chargeId)],
      ],
      closing: ['Explain the calculation in FeeLedger; the customer gets your words with the calculation basis.'],
    };
  }
  return {
    subject: `${data.isAgain ? '异议重新提出' : '客户提出异议'}：${customer} ${amount}`,
    heading: data.isAgain ? '客户对说明仍有异议' : '客户对收费提出异议',
    greeting: `${line(data.readerName)}，您好：`,
    opening: data.isAgain
      ? '客户对此前的说明仍不认可，异议已重新打开。'
      : '一笔已入账的费用被提出异议。异议处理完之前，不再对其催缴。',
    amountLabel: '金额',
    amount,
    facts: [
      ['客户', line(data.customerName)],
      ['诉求', wants],
      ['异议内容', paragraph(data.text)],
      ['登记人', line(data.openedBy)],
      ['补费单号', line(data.chargeId)],
    ],
    closing: ['请在 FeeLedger 中说明计算依据，客户会连同计算明细一并收到。'],
  };
}
