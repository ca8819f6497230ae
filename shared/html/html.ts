import { escapeHtml } from './escape-html.ts';

/** A piece of HTML made by `html`: its values were escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a hole of `html`: texts and numbers are escaped, pieces of HTML are taken as they are. */
type HtmlValue = string | number | Html | undefined | readonly HtmlValue[];

/** Writes HTML with holes; whatever fills a hole is escaped unless it came from `html` itself. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(strings.map((text, index) => text + written(values[index])).join(''));
}

function written(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(written).join('');
}
