import { operations } from '../contracts/index.ts';
import { catalogue, type ProblemCode, problemCodes } from '../errors/catalogue.ts';
import { fieldCatalogue } from '../errors/field-catalogue.ts';
import { problemPath } from '../errors/problem.ts';
import { type Html, html } from '../html/html.ts';
import type { Language } from '../model/language.ts';
import { both, breakable, page } from './page-frame.ts';
import { problemsOf } from './problems-of.ts';

/** The page a problem's `type` leads to; nothing when there is no such problem. `slug` is as in the path: `request-moved`. */
export function problemPage(slug: string): string | undefined {
  const code = problemCodes.find((known) => problemPath(known) === problemPath(slug));
  if (code === undefined) return undefined;
  const { status, title, detail, byState, retryable } = catalogue[code];
  const body = html`<main class="single">
<p><a href="/docs">FeeLedger API</a> › <a href="/docs#all-problems">${both('错误', 'Problems')}</a></p>
<h1>${both(title['zh-CN'], title.en)}</h1>
<dl>
<dt>${both('代码', 'Code')}</dt><dd><code>${code}</code></dd>
<dt>${both('HTTP 状态', 'Status')}</dt><dd>${status}</dd>
<dt>${both('含义与办法', 'Meaning and way out')}</dt><dd>${inBoth(detail)}</dd>
${Object.entries(byState).map(([state, texts]) => html`<dt><code>${state}</code></dt><dd>${inBoth(texts)}</dd>`)}
<dt>${both('原样重试', 'Retry as it is')}</dt><dd>${retryAdvice(retryable)}</dd>
<dt>${both('可能返回它的接口', 'Operations')}</dt><dd>${whoAnswersIt(code)}</dd>
</dl>
${code === 'VALIDATION_FAILED' ? fieldRefusals() : undefined}
</main>`;
  return page(`${code} · FeeLedger API`, body);
}

function inBoth(texts: Record<Language, string>): Html {
  return html`<p lang="zh-CN">${withHoles(texts['zh-CN'])}</p><p lang="en">${withHoles(texts.en)}</p>`;
}

function retryAdvice(retryable: boolean): Html {
  return retryable
    ? html`<p lang="zh-CN">可以。稍后用同一个 Idempotency-Key 重发同一请求，不会重复记账。</p><p lang="en">Yes: send the same request again a little later with the same Idempotency-Key; nothing is posted twice.</p>`
    : html`<p lang="zh-CN">没有用：原样重发仍会得到同样的回答，请先按上面的办法处理。</p><p lang="en">No: the same request gets the same answer until what is described above has changed.</p>`;
}

function whoAnswersIt(code: ProblemCode): Html {
  const answering = operations.filter((operation) => problemsOf(operation).includes(code));
  if (answering.length === 0) return both('任何不存在的地址', 'any address that does not exist');
  return html`<ul class="operations">${answering.map(
    ({ id, method, path }) =>
      html`<li><a href="/docs#${id}"><span class="method ${method}">${method}</span> ${breakable(path)}</a></li>`,
  )}</ul>`;
}

function fieldRefusals(): Html {
  const rows = Object.entries(fieldCatalogue).map(
    ([code, [zh, en]]) =>
      html`<tr><td><code>${code}</code></td><td><span lang="zh-CN">${withHoles(zh)}</span><br><span lang="en" class="second">${withHoles(en)}</span></td></tr>`,
  );
  return html`<h2>${both('errors 中的字段代码', 'Codes of fields in errors')}</h2>
<div class="scroll"><table><tbody>${rows}</tbody></table></div>`;
}

/** Shows what is filled in per case, `{roles}`, as a marked word. */
function withHoles(text: string): Html[] {
  return text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 1 ? html`<var>${part}</var>` : html`${part}`));
}
