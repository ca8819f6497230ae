import type { InputOf, Operation } from '../../contracts/operation.ts';
import { DomainError } from '../../errors/domain-error.ts';
import { parseFields } from '../../errors/field-errors.ts';
import { invariant } from '../../errors/invariant.ts';
import { type HttpEvent, type HttpMiddleware, type HttpRequest, header } from './state.ts';

/** Larger than any form of ours, smaller than anything that hurts. */
const bodyLimitBytes = 64 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const idempotencyKeyPattern = /^[\x21-\x7e]{1,100}$/;

/** Reads path, query, headers and body by the operation's schemas into what its use case receives. */
export function parse(): HttpMiddleware {
  const before = (request: HttpRequest) => {
    const { operation } = request.context.http;
    invariant(operation !== undefined, 'authorise runs before parse');
    request.context.http.input = readInput(operation, request.event);
  };
  return { before } as HttpMiddleware;
}

function readInput(operation: Operation, event: HttpEvent): InputOf<Operation> {
  const input = {
    idempotencyKey: idempotencyKey(operation, event),
    ifMatch: ifMatch(operation, event),
    params: readPath(operation, event),
    query: operation.query && parseFields(operation.query, event.queryStringParameters ?? {}, 'query'),
    body: operation.body && parseFields(operation.body, readJson(event), 'body'),
  };
  return input as InputOf<Operation>;
}

/** A malformed id is an unknown id: it answers the same 404 as one that was never given. */
function readPath(operation: Operation, event: HttpEvent): unknown {
  const result = operation.params?.safeParse(event.pathParameters ?? {});
  if (result?.success === false) throw new DomainError('NOT_FOUND');
  return result?.data;
}

function idempotencyKey(operation: Operation, event: HttpEvent): string | undefined {
  if (operation.idempotencyKey !== 'required') return undefined;
  const key = header(event, 'idempotency-key');
  if (key === undefined || !idempotencyKeyPattern.test(key)) throw new DomainError('IDEMPOTENCY_KEY_MISSING');
  return key;
}

function ifMatch(operation: Operation, event: HttpEvent): string | undefined {
  if (operation.ifMatch !== 'required') return undefined;
  const etag = header(event, 'if-match');
  if (etag === undefined || etag === '') throw new DomainError('IF_MATCH_MISSING');
  return etag;
}

function readJson(event: HttpEvent): unknown {
  const body = event.body ?? '';
  const raw = event.isBase64Encoded ? Buffer.from(body, 'base64') : undefined;
  const bytes = raw?.byteLength ?? Buffer.byteLength(body);
  if (bytes > bodyLimitBytes) throw new DomainError('BODY_TOO_LARGE', { limit: String(bodyLimitBytes) });
  const type = (header(event, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new DomainError('MEDIA_TYPE_UNSUPPORTED');
  try {
    return JSON.parse(raw === undefined ? withoutMark(body) : utf8.decode(raw));
  } catch {
    throw new DomainError('BODY_NOT_JSON');
  }
}

/** A byte order mark in front of a text is no part of it; decoding bytes takes it away by itself. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
