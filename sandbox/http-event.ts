import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json, JsonObject } from './template.ts';

export interface EventContext {
  readonly apiId: string;
  readonly accountId: string;
  readonly routeKey: string;
  readonly requestId: string;
  readonly now: Date;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Claims as the authorizer hands them on: all of them text. */
  readonly claims: Readonly<Record<string, string>> | undefined;
  readonly body: Buffer;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TEXT_BODY = /^(text\/|application\/([a-z0-9.+-]+\+)?(json|xml|javascript)\b)/i;

/** The event an HTTP API hands to a Lambda function, payload format 2.0. */
export function eventOf(request: IncomingMessage, context: EventContext): JsonObject {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  const { cookie, ...headers } = joinedHeaders(request);
  const parameters = joinedQuery(query);
  const binary =
    !TEXT_BODY.test(headers['content-type'] ?? 'application/json') || headers['content-encoding'] !== undefined;
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(Object.keys(parameters).length === 0 ? {} : { queryStringParameters: parameters }),
    ...(Object.keys(context.pathParameters).length === 0 ? {} : { pathParameters: { ...context.pathParameters } }),
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      ...(context.claims === undefined ? {} : { authorizer: { jwt: { claims: { ...context.claims }, scopes: null } } }),
      domainName: headers['host'] ?? '',
      domainPrefix: context.apiId,
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: context.requestId,
      routeKey: context.routeKey,
      stage: '$default',
      time: commonLogTime(context.now),
      timeEpoch: context.now.getTime(),
    },
    ...(context.body.length === 0 ? {} : { body: context.body.toString(binary ? 'base64' : 'utf8') }),
    isBase64Encoded: binary && context.body.length > 0,
  };
}

/** Header names in small letters; a header sent several times is one text, joined with commas. */
function joinedHeaders(request: IncomingMessage): Record<string, string> {
  const joined: Record<string, string> = {};
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = (request.rawHeaders[index] ?? '').toLowerCase();
    const value = request.rawHeaders[index + 1] ?? '';
    const separator = name === 'cookie' ? '; ' : ',';
    joined[name] = joined[name] === undefined ? value : `${joined[name]}${separator}${value}`;
  }
  return joined;
}

function joinedQuery(query: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query))
    joined[name] = name in joined ? `${joined[name]},${value}` : value;
  return joined;
}

/** `22/Nov/2026:05:29:00 +0000` */
function commonLogTime(now: Date): string {
  const [day, time] = [now.toISOString().slice(8, 10), now.toISOString().slice(11, 19)];
  return `${day}/${MONTHS[now.getUTCMonth()]}/${now.getUTCFullYear()}:${time} +0000`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

/** Writes what a function returned. Returns false, and writes nothing, when it is no valid answer. */
export function writeAnswer(response: ServerResponse, payload: Json): boolean {
  const answer = payload as {
    statusCode?: Json;
    headers?: Record<string, Json>;
    cookies?: string[];
    body?: Json;
    isBase64Encoded?: boolean;
  } | null;
  if (answer === null || typeof answer !== 'object' || answer.statusCode === undefined) {
    // A function may answer with bare data: the gateway makes a JSON answer of it.
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(typeof payload === 'string' ? payload : JSON.stringify(payload));
    return true;
  }
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return false;
  if (answer.body !== undefined && answer.body !== null && typeof answer.body !== 'string') return false;
  if (answer.cookies !== undefined) response.setHeader('set-cookie', answer.cookies);
  for (const [name, value] of Object.entries(answer.headers ?? {}))
    response.setHeader(name.toLowerCase(), String(value));
  if (!response.hasHeader('content-type') && answer.body)
    response.setHeader('content-type', 'text/plain;charset=utf-8');
  response.writeHead(status);
  response.end(Buffer.from(answer.body ?? '', answer.isBase64Encoded === true ? 'base64' : 'utf8'));
  return true;
}
