import type middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import type { InputOf, Operation } from '../../contracts/operation.ts';
import { type Language, negotiateLanguage } from '../../model/language.ts';
import type { Actor } from '../../users/read-user.ts';

/** Who calls, in which language he reads, and the id that ties his request to our logs. */
export interface Call {
  readonly actor: Actor;
  readonly language: Language;
  readonly requestId: string;
}

/** What one middleware leaves for the next, on the context of this one invocation. */
export interface HttpState {
  operation?: Operation;
  call?: Call;
  input?: InputOf<Operation>;
}

export type HttpContext = Context & { http: HttpState };
export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;
export type HttpRequest = middy.Request<HttpEvent, unknown, Error, HttpContext>;
export type HttpMiddleware = middy.MiddlewareObj;

/** A header by its lower-case name, as the HTTP API hands it over. */
export function header(event: HttpEvent, name: string): string | undefined {
  return event.headers?.[name];
}

export function languageOf(event: HttpEvent): Language {
  return negotiateLanguage(header(event, 'accept-language'));
}
