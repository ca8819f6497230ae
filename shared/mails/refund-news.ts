import type { Language } from '../model/language.ts';
import type { Notice } from './mail.ts';
import { payoutMethodWords, type RefundNews, refundSourceWords, type ToldRefundState } from './refund-mails.ts';
import { isZero, line, money, paragraph } from './written-values.ts';

interface StateWords {
  readonly subject: string;
  readonly opening: string;
  readonly next: string;
}

const words: Record<Language, Record<ToldRefundState, StateWords>> = {
  'zh-CN': {
    'in-review': {
      subject: '已受理',
      opening: '我们已收到您的退费申请，正在审核。',
      next: '退费期间相应款项已为您保留。如需撤回申请，请在审核完成前联系您的客户经理。',
    },
    approved: {
      subject: '已批准',
      opening: '您的退费申请已批准，正在安排付款。',
      next: '付款完成后，我们会把退费凭证发送给您。',
    },
    paid: {
      subject: '已付款',
      opening: '您的退费已经付出。',
      next: '款项到账后请在 FeeLedger 中确认；如过了承诺日期仍未到账，请联系您的客户经理，我们会向银行查询。',
    },
    rejected: {
      subject: '未获批准',
      opening: '很抱歉，您的退费申请未获批准，款项已退回到您的账户。',
      next: '如对结果有疑问，请回复本邮件或联系您的客户经理，并告知退费单号。',
    },
    withdrawn: {
      subject: '已撤回',
      opening: '您的退费申请已撤回，款项已退回到您的账户。',
      next: '如果您没有要求撤回，请联系您的客户经理。',
    },
    expired: {
      subject: '已过期',
      opening: '您的退费申请已超过有效期，款项已退回到您的账户。',
      next: '仍需退费时请重新申请。很抱歉没有及时办理。',
    },
    failed: {
      subject: '未能付出',
      opening: '很抱歉，您的退费未能付出，款项已退回到您的账户。',
      next: '请核对收款账户后重新申请，或联系您的客户经理。',
    },
  },
  en: {
    'in-review': {
      subject: 'received',
      opening: 'We have received your refund request and are reviewing it.',
      next: 'The money is set apart for you meanwhile. To take the request back, call your account manager before the review is over.',
    },
    approved: {
      subject: 'approved',
      opening: 'Your refund was approved and is being paid.',
      next: 'You get a refund voucher once it is paid.',
    },
    paid: {
      subject: 'paid',
      opening: 'Your refund was paid.',
      next: 'Please confirm in FeeLedger when it has arrived. If it is not there by the promised day, call your account manager: we will ask the bank.',
    },
    rejected: {
      subject: 'not approved',
      opening: 'We are sorry: your refund was not approved. The money is available on your account again.',
      next: 'If you have questions, reply to this mail or call your account manager, and quote the refund number.',
    },
    withdrawn: {
      subject: 'withdrawn',
      opening: 'Your refund request was withdrawn. The money is available on your account again.',
      next: 'If you did not ask for this, call your account manager.',
    },
    expired: {
      subject: 'expired',
      opening: 'Your refund request is no longer valid. The money is available on your account again.',
      next: 'Please ask again if you still want it back. We are sorry that it was not dealt with in time.',
    },
    failed: {
      subject: 'could not be paid',
      opening: 'We are sorry: your refund could not be paid. The money is available on your account again.',
      next: 'Please check the account it should go to and ask again, or call your account manager.',
    },
  },
};

/** The one word a short message has for where a refund stands. */
export function refundStateWord(state: ToldRefundState, language: Language): string {
  return words[language][state].subject;
}

/** What the customer reads when his refund comes a step further. */
export function refundNews(data: RefundNews, language: Language): Notice {
  const { subject, opening, next } = words[language][data.state];
  const net = money(data.net);
  const isEnglish = language === 'en';
  const late = data.state === 'in-review' || data.state === 'approved' || data.state === 'paid';
  const promise = isEnglish
    ? `It should be with you by ${line(data.promisedBy)}.`
    : `预计不晚于 ${line(data.promisedBy)} 到账。`;
  const attached = isEnglish ? 'The refund voucher is attached.' : '退费凭证见附件。';
  return {
    subject: isEnglish ? `Refund ${subject}: ${net}` : `退费${subject}：${net}`,
    heading: isEnglish ? `Refund ${subject}` : `退费${subject}`,
    greeting: isEnglish ? `Dear ${line(data.customerName)},` : `尊敬的${line(data.customerName)}：`,
    opening,
    amountLabel: isEnglish ? 'You get' : '退还金额',
    amount: net,
    facts: isEnglish ? factsInEnglish(data) : factsInChinese(data),
    closing: [...(late ? [promise] : []), ...(data.state === 'paid' ? [attached] : []), next],
  };
}

function factsInChinese(data: RefundNews): Notice['facts'] {
  return [
    ['退费单号', line(data.refundId)],
    ['款项来源', refundSourceWords['zh-CN'][data.source]],
    ['申请金额', money(data.gross)],
    ...(isZero(data.fee) ? [] : [['手续费', money(data.fee)] as const]),
    ['退回方式', payoutMethodWords['zh-CN'][data.method]],
    ...(data.maskedAccount === undefined ? [] : [['收款账户', line(data.maskedAccount)] as const]),
    ...(data.paidOn === undefined ? [] : [['付款日期', line(data.paidOn)] as const]),
    ...(data.bankReference === undefined ? [] : [['银行流水号', line(data.bankReference)] as const]),
    ...(data.voucherNumber === undefined ? [] : [['凭证号', line(data.voucherNumber)] as const]),
    ...(data.reason === undefined ? [] : [['原因', paragraph(data.reason)] as const]),
  ];
}

function factsInEnglish(data: RefundNews): Notice['facts'] {
  return [
    ['Refund number', line(data.refundId)],
    ['From', refundSourceWords.en[data.source]],
    ['Amount asked for', money(data.gross)],
    ...(isZero(data.fee) ? [] : [['Fee', money(data.fee)] as const]),
    ['Paid by', payoutMethodWords.en[data.method]],
    ...(data.maskedAccount === undefined ? [] : [['To account', line(data.maskedAccount)] as const]),
    ...(data.paidOn === undefined ? [] : [['Paid on', line(data.paidOn)] as const]),
    ...(data.bankReference === undefined ? [] : [['Bank reference', line(data.bankReference)] as const]),
    ...(data.voucherNumber === undefined ? [] : [['Voucher number', line(data.voucherNumber)] as const]),
    ...(data.reason === undefined ? [] : [['Reason', paragraph(data.reason)] as const]),
  ];
}
