import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mjml2html from 'mjml';

const templates = join(import.meta.dirname, '../../shared/mails/templates');

/** The module that holds the compiled HTML of the mails, so that MJML itself is never part of a function. */
export async function noticeHtmlModule(): Promise<string> {
  const html = await compile('notice.mjml');
  return [
    '// Made by `npm run generate` from shared/mails/templates/notice.mjml: change it there.',
    '',
    '/** The HTML of every mail; fillTemplate puts in what one mail says. */',
    `export const noticeHtml = \`${html.replaceAll(/[\\`]|\$\{/g, '\\$&')}\`;`,
    '',
  ].join('\n');
}

async function compile(file: string): Promise<string> {
  // Without fonts nothing is fetched when somebody opens the mail.
  const { html } = await mjml2html(readFileSync(join(templates, file), 'utf8'), {
    validationLevel: 'strict',
    keepComments: false,
    fonts: {},
  });
  return html
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/> </g, '><')
    .replaceAll(/ >/g, '>')
    .replaceAll('</div>', '</div>\n')
    .trim();
}
