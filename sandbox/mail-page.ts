import type { Mail } from './mail.ts';
import type { TextMessage } from './text-messages.ts';

/** More rows than this make a page nobody reads; the search finds the others. */
const MOST_ROWS = 500;

const STYLE = `
  body { font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1a1a1a; }
  table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; }
  a { color: #0b57d0; text-decoration: none; } iframe { width: 100%; height: 34rem; border: 1px solid #ddd; background: #fff; }
  pre { white-space: pre-wrap; background: #f6f6f6; padding: 1rem; } input { font: inherit; padding: .3rem .5rem; width: 20rem; }
  .language { border: 1px solid #999; border-radius: 3px; padding: 0 .3rem; font-size: .8rem; white-space: nowrap; }`;

/** The lists of mails and short messages, the latest first, narrowed to those with a text in subject, recipient or body. */
export function inboxPage(mails: readonly Mail[], shortMessages: readonly TextMessage[], query: string): string {
  const wanted = query.toLowerCase();
  const texts = (mail: Mail): string =>
    [mail.subject, ...mail.destination.to, mail.body.text ?? ''].join('\n').toLowerCase();
  const found = mails.filter((mail) => wanted === '' || texts(mail).includes(wanted)).toReversed();
  const rows = found.slice(0, MOST_ROWS).map(
    (
      mail,
    ) => `<tr><td>${escapeHtml(mail.sentAt.slice(0, 19).replace('T', ' '))}</td><td>${escapeHtml(mail.destination.to.join(', '))}</td>
      <td><span class="language">${mail.language}</span></td><td><a href="/mails/${escapeHtml(mail.messageId)}">${escapeHtml(mail.subject)}</a></td></tr>`,
  );
  const form = `<form><input name="q" value="${escapeHtml(query)}" placeholder="搜索主题、收件人、正文 · search" autofocus></form>`;
  const count = `<p>共 ${found.length} 封，显示 ${rows.length} 封 · ${found.length} mails, ${rows.length} shown</p>`;
  const head = '<tr><th>时间 UTC · sent</th><th>收件人 · to</th><th>语言</th><th>主题 · subject</th></tr>';
  return page(
    '邮件 · FeeLedger mails',
    `<h1>邮件 · Mails</h1>${form}${count}<table>${head}${rows.join('')}</table>${textList(shortMessages, wanted)}`,
  );
}

function textList(texts: readonly TextMessage[], wanted: string): string {
  const found = texts.filter(({ phone, text }) => `${phone}\n${text}`.toLowerCase().includes(wanted)).toReversed();
  const rows = found
    .slice(0, MOST_ROWS)
    .map(({ sentAt, phone, text }) =>
      [sentAt.slice(0, 19).replace('T', ' '), phone, text].map((cell) => `<td>${escapeHtml(cell)}</td>`).join(''),
    );
  const head = '<tr><th>时间 UTC · sent</th><th>手机 · phone</th><th>内容 · text</th></tr>';
  const count = `<p>共 ${found.length} 条，显示 ${rows.length} 条 · ${found.length} messages, ${rows.length} shown</p>`;
  return `<h2>短信 · Short messages</h2>${count}<table>${head}${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`;
}

/** One mail: its HTML in a frame that may do nothing, and its text beside it. */
export function mailPage(mail: Mail): string {
  const about = [
    ['主题 · subject', mail.subject],
    ['发件人 · from', mail.from],
    ['收件人 · to', [...mail.destination.to, ...mail.destination.cc, ...mail.destination.bcc].join(', ')],
    ['时间 · sent', mail.sentAt],
    ['语言 · language', mail.language],
    ...mail.attachments.map((file) => [
      '附件 · attachment',
      `${file.filename ?? ''} (${file.contentType}, ${file.size} B)`,
    ]),
  ].map(([name = '', value = '']) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`);
  const frame = `<iframe sandbox="" src="/mails/${escapeHtml(mail.messageId)}/html" title="HTML"></iframe>`;
  const html = mail.body.html === undefined ? '' : `<h2>HTML</h2>${frame}`;
  const text = mail.body.text === undefined ? '' : `<h2>文本 · Text</h2><pre>${escapeHtml(mail.body.text)}</pre>`;
  return page(
    mail.subject,
    `<p><a href="/">← 全部邮件 · all mails</a></p><table>${about.join('')}</table>${html}${text}`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style>${body}</html>`;
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (letter) => names[letter] ?? letter);
}
