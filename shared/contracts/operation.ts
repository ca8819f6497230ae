import type * as z from 'zod';
import type { ProblemCode } from '../errors/catalogue.ts';
import type { Role } from '../model/role.ts';

/** The Lambda functions that serve the API: one folder of `functions/` each. */
export type Capability =
  | 'aftercare'
  | 'feedback'
  | 'customers'
  | 'corrections'
  | 'deposits'
  | 'charges'
  | 'control'
  | 'approvals'
  | 'users'
  | 'policies'
  | 'imports'
  | 'documentation'
  | 'templates'
  | 'arrivals'
  | 'refunds'
  | 'reports'
  | 'vouchers'
  | 'payout-results';

/**
 * One operation of the API, declared once. Routes, validation, roles, types, OpenAPI, the sandbox and the tests read it.
 */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  readonly path: string;
  readonly capability: Capability;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Who may call it; everybody else is refused. `public` needs no token. */
  readonly roles: readonly Role[] | 'public';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** `required`: the header Idempotency-Key must come with it. */
  readonly idempotencyKey?: 'required';
  /** `required`: the header If-Match must come with it. */
  readonly ifMatch?: 'required';
  /** `required`: the header FeeLedger-Signature must fit the body; it stands in place of a token. */
  readonly signature?: 'required';
  readonly success: {
    readonly status: 200 | 201;
    readonly description: string;
    readonly body?: z.ZodType;
    readonly contentType?: string;
  };
  /** `page`: it is opened in a browser by people, so what it refuses is an HTML page in place of a problem document. */
  readonly refusals?: 'page';
  /** Refusals of its own, beyond those that every operation of its kind has. */
  readonly problems: readonly ProblemCode[];
}

/** Keeps the literal types of a declaration, so that handlers and tests are checked against it. */
export function defineOperation<const O extends Operation>(operation: O): O {
  return operation;
}

type OutputOf<T> = T extends z.ZodType ? z.output<T> : undefined;

/** What a use case receives: parsed, in domain types. */
export interface InputOf<O extends Operation> {
  readonly params: OutputOf<O['params']>;
  readonly query: OutputOf<O['query']>;
  readonly body: OutputOf<O['body']>;
  readonly idempotencyKey: O['idempotencyKey'] extends 'required' ? string : undefined;
  readonly ifMatch: O['ifMatch'] extends 'required' ? string : undefined;
}

/** What a use case answers: the body as the wire has it, and whether this was a replay. */
export interface ReplyOf<O extends Operation> {
  readonly body: O['success']['body'] extends z.ZodType ? z.input<O['success']['body']> : string;
  readonly etag?: string;
  readonly replayed?: boolean;
  readonly location?: string;
  readonly contentType?: string;
}
