import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProblemCode } from '../shared/errors/catalogue.ts';
import { problemContentType, problemFor } from '../shared/errors/problem.ts';
import { negotiateLanguage } from '../shared/model/language.ts';

export interface GatewayRefusal {
  readonly code: ProblemCode;
  readonly requestId: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers for the gateway itself, in the shape and the languages of the application's own problems. */
export function writeProblem(request: IncomingMessage, response: ServerResponse, refusal: GatewayRefusal): void {
  const language = negotiateLanguage(request.headers['accept-language']);
  const instance = (request.url ?? '/').split('?')[0] ?? '/';
  const problem = problemFor(refusal.code, language, { instance, requestId: refusal.requestId }, refusal.params);
  response.writeHead(problem.status, {
    ...refusal.headers,
    'content-type': problemContentType,
    'content-language': language,
  });
  response.end(JSON.stringify(problem));
}
