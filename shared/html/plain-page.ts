import { createHash } from 'node:crypto';
import type { Language } from '../model/language.ts';
import { Html, html } from './html.ts';

const style = `body { font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
h1 { font-size: 1.4rem; } .amount { font-size: 1.6rem; font-weight: 600; } fieldset { border: 1px solid #ccc; border-radius: 6px; }
label { display: block; padding: .25rem 0; } textarea { width: 100%; box-sizing: border-box; font: inherit; min-height: 6rem; }
button { font: inherit; padding: .5rem 1.5rem; margin-top: 1rem; }`;

/** A page for customers, in one language. It loads nothing: its one style, its script if any, and answers to its own address. */
export function plainPage(page: { language: Language; title: string; body: Html; script?: string }): string {
  const { language, title, body, script } = page;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title} · FeeLedger</title>
<style>${new Html(style)}</style>
</head>
<body>
<h1>${title}</h1>
${body}
${script === undefined ? undefined : html`<script>${new Html(script)}</script>`}
</body>
</html>
`.text;
}

function policyFor(script: string | undefined): string {
  const scripts = script === undefined ? [] : [`script-src '${digest(script)}'`, "connect-src 'self'"];
  const closed = ["base-uri 'none'", "form-action 'none'"];
  return ["default-src 'none'", `style-src '${digest(style)}'`, ...scripts, ...closed].join('; ');
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
