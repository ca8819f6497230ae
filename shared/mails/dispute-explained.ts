import type { Language } from '../model/language.ts';
import type { DisputeExplained, Notice } from './mail.ts';
import { chargeTypeWords } from './words.ts';
import { line, money, paragraph } from './written-values.ts';

/** What the customer reads when the charge he disputes is explained: the words, and all the figures behind it (A45). */
export function disputeExplained(data: DisputeExplained, language: Language): Notice {
  const type = chargeTypeWords[language][data.chargeType];
  const amount = money(data.amount);
  const lines = data.basisLines.map(
    ({ description, quantity, unitPrice }) => `${line(description)}：${line(quantity)} × ${line(unitPrice)}`,
  );
  const basis = [paragraph(data.basisText), ...lines].join('\n');
  if (language === 'en') {
    const period = `${line(data.period.start)} to ${line(data.period.end)}`;
    return {
      subject: `About your objection: ${type} ${amount}`,
      heading: 'How this charge came about',
      greeting: `Dear ${line(data.customerName)},`,
      opening: 'You objected to a charge. Here is our explanation, with everything it was calculated from.',
      amountLabel: type,
      amount,
      facts: [
        ['Explanation', paragraph(data.explanation)],
        ['How it was calculated', basis],
        ['Amount', amount],
        ['Period', `${period} (both days included)`],
        ['Journal entry', line(data.entryReference)],
        ['Charge number', line(data.chargeId)],
      ],
      closing: ['If this does not convince you, tell us so: the dispute is opened again. You need not pay meanwhile.'],
    };
  }
  return {
    subject: `关于您的异议：${type} ${amount}`,
    heading: '费用说明',
    greeting: `尊敬的${line(data.customerName)}：`,
    opening: '您对一笔费用提出了异议。以下是我们的说明和全部计算依据。',
    amountLabel: type,
    amount,
    facts: [
      ['说明', paragraph(data.explanation)],
      ['计算依据', basis],
      ['金额', amount],
      ['费用期间', `${line(data.period.start)} 至 ${line(data.period.end)}（含首尾两日）`],
      ['记账凭证号', line(data.entryReference)],
      ['补费单号', line(data.chargeId)],
    ],
    closing: ['如果您对说明仍有疑问，请告诉我们，异议会重新打开；在此期间您无需付款。'],
  };
}
