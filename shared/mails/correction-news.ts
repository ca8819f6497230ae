import type { Mistake, Remedy } from '../model/correction.ts';
import type { Language } from '../model/language.ts';
import type { CorrectionNews, Notice } from './mail.ts';
import { line, money, paragraph, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

/** What was wrong, in words of the reader. */
const mistakeWords: Record<Language, Record<Mistake, string>> = {
  'zh-CN': {
    'wrong-customer': '记错客户',
    'wrong-amount': '金额有误',
    'wrong-type': '补费类型有误',
    'wrong-period': '补费期间有误',
  },
  en: {
    'wrong-customer': 'wrong customer',
    'wrong-amount': 'wrong amount',
    'wrong-type': 'wrong charge type',
    'wrong-period': 'wrong period',
  },
};

/** What became of the charge, in words of the reader. */
const doneWords: Record<Language, Record<Remedy, string>> = {
  'zh-CN': {
    replace: '原补费已全部冲回，并已按正确内容重新入账，正确的补费单将另行通知。',
    credit: '多收的部分已冲减：尚未支付的部分不再需要支付，已支付的部分已转为您的未核销款项。',
    'refund-excess': '多收的部分已冲减，其中已支付的部分将退还，付款后会另行通知。',
    'charge-more': '少收的部分已补录为一张新的补费单，将另行通知。',
    cancel: '原补费已全部冲回，无需支付。',
  },
  en: {
    replace:
      'The charge was taken back as a whole and entered anew as it should have been; the right charge is told apart.',
    credit:
      'What was too much was credited: it need not be paid any more, and what was paid of it is now unallocated money.',
    'refund-excess':
      'What was too much was credited, and what was paid of it goes back; a notice follows when it is paid.',
    'charge-more': 'What was missing was entered as a further charge, which is told apart.',
    cancel: 'The charge was taken back as a whole; nothing of it is to be paid.',
  },
};

/** A charge that belongs to somebody else: its customer hears no more of whose it is. */
const notHis: Record<Language, string> = {
  'zh-CN': '这笔补费因记录有误记入了您的账户，现已全部冲回：无需支付，已从预存扣除的款项已退回预存。',
  en: 'This charge was entered into your account by mistake and has been taken back as a whole: nothing is to be paid, and prepaid money that was used is back.',
};

/** What the customer and the colleagues concerned read when a correction was posted or rejected (A41). */
export function correctionNews(data: CorrectionNews, language: Language): Notice {
  const amount = money(data.amount);
  const about = data.isCustomer ? amount : `${shorten(data.customerName, nameInSubject)} ${amount}`;
  const facts = factsOf(data, language);
  if (language === 'en') {
    const word = data.outcome === 'posted' ? 'Charge corrected' : 'Correction rejected';
    return {
      subject: `${word}: ${about}`,
      heading: word,
      greeting: `Dear ${line(data.readerName)},`,
      opening: openingOf(data, language),
      amountLabel: 'Amount that was charged',
      amount,
      facts,
      closing: data.isCustomer
        ? ['We are sorry for the mistake. If something is still wrong, please answer this notice.']
        : ['The case shows every entry and paper.'],
    };
  }
  const word = data.outcome === 'posted' ? '补费已更正' : '更正申请未通过';
  return {
    subject: `${word}：${about}`,
    heading: word,
    greeting: data.isCustomer ? `尊敬的${line(data.readerName)}：` : `${line(data.readerName)}，您好：`,
    opening: openingOf(data, language),
    amountLabel: '原补费金额',
    amount,
    facts,
    closing: data.isCustomer
      ? ['由此带来的不便，敬请谅解。如仍有疑问，请联系您的客户经理。']
      : ['全部分录和单据请在补费单中查看。'],
  };
}

function openingOf({ outcome, isCustomer, isOthers, remedy }: CorrectionNews, language: Language): string {
  if (outcome === 'rejected') {
    return language === 'en'
      ? 'The correction was rejected; the charge stands as it is.'
      : '更正申请未获批准，原补费保持不变。';
  }
  return isCustomer && isOthers ? notHis[language] : doneWords[language][remedy];
}

function factsOf(data: CorrectionNews, language: Language): (readonly [string, string])[] {
  const zh = language === 'zh-CN';
  const named = (label: readonly [zh: string, en: string], value: string | undefined) =>
    value === undefined ? [] : [[zh ? label[0] : label[1], value] as const];
  const { isCustomer, credited, refunded } = data;
  return [
    ...named(['错误', 'What was wrong'], mistakeWords[language][data.mistake]),
    ...(isCustomer ? [] : named(['原因说明', 'How it came about'], paragraph(data.causeText))),
    ...(isCustomer ? [] : named(['客户', 'Customer'], line(data.customerName))),
    ...named(['审批意见', 'Comment'], data.comment === undefined ? undefined : paragraph(data.comment)),
    ...named(['冲减金额', 'Credited'], credited && money(credited)),
    ...named(['将退金额', 'To be refunded'], refunded && money(refunded)),
    ...named(['红字通知单号', 'Credit note'], data.creditNoteNumber && line(data.creditNoteNumber)),
    ...named(['正确的补费单', 'Right charge'], data.replacementId && line(data.replacementId)),
    ...named(
      ['入账期间', 'Entered in'],
      data.closedMonth &&
        (zh
          ? `原月份 ${line(data.closedMonth)} 已关账，已记入批准当天`
          : `on the day of the approval, since ${line(data.closedMonth)} is closed`),
    ),
    ...named(['补费单号', 'Charge number'], line(data.chargeId)),
    ...(isCustomer ? [] : named(['更正单号', 'Correction number'], line(data.correctionId))),
  ];
}
