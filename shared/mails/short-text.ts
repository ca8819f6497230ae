import type { DisputeOutcome } from '../model/dispute.ts';
import type { Language } from '../model/language.ts';
import type { Mail } from './mail.ts';
import { chargeTypeWords } from './words.ts';
import { isZero, line, money, shorten } from './written-values.ts';

/** What a customer may be told by a short message; everything else goes by mail to colleagues. */
export type CustomerMail = Extract<
  Mail,
  { readonly template: 'charge-posted' | 'dispute-explained' | 'dispute-closed' }
>;

/** Four parts of 67 letters, which is how a phone joins a message in Chinese: more costs more and is read less. */
export const shortTextMaxLetters = 268;

/**
 * The same news in one short message (A24): what, how much, by when, and where to go on. Free text is put on one line
 * and cut to what is left; amounts and dates are never cut, a link is sent whole or not at all, and no name of the
 * customer is sent.
 */
export function shortText(mail: CustomerMail): string {
  const zh = mail.language === 'zh-CN';
  switch (mail.template) {
    case 'charge-posted':
      return postedText(mail.data, mail.language);
    case 'dispute-explained': {
      const { amount, chargeType, explanation, chargeId } = mail.data;
      const about = `${chargeTypeWords[mail.language][chargeType]} ${money(amount)}`;
      return zh
        ? filled(`FeeLedger：关于您对${about}的异议：`, explanation, `（单号${line(chargeId)}）`)
        : filled(`FeeLedger: your objection to ${about}: `, explanation, ` (${line(chargeId)})`);
    }
    case 'dispute-closed': {
      const { amount, outcome, chargeId } = mail.data;
      const word = closedWords[mail.language][outcome];
      return zh
        ? `FeeLedger：您对${money(amount)}的异议已处理：${word}。单号${line(chargeId)}`
        : `FeeLedger: your objection to ${money(amount)} is closed: ${word}. ${line(chargeId)}`;
    }
  }
}

const closedWords: Record<Language, Record<DisputeOutcome, string>> = {
  'zh-CN': { accepted: '说明已认可，费用不变', upheld: '异议成立，将办理更正', withdrawn: '已撤回，费用不变' },
  en: { accepted: 'accepted, the charge stands', upheld: 'upheld, it will be corrected', withdrawn: 'withdrawn' },
};

function postedText(
  { chargeType, amount, outstanding, dueDate, feedbackUrl }: Extract<Mail, { template: 'charge-posted' }>['data'],
  language: Language,
): string {
  const type = chargeTypeWords[language][chargeType];
  if (language === 'en') {
    const left = isZero(outstanding) ? 'paid' : `to pay ${money(outstanding)}${dueDate ? ` by ${line(dueDate)}` : ''}`;
    return withLink(`FeeLedger: ${type} ${money(amount)}, ${left}.`, ' ', feedbackUrl);
  }
  const left = isZero(outstanding) ? '已付清' : `待付${money(outstanding)}${dueDate ? `，${line(dueDate)}前` : ''}`;
  return withLink(`FeeLedger：${type}${money(amount)}，${left}。`, '评价：', feedbackUrl);
}

/** Half a link leads nowhere. */
function withLink(text: string, label: string, url: string): string {
  const whole = `${text}${label}${line(url)}`;
  return whole.length <= shortTextMaxLetters ? whole : text;
}

function filled(before: string, free: string, after: string): string {
  // Characters outside the basic plane count as two letters in a message.
  const room = shortTextMaxLetters - before.length - after.length;
  let text = shorten(free, room);
  while (text.length > room) text = shorten(text, [...text].length - 1);
  return `${before}${text}${after}`;
}
