import type { Language } from '../model/language.ts';
import type { ChargePosted, Notice } from './mail.ts';
import { chargeTypeWords, reasonWords } from './words.ts';
import { isZero, line, money, paragraph } from './written-values.ts';

/** What the customer reads when a charge was posted to his account: reason, amount and time (A24). */
export function chargePosted(data: ChargePosted, language: Language): Notice {
  return language === 'en' ? inEnglish(data) : inChinese(data);
}

function inChinese(data: ChargePosted): Notice {
  const type = chargeTypeWords['zh-CN'][data.chargeType];
  const amount = money(data.amount);
  const period = `${line(data.period.start)} 至 ${line(data.period.end)}`;
  return {
    subject: `补费通知：${type} ${amount}（${period}）`,
    heading: '补费通知',
    greeting: `尊敬的${line(data.customerName)}：`,
    opening: '您好！您的账户新增了一笔费用，现将原因、金额和所属期间告知如下。',
    amountLabel: type,
    amount,
    facts: [
      ['费用类型', type],
      ['补费原因', `${reasonWords['zh-CN'][data.reasonCode]}：${paragraph(data.reasonText)}`],
      ['计算依据', paragraph(data.basisText)],
      ['金额', amount],
      ['费用期间', `${period}（含首尾两日）`],
      ['生效日期', line(data.effectiveDate)],
      ...(isZero(data.paidFromPrepaid) ? [] : [['已从预存余额支付', money(data.paidFromPrepaid)] as const]),
      ['待付金额', money(data.outstanding)],
      ...(needsPayment(data) ? [['付款期限', line(data.dueDate)] as const] : []),
      ['补费单号', line(data.chargeId)],
    ],
    closing: [
      isZero(data.outstanding)
        ? '这笔费用已经付清，您无需再付款。'
        : needsPayment(data)
          ? `请不晚于 ${line(data.dueDate)} 支付 ${money(data.outstanding)}。`
          : `待付金额 ${money(data.outstanding)} 将计入您的账单，付款期限以账单为准。`,
      '如果您认为内容有误，请在付款前直接回复本邮件或联系您的客户经理，并告知补费单号，我们会为您核对。',
      `您对这次收费的说明满意吗？请用一分钟评价（每单一次）：${line(data.feedbackUrl)}`,
    ],
  };
}

function inEnglish(data: ChargePosted): Notice {
  const type = chargeTypeWords.en[data.chargeType];
  const amount = money(data.amount);
  const period = `${line(data.period.start)} to ${line(data.period.end)}`;
  return {
    subject: `Charge notice: ${type} ${amount}, ${period}`,
    heading: 'Charge notice',
    greeting: `Dear ${line(data.customerName)},`,
    opening: 'A charge was added to your account. Below you find its reason, its amount and the time it covers.',
    amountLabel: type,
    amount,
    facts: [
      ['Type', type],
      ['Reason', `${reasonWords.en[data.reasonCode]}: ${paragraph(data.reasonText)}`],
      ['How it was calculated', paragraph(data.basisText)],
      ['Amount', amount],
      ['Period', `${period} (both days included)`],
      ['Effective date', line(data.effectiveDate)],
      ...(isZero(data.paidFromPrepaid)
        ? []
        : [['Paid from your prepaid balance', money(data.paidFromPrepaid)] as const]),
      ['Left to pay', money(data.outstanding)],
      ...(needsPayment(data) ? [['Due date', line(data.dueDate)] as const] : []),
      ['Charge number', line(data.chargeId)],
    ],
    closing: [
      isZero(data.outstanding)
        ? 'This charge is paid in full; you need not pay anything.'
        : needsPayment(data)
          ? `Please pay ${money(data.outstanding)} by ${line(data.dueDate)}.`
          : `${money(data.outstanding)} will be on your bill; please pay by the date the bill gives.`,
      'If anything here looks wrong, please tell us before you pay: reply to this mail or call your account manager, and quote the charge number. We will check it with you.',
      `Was this clear? Tell us in a minute, once for this charge: ${line(data.feedbackUrl)}`,
    ],
  };
}

function needsPayment(data: ChargePosted): data is ChargePosted & { dueDate: string } {
  return data.dueDate !== undefined && !isZero(data.outstanding);
}
