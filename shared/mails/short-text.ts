import type { DisputeOutcome } from '../model/dispute.ts';
import type { Language } from '../model/language.ts';
import type { Mail } from './mail.ts';
import type { ToldRefundState } from './refund-mails.ts';
import { refundStateWord } from './refund-news.ts';
import { chargeTypeWords } from './words.ts';
import { isZero, line, money, shorten } from './written-values.ts';

/** What a customer may be told by a short message; everything else goes by mail to colleagues. */
export type CustomerMail = Extract<
  Mail,
  {
    readonly template:
      | 'charge-posted'
      | 'deposit-arrived'
      | 'deposit-bounced'
      | 'dispute-explained'
      | 'dispute-closed'
      | 'correction-news'
      | 'refund-news'
      | 'top-up-due';
  }
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
    case 'top-up-due': {
      const [balance, level] = [money(mail.data.balance), money(mail.data.level)];
      return zh
        ? `FeeLedger：您的可用预存余额为${balance}，已低于预警线${level}，请及时充值。`
        : `FeeLedger: your usable prepaid balance is ${balance}, below the level of ${level}. Please top up in time.`;
    }
    case 'deposit-arrived': {
      const [amount, receipt] = [money(mail.data.amount), line(mail.data.receiptNumber)];
      return zh
        ? `FeeLedger：您的充值${amount}已到账，收据号${receipt}。`
        : `FeeLedger: your deposit of ${amount} has arrived, receipt ${receipt}.`;
    }
    case 'deposit-bounced': {
      const [amount, owed] = [money(mail.data.amount), money(mail.data.owed)];
      const due = zh ? `，其中${owed}已用于支付费用，现需支付` : `; ${owed} of it had paid fees and is now due`;
      const rest = isZero(mail.data.owed) ? '' : due;
      return zh
        ? `FeeLedger：您的充值${amount}被退票${rest}。单号${line(mail.data.depositId)}`
        : `FeeLedger: your deposit of ${amount} bounced${rest}. ${line(mail.data.depositId)}`;
    }
    case 'correction-news':
      return correctedText(mail.data, mail.language);
    case 'dispute-closed': {
      const { amount, outcome, chargeId } = mail.data;
      const word = closedWords[mail.language][outcome];
      return zh
        ? `FeeLedger：您对${money(amount)}的异议已处理：${word}。单号${line(chargeId)}`
        : `FeeLedger: your objection to ${money(amount)} is closed: ${word}. ${line(chargeId)}`;
    }
    case 'refund-news': {
      const { net, state, refundId, promisedBy } = mail.data;
      const word = refundStateWord(state, mail.language);
      const isComing = state === 'in-review' || state === 'approved' || state === 'paid';
      const promise = isComing ? (zh ? `，预计${line(promisedBy)}前到账` : `, expected by ${line(promisedBy)}`) : '';
      return zh
        ? `FeeLedger：您的退费${money(net)}${word}${promise}。单号${line(refundId)}`
        : `FeeLedger: your refund of ${money(net)} ${englishVerb(state)}${word}${promise}. ${line(refundId)}`;
    }
  }
}

const closedWords: Record<Language, Record<DisputeOutcome, string>> = {
  'zh-CN': { accepted: '说明已认可，费用不变', upheld: '异议成立，将办理更正', withdrawn: '已撤回，费用不变' },
  en: { accepted: 'accepted, the charge stands', upheld: 'upheld, it will be corrected', withdrawn: 'withdrawn' },
};

/** English says that something happened, or that it could not. */
function englishVerb(state: ToldRefundState): string {
  return state === 'failed' ? '' : state === 'expired' ? 'has ' : 'was ';
}

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

/** What a correction did, with the number of its paper. */
function correctedText(data: Extract<Mail, { template: 'correction-news' }>['data'], language: Language): string {
  const { amount, credited, refunded, creditNoteNumber, chargeId } = data;
  const paper = creditNoteNumber === undefined ? '' : line(creditNoteNumber);
  if (language === 'en') {
    const done = refunded
      ? `${money(refunded)} will be refunded`
      : credited
        ? `${money(credited)} credited`
        : 'corrected';
    return `FeeLedger: your charge of ${money(amount)}: ${done}${paper && `, credit note ${paper}`}. ${line(chargeId)}`;
  }
  const done = refunded ? `将退还${money(refunded)}` : credited ? `已冲减${money(credited)}` : '已更正';
  return `FeeLedger：您的补费${money(amount)}${done}${paper && `，红字通知单${paper}`}。单号${line(chargeId)}`;
}
