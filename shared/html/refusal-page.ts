import type { Problem } from '../errors/problem.ts';
import type { Language } from '../model/language.ts';
import { html } from './html.ts';
import { plainPage } from './plain-page.ts';

const tryAgain = { 'zh-CN': '请稍后重新打开此页面。', en: 'Please open this page again a little later.' };

/**
 * A refusal as somebody reads it who opened a link in a browser. Where trying again helps, that is all it says: how a
 * program repeats a request is no concern of his. Nothing of the address stands in it.
 */
export function refusalPage({ title, detail, status, requestId }: Problem, language: Language): string {
  const said = status >= 500 ? tryAgain[language] : detail;
  return plainPage({ language, title, body: html`<p>${said}</p>\n<p><small>${requestId}</small></p>` });
}
