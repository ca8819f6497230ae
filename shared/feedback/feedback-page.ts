import { type Html, html } from '../html/html.ts';
import { plainPage } from '../html/plain-page.ts';
import { chargeTypeWords } from '../mails/words.ts';
import { money } from '../mails/written-values.ts';
import type { ChargeType } from '../model/charge.ts';
import type { Language } from '../model/language.ts';
import type { MoneyWire } from '../model/money.ts';

/** What the page shows of a charge. */
interface Asked {
  readonly type: ChargeType;
  readonly amount: MoneyWire;
  /** Calendar dates, both included. */
  readonly period: { readonly start: string; readonly end: string };
  readonly isGiven: boolean;
}

const words = {
  'zh-CN': {
    title: '费用评价',
    period: '费用期间',
    until: '至',
    question: '这次收费说明是否清楚？',
    ratings: ['很不清楚', '不清楚', '一般', '清楚', '非常清楚'],
    text: '还想告诉我们什么（选填，最多 1000 字）',
    send: '提交评价',
    thanks: '谢谢您的评价，我们已经收到。',
    given: '谢谢，您已经评价过这张补费单。每单只能评价一次；如需补充，请联系您的客户经理。',
    choose: '请先选择一项。',
    failed: '没有提交成功，请稍后再试。',
  },
  en: {
    title: 'Your feedback',
    period: 'Period',
    until: 'to',
    question: 'Was this charge explained clearly?',
    ratings: ['Not at all', 'Not really', 'Fairly', 'Clearly', 'Very clearly'],
    text: 'Anything else you want to tell us (optional, up to 1000 characters)',
    send: 'Send',
    thanks: 'Thank you, we have your feedback.',
    given:
      'Thank you: your feedback on this charge is already here. It can be given once; to add something, contact your account manager.',
    choose: 'Choose one first.',
    failed: 'That did not work. Please try again a little later.',
  },
} as const;

/** Sends the answer to where the page came from; the texts it shows stand in the page. */
const script = `document.getElementById('form')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const say = (name) => { document.getElementById('said').textContent = form.dataset[name]; };
  const rating = Number(new FormData(form).get('rating'));
  if (!rating) return say('choose');
  try {
    const answer = await fetch(location.pathname, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ rating, text: form.elements.text.value }),
    });
    if (answer.ok || answer.status === 409) form.querySelector('button').disabled = true;
    say(answer.ok ? 'thanks' : answer.status === 409 ? 'given' : 'failed');
  } catch { say('failed'); }
});`;

/** A whole page in the reader's language. Nothing somebody typed stands in it. */
export function feedbackPage({ type, amount, period, isGiven }: Asked, language: Language): string {
  const w = words[language];
  const body = html`<p>${chargeTypeWords[language][type]}<br><span class="amount">${money(amount)}</span><br>${w.period} ${period.start} ${w.until} ${period.end}</p>
${isGiven ? html`<p>${w.given}</p>` : form(w)}
<p id="said" role="status"></p>`;
  return plainPage({ language, title: w.title, body, ...(isGiven ? {} : { script }) });
}

function form(w: (typeof words)[Language]): Html {
  return html`<form id="form" data-thanks="${w.thanks}" data-given="${w.given}" data-choose="${w.choose}" data-failed="${w.failed}">
<fieldset><legend>${w.question}</legend>${w.ratings.map(
    (rating, index) =>
      html`<label><input type="radio" name="rating" value="${index + 1}"> ${index + 1} · ${rating}</label>`,
  )}</fieldset>
<label>${w.text}<textarea name="text" maxlength="1000"></textarea></label>
<button>${w.send}</button>
</form>`;
}
