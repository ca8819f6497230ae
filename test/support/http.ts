import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import { expect } from 'vitest';
import * as z from 'zod';
import { type ApiOperation, operations } from '../../shared/contracts/index.ts';
import type { Capability, Operation } from '../../shared/contracts/operation.ts';
import { problemsOf } from '../../shared/documentation/problems-of.ts';
import { catalogue, type ProblemCode, problemCodes } from '../../shared/errors/catalogue.ts';
import { type FieldCode, fieldCatalogue } from '../../shared/errors/field-catalogue.ts';
import type { Role } from '../../shared/model/role.ts';
import type { HttpHandler } from '../../shared/runtime/http.ts';

export type OperationId = ApiOperation['id'];

/** Who a token speaks of. */
export interface Caller {
  readonly username: string;
  readonly roles: readonly Role[];
}

/** A request; what a test leaves out is as a well-behaved client would send it. */
export interface Call {
  /** Nobody: the request comes without a token. */
  readonly as?: Caller;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON; `text` is sent as it is. */
  readonly body?: unknown;
  readonly text?: string;
  readonly isBase64Encoded?: boolean;
  readonly key?: string;
  readonly ifMatch?: string | undefined;
  readonly language?: string;
  /** `undefined` leaves a header out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

type BodyOf<Id extends OperationId> = Extract<ApiOperation, { id: Id }>['success'] extends {
  readonly body: infer B extends z.ZodType;
}
  ? z.output<B>
  : string;

const fieldProblemSchema = z.strictObject({
  pointer: z.string(),
  code: z.enum(Object.keys(fieldCatalogue) as [FieldCode, ...FieldCode[]]),
  detail: z.string().min(1),
});

/** The body of every refusal, with nothing left unsaid and nothing more than is declared. */
const problemSchema = z.strictObject({
  type: z.string().regex(/^\/problems\/[a-z-]+$/),
  title: z.string().min(1),
  status: z.number().int(),
  code: z.enum(problemCodes as [ProblemCode, ...ProblemCode[]]),
  detail: z.string().min(1),
  errors: z.array(fieldProblemSchema).min(1).optional(),
  instance: z.string(),
  requestId: z.string(),
});
export type ProblemBody = z.output<typeof problemSchema>;

const handlers: Record<Capability, () => Promise<{ handler: HttpHandler }>> = {
  customers: () => import('../../functions/customers/handler.ts'),
  deposits: () => import('../../functions/deposits/handler.ts'),
  charges: () => import('../../functions/charges/handler.ts'),
  control: () => import('../../functions/control/handler.ts'),
  approvals: () => import('../../functions/approvals/handler.ts'),
  users: () => import('../../functions/users/handler.ts'),
  policies: () => import('../../functions/policies/handler.ts'),
  refunds: () => import('../../functions/refunds/handler.ts'),
  reports: () => import('../../functions/reports/handler.ts'),
  corrections: () => import('../../functions/corrections/handler.ts'),
  aftercare: () => import('../../functions/aftercare/handler.ts'),
  feedback: () => import('../../functions/feedback/handler.ts'),
  vouchers: () => import('../../functions/vouchers/handler.ts'),
  imports: () => import('../../functions/imports/handler.ts'),
  templates: () => import('../../functions/templates/handler.ts'),
  arrivals: () => import('../../functions/arrivals/handler.ts'),
  'payout-results': () => import('../../functions/payout-results/handler.ts'),
  documentation: () => import('../../functions/documentation/handler.ts'),
};

/** Gives the functions the environment the stack gives them; their clients are made at the first event. */
export function setFunctionEnvironment(settings: { table: string; endpoint: string; logLevel?: string }): void {
  Object.assign(process.env, {
    LEDGER_TABLE: settings.table,
    BUSINESS_ZONE: 'Asia/Shanghai',
    VOUCHER_BUCKET: 'vouchers',
    AWS_ENDPOINT_URL_DYNAMODB: settings.endpoint,
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    POWERTOOLS_LOG_LEVEL: settings.logLevel ?? 'SILENT',
  });
}

export function operationOf(id: OperationId): Operation {
  const found = operations.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`there is no operation ${id}`);
  return found;
}

let requests = 0;

/** What the HTTP API hands to a Lambda function for one request (payload format 2.0). */
export function eventFor(operation: Operation, call: Call): APIGatewayProxyEventV2WithJWTAuthorizer {
  requests += 1;
  const { as, params = {}, query = {}, isBase64Encoded = false } = call;
  const rawPath = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const body = call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const event = {
    version: '2.0',
    routeKey: `${operation.method} ${operation.path}`,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: headersOf(operation, call),
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(Object.keys(params).length === 0 ? {} : { pathParameters: params }),
    requestContext: {
      requestId: `request-${requests}`,
      http: { method: operation.method, path: rawPath },
      ...(as === undefined ? {} : { authorizer: { jwt: { claims: claimsOf(as), scopes: null } } }),
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded,
  };
  return event as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
}

/** Groups come as the text `[clerk finance]`; a user without any has no such claim. */
function claimsOf({ username, roles }: Caller): Record<string, string> {
  return { username, token_use: 'access', ...(roles.length === 0 ? {} : { 'cognito:groups': `[${roles.join(' ')}]` }) };
}

function headersOf(operation: Operation, call: Call): Record<string, string> {
  const headers = {
    'accept-language': call.language ?? 'en',
    'content-type': operation.body === undefined ? undefined : 'application/json',
    'idempotency-key': operation.idempotencyKey === undefined ? undefined : (call.key ?? `key-${requests}`),
    'if-match': call.ifMatch,
    ...call.headers,
  };
  return Object.fromEntries(
    Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined),
  );
}

