import type { Language } from '../model/language.ts';
import type { ChargeDecided, Notice } from './mail.ts';
import { line, money, paragraph, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

interface OutcomeWords {
  readonly word: string;
  readonly opening: string;
  readonly next: string;
}

const outcomes: Record<Language, Record<ChargeDecided['outcome'], OutcomeWords>> = {
  'zh-CN': {
    posted: {
      word: '已入账',
      opening: '您提交的补费单已通过审批并入账。',
      next: '客户会另外收到通知。如果发现入账有误，请不要重复提交，请联系财务办理更正。',
    },
    returned: {
      word: '已退回',
      opening: '您提交的补费单被退回，需要您修改后重新提交。',
      next: '请按审批意见修改，然后在 FeeLedger 中重新提交同一张补费单，不要另建新单。目前没有入账。',
    },
    rejected: {
      word: '已拒绝',
      opening: '您提交的补费单被拒绝，没有入账。',
      next: '此单已经结束，不能再修改。如果您认为决定有误，请联系审批人；确需收取时请重新录入。',
    },
  },
  en: {
    posted: {
      word: 'posted',
      opening: 'The charge you submitted was approved and posted.',
      next: 'The customer is told separately. If the posting is wrong, please do not enter the charge again: ask finance for a correction.',
    },
    returned: {
      word: 'returned',
      opening: 'The charge you submitted was returned to you: please correct and resubmit it.',
      next: 'Change what the comment asks for and resubmit the same charge in FeeLedger; do not enter a new one. Nothing was posted.',
    },
    rejected: {
      word: 'rejected',
      opening: 'The charge you submitted was rejected. Nothing was posted.',
      next: 'The request is closed and cannot be changed. If you think the decision is wrong, talk to whoever decided; if the charge is still due, enter it anew.',
    },
  },
};

/** What the clerk reads when a charge of his was decided for good or came back. */
export function chargeDecided(data: ChargeDecided, language: Language): Notice {
  const { word, opening, next } = outcomes[language][data.outcome];
  const amount = money(data.amount);
  const customer = shorten(data.customerName, nameInSubject);
  const comment = data.comment === undefined ? undefined : paragraph(data.comment);
  if (language === 'en') {
    return {
      subject: `Charge ${word}: ${customer} ${amount}`,
      heading: `Charge ${word}`,
      greeting: `Dear ${line(data.clerkName)},`,
      opening,
      amountLabel: 'Amount',
      amount,
      facts: [
        ['Outcome', word],
        ['Customer', line(data.customerName)],
        ['Amount', amount],
        ['Decided by', line(data.decidedBy)],
        ...(comment ? [['Comment', comment] as const] : []),
        ['Request number', line(data.requestId)],
      ],
      closing: [next],
    };
  }
  return {
    subject: `补费单${word}：${customer} ${amount}`,
    heading: `补费单${word}`,
    greeting: `${line(data.clerkName)}，您好：`,
    opening,
    amountLabel: '金额',
    amount,
    facts: [
      ['结果', word],
      ['客户', line(data.customerName)],
      ['金额', amount],
      ['审批人', line(data.decidedBy)],
      ...(comment ? [['审批意见', comment] as const] : []),
      ['单号', line(data.requestId)],
    ],
    closing: [next],
  };
}
