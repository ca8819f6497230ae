import type { Operation, ReplyOf } from '../../contracts/operation.ts';
import { invariant } from '../../errors/invariant.ts';
import type { HttpMiddleware, HttpRequest } from './state.ts';

/** Writes a use case's reply as the HTTP response. */
export function render(): HttpMiddleware {
  const after = (request: HttpRequest) => {
    const { operation } = request.context.http;
    invariant(operation !== undefined, 'authorise runs before render');
    const reply = request.response as ReplyOf<Operation>;
    const isText = typeof reply.body === 'string';
    request.response = {
      statusCode: operation.success.status,
      headers: {
        'content-type': reply.contentType ?? operation.success.contentType ?? 'application/json; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "frame-ancestors 'none'",
        // Only the documentation is the same for everybody; a customer's page is public by its secret address alone.
        'cache-control': operation.capability === 'documentation' ? 'public, max-age=300' : 'no-store',
        ...(reply.etag === undefined ? {} : { etag: reply.etag }),
        ...(reply.location === undefined ? {} : { location: reply.location }),
        ...(reply.replayed === true ? { 'idempotency-replayed': 'true' } : {}),
      },
      body: isText ? reply.body : JSON.stringify(reply.body),
    };
  };
  return { after } as HttpMiddleware;
}
