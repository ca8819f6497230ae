import type { Language } from '../model/language.ts';
import { chargeDecided } from './charge-decided.ts';
import { chargePosted } from './charge-posted.ts';
import { fillTemplate } from './fill-template.ts';
import { noticeHtml } from './generated/notice-html.ts';
import type { Mail, Notice } from './mail.ts';
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
    case 'charge-decided':
      return chargeDecided(mail.data, mail.language);
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
