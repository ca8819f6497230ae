import type { Language } from '../model/language.ts';
import { chargeDecided } from './charge-decided.ts';
import { chargePosted } from './charge-posted.ts';
import { commentForCustomer } from './comment-for-customer.ts';
import { commentWritten } from './comment-written.ts';
import { controlFindings } from './control-findings.ts';
import { correctionNews } from './correction-news.ts';
import { depositArrived } from './deposit-arrived.ts';
import { depositBounced } from './deposit-bounced.ts';
import { disputeClosed } from './dispute-closed.ts';
import { disputeExplained } from './dispute-explained.ts';
import { disputeOpened } from './dispute-opened.ts';
import { fillTemplate } from './fill-template.ts';
import { noticeHtml } from './generated/notice-html.ts';
import { lowBalance, lowBalances, prepaidShortfall, topUpDue } from './low-balance.ts';
import type { Mail, Notice } from './mail.ts';
import { payoutWaiting } from './payout-waiting.ts';
import { policyNews } from './policy-news.ts';
import { refundEnded } from './refund-ended.ts';
import { refundNews } from './refund-news.ts';
import { reviewEscalated } from './review-escalated.ts';
import { reviewReminder } from './review-reminder.ts';
import { reviewRequested } from './review-requested.ts';
import { frameWords } from './words.ts';
import { shorten } from './written-values.ts';

/** Longer subjects are cut off by mail programs anyway. */
const subjectMaxCharacters = 120;

/** Writes a mail in the reader's language, as HTML and as plain text that say the same. */
export function renderMail(mail: Mail): { subject: string; html: string; text: string } {
  const notice = noticeOf(mail);
  const subject = shorten(notice.subject, subjectMaxCharacters);
  return { subject, html: asHtml({ ...notice, subject }, mail.language), text: asText(notice, mail.language) };
}

function noticeOf(mail: Mail): Notice {
  switch (mail.template) {
    case 'charge-posted':
      return chargePosted(mail.data, mail.language);
    case 'review-requested':
      return reviewRequested(mail.data, mail.language);
    case 'review-reminder':
      return reviewReminder(mail.data, mail.language);
    case 'review-escalated':
      return reviewEscalated(mail.data, mail.language);
    case 'charge-decided':
      return chargeDecided(mail.data, mail.language);
    case 'comment-written':
      return commentWritten(mail.data, mail.language);
    case 'comment-for-customer':
      return commentForCustomer(mail.data, mail.language);
    case 'dispute-opened':
      return disputeOpened(mail.data, mail.language);
    case 'dispute-explained':
      return disputeExplained(mail.data, mail.language);
    case 'dispute-closed':
      return disputeClosed(mail.data, mail.language);
    case 'deposit-arrived':
      return depositArrived(mail.data, mail.language);
    case 'deposit-bounced':
      return depositBounced(mail.data, mail.language);
    case 'correction-news':
      return correctionNews(mail.data, mail.language);
    case 'low-balance':
      return lowBalance(mail.data, mail.language);
    case 'top-up-due':
      return topUpDue(mail.data, mail.language);
    case 'low-balances':
      return lowBalances(mail.data, mail.language);
    case 'prepaid-shortfall':
      return prepaidShortfall(mail.data, mail.language);
    case 'control-findings':
      return controlFindings(mail.data, mail.language);
    case 'refund-news':
      return refundNews(mail.data, mail.language);
    case 'refund-ended':
      return refundEnded(mail.data, mail.language);
    case 'payout-waiting':
      return payoutWaiting(mail.data, mail.language);
    case 'policy-news':
      return policyNews(mail.data, mail.language);
  }
}

function asHtml(notice: Notice, language: Language): string {
  const { facts, closing, ...texts } = notice;
  return fillTemplate(noticeHtml, {
    ...texts,
    language,
    footer: frameWords[language].footer,
    facts: facts.map(([label, value]) => ({ label, value })),
    closing: closing.map((text) => ({ text })),
  });
}

function asText(notice: Notice, language: Language): string {
  const { colon, footer } = frameWords[language];
  // Further lines of a value are indented, so that a value never looks like a fact of its own.
  const facts = notice.facts.map(([label, value]) => `${label}${colon}${value.replaceAll('\n', '\n  ')}`);
  return `${[notice.heading, notice.greeting, notice.opening, facts.join('\n'), ...notice.closing, `-- \n${footer}`].join('\n\n')}\n`;
}
