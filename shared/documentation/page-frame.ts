import { createHash } from 'node:crypto';
import { Html, html } from '../html/html.ts';
import { pageStyle } from './page-style.ts';

/** Copies the command beside a button; the pages have no other script. */
const copyScript = `document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(button.parentElement.querySelector('pre').textContent);
  button.textContent = '✓';
  setTimeout(() => { button.textContent = button.dataset.copy; }, 1500);
});`;

/** The pages load nothing from anywhere: only this one style and this one script may work in them. */
const policy = [
  "default-src 'none'",
  `style-src '${digest(pageStyle)}'`,
  `script-src '${digest(copyScript)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** A whole page: works without a network, and a foreign script in it would not run. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
${body}
<script>${new Html(copyScript)}</script>
</body>
</html>
`.text;
}

/** A heading or label in both languages, Chinese first. */
export function both(chinese: string, english: string): Html {
  return html`<span lang="zh-CN">${chinese}</span> <span lang="en" class="second">${english}</span>`;
}

/** A path that may be broken into lines after its slashes, where the place is narrow. */
export function breakable(path: string): Html {
  return html`${path.split(/(?<=.\/)/).map((part, index) => (index === 0 ? html`${part}` : html`<wbr>${part}`))}`;
}
