import type { CommentKind } from '../model/comment.ts';
import type { Language } from '../model/language.ts';
import type { CommentWritten, Notice } from './mail.ts';
import { requestWord } from './words.ts';
import { line, money, paragraph, shorten } from './written-values.ts';

/** How much of a customer's name a subject shows: the amount after it must stay in sight. */
const nameInSubject = 40;

const kindWords: Record<Language, Record<CommentKind, string>> = {
  'zh-CN': { question: '提问', answer: '答复', note: '留言' },
  en: { question: 'Question', answer: 'Answer', note: 'Note' },
};

const verbs: Record<Language, Record<CommentKind, string>> = {
  'zh-CN': { question: '提出了问题', answer: '作了答复', note: '写了留言' },
  en: { question: 'asked something', answer: 'answered', note: 'wrote a note' },
};

const noAmountYet: Record<Language, string> = { 'zh-CN': '尚未填写', en: 'not entered yet' };

/** What a colleague reads when something was said about a request he has to do with (A21). */
export function commentWritten(data: CommentWritten, language: Language): Notice {
  const kind = kindWords[language][data.kind];
  const amount = data.amount === undefined ? noAmountYet[language] : money(data.amount);
  const customer = shorten(data.customerName, nameInSubject);
  const author = line(data.authorName);
  const verb = verbs[language][data.kind];
  const request = requestWord(data.requestId, language);
  const isRefund = data.requestId.startsWith('rfd_');
  if (language === 'en') {
    return {
      subject: `${kind} on a ${request}: ${customer} ${amount}`,
      heading: `${kind} on a ${request}`,
      greeting: `Dear ${line(data.readerName)},`,
      opening: data.isMentioned
        ? `${author} ${verb} on a ${request} and mentioned you.`
        : `${author} ${verb} on a ${request} you have to do with.`,
      amountLabel: 'Amount',
      amount,
      facts: [
        [kind, paragraph(data.text)],
        ['From', author],
        ['Customer', line(data.customerName)],
        ['Amount', amount],
        ['Request number', line(data.requestId)],
      ],
      closing: [
        `Please reply in FeeLedger, in the comments of this ${request}, not to this mail: what is said there stays with the ${request}. ${isRefund ? 'Its customer sees what he wrote, what mentions him and what answers him; nothing else.' : 'Customers do not see comments.'}`,
      ],
    };
  }
  return {
    subject: `${request}${kind}：${customer} ${amount}`,
    heading: `${request}有新的${kind}`,
    greeting: `${line(data.readerName)}，您好：`,
    opening: data.isMentioned
      ? `${author}在一张${request}中${verb}，并提到了您。`
      : `${author}在与您有关的${request}中${verb}。`,
    amountLabel: '金额',
    amount,
    facts: [
      [kind, paragraph(data.text)],
      ['来自', author],
      ['客户', line(data.customerName)],
      ['金额', amount],
      ['单号', line(data.requestId)],
    ],
    closing: [
      `请在 FeeLedger 中该${request}的留言处回复，不要直接回复本邮件：留言会随单据一起保存。${isRefund ? '客户只能看到其本人的留言，以及提到他或答复他的留言。' : '客户看不到留言。'}`,
    ],
  };
}
