import type { Logger } from '@aws-lambda-powertools/logger';
import { fingerprint } from '../../table/document-id.ts';
import type { HttpMiddleware, HttpRequest } from './state.ts';

const prints = new Map<string, string>();

/** A caller's print, made once: there are as many as the company has people. */
function callerPrint(id: string): string {
  const print = prints.get(id) ?? fingerprint(id);
  prints.set(id, print);
  return print;
}

/**
 * One log line a request: what was asked, how it ended, how long it took. No names, no bodies, no query texts; the
 * caller appears as a print of his id (D18).
 */
export function observe(logger: Logger): HttpMiddleware {
  const before = (request: HttpRequest) => {
    request.context.http = {};
    Object.assign(request.internal, { startedAt: performance.now() });
  };
  const finish = (request: HttpRequest) => {
    const { operation, call } = request.context.http ?? {};
    const { startedAt } = request.internal as { startedAt: number };
    logger.info('request', {
      operation: operation?.id ?? request.event.routeKey,
      status: (request.response as { statusCode?: number } | undefined)?.statusCode,
      apiRequestId: request.event.requestContext?.requestId,
      functionRequestId: request.context.awsRequestId,
      caller: call && callerPrint(call.actor.id),
      durationMs: Math.round(performance.now() - startedAt),
    });
  };
  return { before, after: finish, onError: finish } as HttpMiddleware;
}
