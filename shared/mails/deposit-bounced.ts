import type { Language } from '../model/language.ts';
import type { DepositBounced } from './deposit-mails.ts';
import type { Notice } from './mail.ts';
import { paymentMethodWords } from './words.ts';
import { isZero, line, money, paragraph, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

/** What the customer and who registered it read when the money of a deposit did not come or was taken back (C1). */
export function depositBounced(data: DepositBounced, language: Language): Notice {
  const amount = money(data.amount);
  const about = data.isCustomer ? amount : `${shorten(data.customerName, nameInSubject)} ${amount}`;
  const hadArrived = data.receiptNumber !== undefined;
  const receipt = line(data.receiptNumber ?? '');
  const method = paymentMethodWords[language][data.method];
  const owesSome = !isZero(data.owed);
  if (language === 'en') {
    const consequence = hadArrived
      ? 'The bank took the money back, so it is no longer part of the prepaid balance.'
      : 'The money did not arrive and was never part of the prepaid balance.';
    const owed = `Of this deposit ${money(data.owed)} had already paid fees; this amount is now due.`;
    return {
      subject: `Deposit bounced: ${about}`,
      heading: 'Deposit bounced',
      greeting: `Dear ${line(data.readerName)},`,
      opening: consequence,
      amountLabel: 'Amount',
      amount,
      facts: [
        ['Reason', paragraph(data.reason)],
        ...(data.isCustomer ? [] : [['Customer', line(data.customerName)] as const]),
        ['Paid by', `${method}, ${line(data.paidOn)}`],
        ...(hadArrived ? [['Receipt number (no longer valid)', receipt] as const] : []),
        ...(owesSome ? [['Now due', money(data.owed)] as const] : []),
        ['Deposit number', line(data.depositId)],
      ],
      closing: [...(owesSome ? [owed] : []), bouncedClosing(data.isCustomer, 'en')],
    };
  }
  return {
    subject: `充值退票：${about}`,
    heading: '充值退票',
    greeting: data.isCustomer ? `尊敬的${line(data.readerName)}：` : `${line(data.readerName)}，您好：`,
    opening: hadArrived ? '银行已退回这笔款项，预存余额中不再包含它。' : '这笔款项没有到账，未曾计入预存余额。',
    amountLabel: '金额',
    amount,
    facts: [
      ['原因', paragraph(data.reason)],
      ...(data.isCustomer ? [] : [['客户', line(data.customerName)] as const]),
      ['付款方式与日期', `${method}，${line(data.paidOn)}`],
      ...(hadArrived ? [['收据号（已失效）', receipt] as const] : []),
      ...(owesSome ? [['现需支付', money(data.owed)] as const] : []),
      ['充值单号', line(data.depositId)],
    ],
    closing: [
      ...(owesSome ? [`这笔充值中已有 ${money(data.owed)} 用于支付费用，该金额现需支付。`] : []),
      bouncedClosing(data.isCustomer, 'zh-CN'),
    ],
  };
}

function bouncedClosing(isCustomer: boolean, language: Language): string {
  if (language === 'en') {
    return isCustomer
      ? 'Please check with your bank, and pay again by a way of your choice.'
      : 'Please talk to the customer; a new payment is registered as a new deposit.';
  }
  return isCustomer
    ? '请与您的银行核实，并选择方便的方式重新付款。'
    : '请与客户联系；客户重新付款后，请登记新的充值单。';
}
