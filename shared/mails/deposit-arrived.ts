import type { Language } from '../model/language.ts';
import type { DepositArrived } from './deposit-mails.ts';
import type { Notice } from './mail.ts';
import { paymentMethodWords } from './words.ts';
import { line, money } from './written-values.ts';

/** What the customer reads when his deposit has arrived: it is also his receipt in short (C1). */
export function depositArrived(data: DepositArrived, language: Language): Notice {
  const amount = money(data.amount);
  const receipt = line(data.receiptNumber);
  const method = paymentMethodWords[language][data.method];
  const { expires } = data;
  if (language === 'en') {
    return {
      subject: `Deposit received: ${amount} (receipt ${receipt})`,
      heading: 'Deposit received',
      greeting: `Dear ${line(data.customerName)},`,
      opening: `Your money has arrived and is now part of your prepaid balance.`,
      amountLabel: 'Amount',
      amount,
      facts: [
        ['Receipt number', receipt],
        ['Purpose', line(data.purpose)],
        ['Paid by', method],
        ['Arrived on', line(data.arrivedOn)],
        ...(expires === undefined ? [] : [['Pays fees until', line(expires)] as const]),
        ['Deposit number', line(data.depositId)],
      ],
      closing: ['You can look up your balance, your deposits and what they paid at any time.'],
    };
  }
  return {
    subject: `充值已到账：${amount}（收据 ${receipt}）`,
    heading: '充值已到账',
    greeting: `尊敬的${line(data.customerName)}：`,
    opening: '您的款项已到账，并已计入预存余额。',
    amountLabel: '金额',
    amount,
    facts: [
      ['收据号', receipt],
      ['用途', line(data.purpose)],
      ['付款方式', method],
      ['到账日期', line(data.arrivedOn)],
      ...(expires === undefined ? [] : [['可用于支付费用至', line(expires)] as const]),
      ['充值单号', line(data.depositId)],
    ],
    closing: ['您可以随时查询预存余额、充值记录和使用明细。'],
  };
}
