import type { Language } from '../model/language.ts';
import type { Notice, ReviewRequested } from './mail.ts';
import { requestWord, standInSentence, togetherSentence } from './words.ts';
import { instant, line, money, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

/** What the next reviewer reads when a request waits for a decision. */
export function reviewRequested(data: ReviewRequested, language: Language): Notice {
  return language === 'en' ? inEnglish(data) : inChinese(data);
}

function inChinese(data: ReviewRequested): Notice {
  const stage = `第 ${data.stage} 环节，共 ${data.stageCount} 个环节`;
  return {
    subject: `待审批：${shorten(data.customerName, nameInSubject)} ${money(data.amount)}（${data.stage}/${data.stageCount}）`,
    heading: `有一张${requestWord(data.requestId, 'zh-CN')}等待您审批`,
    greeting: `${line(data.reviewerName)}，您好：`,
    opening: `${line(data.makerName)}提交的${requestWord(data.requestId, 'zh-CN')}现在等待您审批。${standInSentence(data, 'zh-CN')}${togetherSentence(data, 'zh-CN')}`,
    amountLabel: '金额',
    amount: money(data.amount),
    facts: [
      ['客户', line(data.customerName)],
      ['金额', money(data.amount)],
      ['审批环节', stage],
      ['录入人', line(data.makerName)],
      ['请在此时间前处理', instant(data.dueAt, 'zh-CN')],
      ['单号', line(data.requestId)],
    ],
    closing: [
      '请打开 FeeLedger 的审批待办，按单号找到此单，核对原因、依据和凭证后，作出决定。',
      '补费单内容有误时，请退回并写明需要修改之处；不应办理的，请拒绝并写明原因。如果同事已经处理，您无需再操作。',
    ],
  };
}

function inEnglish(data: ReviewRequested): Notice {
  return {
    subject: `Approval needed: ${shorten(data.customerName, nameInSubject)} ${money(data.amount)} (${data.stage}/${data.stageCount})`,
    heading: `A ${requestWord(data.requestId, 'en')} waits for your decision`,
    greeting: `Dear ${line(data.reviewerName)},`,
    opening: `A ${requestWord(data.requestId, 'en')} submitted by ${line(data.makerName)} now waits for your decision.${standInSentence(data, 'en')}${togetherSentence(data, 'en')}`,
    amountLabel: 'Amount',
    amount: money(data.amount),
    facts: [
      ['Customer', line(data.customerName)],
      ['Amount', money(data.amount)],
      ['Approval stage', `${data.stage} of ${data.stageCount}`],
      ['Submitted by', line(data.makerName)],
      ['Please decide by', instant(data.dueAt, 'en')],
      ['Request number', line(data.requestId)],
    ],
    closing: [
      'Open your approval inbox in FeeLedger and find the request by its number. Check reason, figures and vouchers, then decide.',
      'Return a charge whose content is wrong and say what to change; reject what should not be done at all and say why. If a colleague has decided already, there is nothing left to do.',
    ],
  };
}
