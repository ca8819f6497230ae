import { invariant } from '../errors/invariant.ts';
import { escapeHtml } from '../html/escape-html.ts';

/** Values for the holes of a template: a text for `{{name}}`, a list for `{{#name}}…{{/name}}`. */
export interface TemplateValues {
  readonly [name: string]: string | readonly TemplateValues[];
}

/**
 * Fills an HTML template. Every text is escaped, and what was filled in is never read as template again: markup, braces
 * or quotes in a name appear as they are and do nothing.
 */
export function fillTemplate(template: string, values: TemplateValues): string {
  return template.replaceAll(
    /\{\{#(\w+)\}\}([\s\S]*?)\{\{\/\1\}\}|\{\{(\w+)\}\}/g,
    (_, listName: string | undefined, inner: string, textName: string) => {
      if (listName !== undefined) {
        const list = values[listName];
        invariant(Array.isArray(list), `The mail template repeats {{#${listName}}}, and there is no such list.`);
        return list.map((item: TemplateValues) => fillTemplate(inner, item)).join('');
      }
      const text = values[textName];
      invariant(typeof text === 'string', `The mail template shows {{${textName}}}, and there is no such text.`);
      return escapeHtml(text).replaceAll('\n', '<br>');
    },
  );
}
