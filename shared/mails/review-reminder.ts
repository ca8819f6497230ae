import type { Language } from '../model/language.ts';
import type { Notice, ReviewRequested } from './mail.ts';
import { requestWord, standInSentence } from './words.ts';
import { instant, line, money, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

/** What a reviewer reads when a request he could decide is due soon, or is overdue (F15). */
export function reviewReminder(data: ReviewRequested, language: Language): Notice {
  return language === 'en' ? inEnglish(data) : inChinese(data);
}

function inChinese(data: ReviewRequested): Notice {
  const amount = money(data.amount);
  return {
    subject: `审批提醒：${shorten(data.customerName, nameInSubject)} ${amount}（${data.stage}/${data.stageCount}）`,
    heading: `有一张${requestWord(data.requestId, 'zh-CN')}仍在等待您审批`,
    greeting: `${line(data.reviewerName)}，您好：`,
    opening: `${line(data.makerName)}提交的${requestWord(data.requestId, 'zh-CN')}还没有人审批。${standInSentence(data, 'zh-CN')}`,
    amountLabel: '金额',
    amount,
    facts: [
      ['客户', line(data.customerName)],
      ['金额', amount],
      ['审批环节', `第 ${data.stage} 环节，共 ${data.stageCount} 个环节`],
      ['录入人', line(data.makerName)],
      ['请在此时间前处理', instant(data.dueAt, 'zh-CN')],
      ['单号', line(data.requestId)],
    ],
    closing: [
      '请打开 FeeLedger 的审批待办处理此单。您不在时，可以在 FeeLedger 中把审批委托给同事。',
      '逾期仍无人处理的单据会同时转交上级。如果同事已经处理，您无需再操作。每个环节只提醒一次。',
    ],
  };
}

function inEnglish(data: ReviewRequested): Notice {
  const amount = money(data.amount);
  return {
    subject: `Reminder, approval needed: ${shorten(data.customerName, nameInSubject)} ${amount} (${data.stage}/${data.stageCount})`,
    heading: `A ${requestWord(data.requestId, 'en')} still waits for your decision`,
    greeting: `Dear ${line(data.reviewerName)},`,
    opening: `Nobody has decided yet on a ${requestWord(data.requestId, 'en')} submitted by ${line(data.makerName)}.${standInSentence(data, 'en')}`,
    amountLabel: 'Amount',
    amount,
    facts: [
      ['Customer', line(data.customerName)],
      ['Amount', amount],
      ['Approval stage', `${data.stage} of ${data.stageCount}`],
      ['Submitted by', line(data.makerName)],
      ['Please decide by', instant(data.dueAt, 'en')],
      ['Request number', line(data.requestId)],
    ],
    closing: [
      'Open your approval inbox in FeeLedger and decide it there. When you are away you can hand your decisions over to a colleague in FeeLedger.',
      'A request that stays undecided after it is due goes to the next level as well. If a colleague has decided already, there is nothing left to do. You are reminded once a stage.',
    ],
  };
}
