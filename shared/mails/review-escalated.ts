import type { Language } from '../model/language.ts';
import type { Notice, ReviewEscalated } from './mail.ts';
import { approvingRoleWords, requestWord, standInSentence } from './words.ts';
import { instant, line, money, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

/** What is read when a stage that nobody decided was handed to another role as well (F15). */
export function reviewEscalated(data: ReviewEscalated, language: Language): Notice {
  return language === 'en' ? inEnglish(data) : inChinese(data);
}

function inChinese(data: ReviewEscalated): Notice {
  const amount = money(data.amount);
  const words = approvingRoleWords['zh-CN'];
  const [role, escalatedTo] = [words[data.role], words[data.escalatedTo]];
  const what = `第 ${data.stage} 环节（${role}）逾期无人审批，现已同时转交${escalatedTo}。`;
  const next = {
    newcomer: '请打开 FeeLedger 的审批待办，核对原因、依据和凭证后，作出决定。原环节的同事仍可审批，谁先决定以谁为准。',
    reviewer: `您仍可审批此单：请按单号打开，尽快处理。如果${escalatedTo}已经处理，您无需再操作。`,
    maker: '您无需操作：此单仍在审批中，有结果会通知您。',
  }[data.reader];
  return {
    subject: `逾期转交：${shorten(data.customerName, nameInSubject)} ${amount}（${data.stage}/${data.stageCount}）`,
    heading: `一张${requestWord(data.requestId, 'zh-CN')}因逾期未审批而转交`,
    greeting: `${line(data.readerName)}，您好：`,
    opening: `${line(data.makerName)}提交的${requestWord(data.requestId, 'zh-CN')}在${what}${standInSentence(data, 'zh-CN')}`,
    amountLabel: '金额',
    amount,
    facts: [
      ['客户', line(data.customerName)],
      ['金额', amount],
      ['审批环节', `第 ${data.stage} 环节，共 ${data.stageCount} 个环节`],
      ['录入人', line(data.makerName)],
      ['现由', `${role}、${escalatedTo}`],
      ['请在此时间前处理', instant(data.dueAt, 'zh-CN')],
      ['单号', line(data.requestId)],
    ],
    closing: [next],
  };
}

function inEnglish(data: ReviewEscalated): Notice {
  const amount = money(data.amount);
  const words = approvingRoleWords.en;
  const [role, escalatedTo] = [words[data.role], words[data.escalatedTo]];
  const next = {
    newcomer:
      'Open your approval inbox in FeeLedger. Check reason, figures and vouchers, then decide. Those who had it may still decide: whoever is first decides.',
    reviewer: `You may still decide: open the request by its number, soon. If it has been decided already, there is nothing left to do.`,
    maker: 'You need not do anything: the request is still in review, and you will hear how it ends.',
  }[data.reader];
  return {
    subject: `Overdue, handed on: ${shorten(data.customerName, nameInSubject)} ${amount} (${data.stage}/${data.stageCount})`,
    heading: `A ${requestWord(data.requestId, 'en')} that nobody decided was handed on`,
    greeting: `Dear ${line(data.readerName)},`,
    opening: `Stage ${data.stage} (${role}) of a ${requestWord(data.requestId, 'en')} submitted by ${line(data.makerName)} stayed undecided after it was due, so it now waits for ${escalatedTo} as well.${standInSentence(data, 'en')}`,
    amountLabel: 'Amount',
    amount,
    facts: [
      ['Customer', line(data.customerName)],
      ['Amount', amount],
      ['Approval stage', `${data.stage} of ${data.stageCount}`],
      ['Submitted by', line(data.makerName)],
      ['Now with', `${role}, ${escalatedTo}`],
      ['Please decide by', instant(data.dueAt, 'en')],
      ['Request number', line(data.requestId)],
    ],
    closing: [next],
  };
}
