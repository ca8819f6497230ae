import type { ProblemCode } from './catalogue.ts';
import type { FieldCode } from './field-catalogue.ts';

export interface FieldError {
  /** JSON Pointer into the body, or `?name` / `#name` for a query parameter or header. */
  readonly pointer: string;
  readonly code: FieldCode;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * An expected refusal: it has a code in the catalogue and the params its texts need.
 * `name` equals the code, so that a workflow can catch it by name.
 */
export class DomainError extends Error {
  readonly code: ProblemCode;
  readonly params: Readonly<Record<string, string>>;
  readonly fields: readonly FieldError[];

  constructor(code: ProblemCode, params: Readonly<Record<string, string>> = {}, fields: readonly FieldError[] = []) {
    super(code);
    this.name = code;
    this.code = code;
    this.params = params;
    this.fields = fields;
  }
}
