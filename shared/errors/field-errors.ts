import type * as z from 'zod';
import { DomainError, type FieldError } from './domain-error.ts';
import { type FieldCode, fieldCatalogue } from './field-catalogue.ts';

type Part = 'body' | 'query' | 'path';

/** Reads a value by its schema; refuses with VALIDATION_FAILED and every fault it has, not only the first. */
export function parseFields<S extends z.ZodType>(schema: S, value: unknown, part: Part): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => fieldError(issue, part));
  throw new DomainError('VALIDATION_FAILED', { count: String(fields.length) }, fields);
}

/** Every fault a value has, by the words of the catalogue; none when the schema takes it. */
export function fieldErrorsOf(schema: z.ZodType, value: unknown): FieldError[] {
  const result = schema.safeParse(value, { reportInput: true });
  return result.success ? [] : result.error.issues.map((issue) => fieldError(issue, 'body'));
}

function fieldError(issue: z.core.$ZodIssue, part: Part): FieldError {
  const { code, params } = refusalOf(issue);
  return { pointer: pointerTo(issue.path, part), code, params };
}

/** JSON Pointer (RFC 6901) into a body; `?name` for a query parameter, `{name}` for one of the path. */
function pointerTo(path: readonly PropertyKey[], part: Part): string {
  const names = path.map((name) => String(name));
  if (part === 'query') return `?${names.join('.')}`;
  if (part === 'path') return `{${names.join('.')}}`;
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

interface Refusal {
  readonly code: FieldCode;
  readonly params: Readonly<Record<string, string>>;
}

/** One zod issue in the words of our catalogue. */
function refusalOf(issue: z.core.$ZodIssue): Refusal {
  switch (issue.code) {
    case 'custom':
      return customRefusal(issue.params ?? {});
    case 'invalid_type':
      return issue.input === undefined
        ? { code: 'REQUIRED', params: {} }
        : { code: 'WRONG_TYPE', params: { expected: issue.expected } };
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'bigint'
        ? { code: 'TOO_SMALL', params: { minimum: String(issue.minimum) } }
        : { code: 'TOO_SHORT', params: { minimum: String(issue.minimum) } };
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'bigint'
        ? { code: 'TOO_LARGE', params: { maximum: String(issue.maximum) } }
        : { code: 'TOO_LONG', params: { maximum: String(issue.maximum) } };
    case 'invalid_value':
      if (issue.input === undefined) return { code: 'REQUIRED', params: {} };
      return { code: 'NOT_ALLOWED', params: { allowed: issue.values.map(String).join(' ') } };
    case 'invalid_format':
      return {
        code: formatCode(issue.message),
        params: { given: String(issue.input ?? '').slice(0, 100), example: exampleOf(issue) },
      };
    case 'unrecognized_keys':
      return {
        code: 'UNKNOWN_FIELD',
        params: {
          fields: issue.keys
            .map((key) => key.slice(0, 40))
            .slice(0, 5)
            .join(' '),
        },
      };
    default:
      return { code: 'INVALID', params: {} };
  }
}

/** A schema names the refusal of its format where it has one of its own; the text is in the catalogue. */
function formatCode(message: string): FieldCode {
  return Object.hasOwn(fieldCatalogue, message) ? (message as FieldCode) : 'FORMAT';
}

/** What an id of the expected kind looks like; its prefix stands at the front of its pattern. */
function exampleOf(issue: { readonly pattern?: string | undefined }): string {
  const prefix = /\^([a-z]{3})_/.exec(issue.pattern ?? '')?.[1] ?? 'cus';
  return `${prefix}_${'a'.repeat(26)}`;
}

function customRefusal(given: Record<string, unknown>): Refusal {
  const { refusal, ...params } = given;
  const texts = Object.entries(params).map(([name, value]) => [name, String(value).slice(0, 400)]);
  return { code: (refusal as FieldCode | undefined) ?? 'INVALID', params: Object.fromEntries(texts) };
}