/** Sends a request to the function that serves it; whatever comes back has to be what its contract declares. */
export async function send(id: OperationId, call: Call = {}): Promise<Answer> {
  const operation = operationOf(id);
  const event = eventFor(operation, call);
  const answer = await invoke(operation.capability, event);
  if (answer.status < 400) checkSuccess(operation, answer);
  else if (operation.refusals === 'page') checkRefusalPage(operation, answer);
  else checkRefusal(operation, event, answer);
  return answer;
}

export async function invoke(capability: Capability, event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<Answer> {
  const { handler } = await handlers[capability]();
  const context = { awsRequestId: `invocation-${requests}`, functionName: capability } as Context;
  const { statusCode = 0, headers = {}, body = '' } = await handler(event, context);
  const isJson = /json/.test(String(headers['content-type'])) && typeof body === 'string';
  return { status: statusCode, headers: headers as Answer['headers'], body: isJson ? JSON.parse(body) : body };
}

function checkSuccess(operation: Operation, { status, headers, body }: Answer): void {
  const { success } = operation;
  const outline = { operation: operation.id, status, contentType: headers['content-type'] };
  const contentType = success.contentType ?? 'application/json; charset=utf-8';
  expect(outline).toEqual({ operation: operation.id, status: success.status, contentType });
  if (success.body === undefined) return;
  const { error } = strictly(success.body).safeParse(body);
  expect(error?.issues, `${operation.id} answers what its contract says`).toBeUndefined();
}

function checkRefusal(operation: Operation, event: APIGatewayProxyEventV2WithJWTAuthorizer, answer: Answer): void {
  const problem = problemSchema.parse(answer.body);
  const texts = [problem.title, problem.detail, ...(problem.errors ?? []).map(({ detail }) => detail)];
  expect(problemsOf(operation), `${operation.id} declares ${problem.code}`).toContain(problem.code);
  expect(problem).toMatchObject({
    type: `/problems/${problem.code.toLowerCase().replaceAll('_', '-')}`,
    status: answer.status,
    instance: event.rawPath,
    requestId: event.requestContext.requestId,
  });
  expect(answer.status).toBe(catalogue[problem.code].status);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  });
  for (const text of texts) expect(text, 'every hole of a text is filled').not.toMatch(/\{[a-z]+\}/i);
}

/** A page does not name its problem, so it is known by its title, in either language. */
function checkRefusalPage(operation: Operation, { status, headers, body }: Answer): void {
  const declared = problemsOf(operation).filter((code) => catalogue[code].status === status);
  const titles = declared.flatMap((code) => Object.values(catalogue[code].title));
  expect(titles, `${operation.id} declares its refusals`).toContain(/<h1>(.*)<\/h1>/.exec(String(body))?.[1]);
  expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  expect(body, 'every hole of a text is filled').not.toMatch(/<p>[^<]*\{[a-z]+\}/i);
}

/** The same schema with every object closed: a field that is not declared is a fault. */
function strictly(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.core.$ZodType>;
    return z.strictObject(Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, strictly(field)])));
  }
  if (schema instanceof z.ZodArray) return z.array(strictly(schema.element));
  if (schema instanceof z.ZodOptional) return strictly(schema.unwrap()).optional();
  return schema as z.ZodType;
}

/** Sends a request that is accepted. */
export async function accepted<Id extends OperationId>(id: Id, call: Call = {}) {
  const answer = await send(id, call);
  const isAccepted = answer.status < 400;
  expect(isAccepted ? 'accepted' : answer.body, `${id} is accepted`).toBe('accepted');
  const { headers } = answer;
  return {
    status: answer.status,
    headers,
    body: answer.body as BodyOf<Id>,
    etag: headers.etag,
    isReplay: headers['idempotency-replayed'] === 'true',
  };
}

/** Sends a request that is refused. */
export async function refused(id: OperationId, call: Call = {}): Promise<ProblemBody> {
  const { status, body } = await send(id, call);
  expect(status, `${id} is refused, not answered with ${JSON.stringify(body)}`).toBeGreaterThanOrEqual(400);
  return body as ProblemBody;
}

/** The fields a problem complains of, as `/pointer CODE`. */
export function complaints({ code, errors = [] }: ProblemBody): string[] {
  return code === 'VALIDATION_FAILED' ? errors.map(({ pointer, code }) => `${pointer} ${code}`) : [code];
}
