import type { Logger } from '@aws-lambda-powertools/logger';
import { catalogue, type ProblemCode } from '../../errors/catalogue.ts';
import { DomainError } from '../../errors/domain-error.ts';
import { problemContentType, problemFor } from '../../errors/problem.ts';
import { refusalPage } from '../../html/refusal-page.ts';
import { isTransient } from '../../table/write.ts';
import { type HttpMiddleware, type HttpRequest, languageOf } from './state.ts';

/**
 * Answers every error as an RFC 9457 problem in the reader's language, or as a page where people open the address in a
 * browser; what was not expected is 500 without detail.
 */
export function problemDetails(logger: Logger): HttpMiddleware {
  const onError = (request: HttpRequest) => {
    const { error, event } = request;
    const refusal = error instanceof DomainError ? error : new DomainError(unexpected(error));
    if (!(error instanceof DomainError)) {
      const ids = { apiRequestId: event.requestContext.requestId, functionRequestId: request.context.awsRequestId };
      logger.error('unexpected error', { ...ids, error: error as Error });
    }
    const language = languageOf(event);
    const where = { instance: event.rawPath, requestId: event.requestContext.requestId };
    const problem = problemFor(refusal.code, language, where, refusal.params, refusal.fields);
    const isPage = request.context.http?.operation?.refusals === 'page';
    request.response = {
      statusCode: problem.status,
      headers: {
        'content-type': isPage ? 'text/html; charset=utf-8' : problemContentType,
        'content-language': language,
        'cache-control': 'no-store',
        ...(catalogue[refusal.code].retryable ? { 'retry-after': '1' } : {}),
      },
      body: isPage ? refusalPage(problem, language) : JSON.stringify(problem),
    };
  };
  return { onError } as HttpMiddleware;
}

function unexpected(error: unknown): ProblemCode {
  return isTransient(error) ? 'TEMPORARILY_UNAVAILABLE' : 'INTERNAL';
}
