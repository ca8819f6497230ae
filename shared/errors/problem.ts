import type { Language } from '../model/language.ts';
import { catalogue, type ProblemCode } from './catalogue.ts';
import type { FieldError } from './domain-error.ts';
import { fieldCatalogue } from './field-catalogue.ts';

/** An RFC 9457 problem document as this API writes it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
  readonly instance: string;
  readonly requestId: string;
}

export const problemContentType = 'application/problem+json; charset=utf-8';

/** Where the page of a problem is served, relative to the API: `/problems/request-moved`. */
export function problemPath(code: string): string {
  return `/problems/${code.toLowerCase().replaceAll('_', '-')}`;
}

/** Writes the problem of one refusal in the reader's language. */
export function problemFor(
  code: ProblemCode,
  language: Language,
  where: { instance: string; requestId: string },
  params: Readonly<Record<string, string>> = {},
  fields: readonly FieldError[] = [],
): Problem {
  const { status, title, detail, byState } = catalogue[code];
  const said = byState[params.state ?? ''] ?? detail;
  return {
    type: problemPath(code),
    title: title[language],
    status,
    code,
    detail: fill(said[language], params),
    ...(fields.length > 0 ? { errors: fields.map((field) => describeField(field, language)) } : {}),
    instance: where.instance,
    requestId: where.requestId,
  };
}

export function describeField(field: FieldError, language: Language) {
  const [zh, en] = fieldCatalogue[field.code];
  return { pointer: field.pointer, code: field.code, detail: fill(language === 'en' ? en : zh, field.params) };
}

export function fill(text: string, params: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (hole, name: string) => params[name] ?? hole);
}
