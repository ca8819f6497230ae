import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxClock } from './clock.ts';
import { type GatewayRefusal, writeProblem } from './gateway-problems.ts';
import { eventOf, writeAnswer } from './http-event.ts';
import { matchRoute } from './http-routes.ts';
import { type Authorizer, makeAuthorizer } from './jwt-authorizer.ts';
import { THROTTLED, TIMED_OUT } from './lambda-function.ts';
import type { LambdaHost } from './lambda-host.ts';
import { LOCAL_ACCOUNT } from './local-account.ts';
import type { Application, Resource } from './template.ts';
import { Throttle } from './throttle.ts';

const LARGEST_REQUEST_BYTES = 10 * 1024 * 1024;
/** Lambda takes at most this much in one event, however much the gateway would pass on. */
const LARGEST_EVENT_BYTES = 6 * 1024 * 1024;
const LONGEST_INTEGRATION_MS = 30_000;

interface Route {
  readonly key: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer: Authorizer | undefined;
  readonly scopes: readonly string[];
}

interface CorsRules {
  readonly AllowOrigins?: string[];
  readonly AllowMethods?: string[];
  readonly AllowHeaders?: string[];
  readonly ExposeHeaders?: string[];
  readonly MaxAge?: number;
  readonly AllowCredentials?: boolean;
}

export interface HttpApiOptions {
  readonly application: Application;
  readonly lambdas: LambdaHost;
  readonly clock: SandboxClock;
  readonly cognitoEndpoint: string;
}

/** The HTTP API of the template: routes, JWT authorizer, CORS and throttling, in front of the functions. */
export class HttpApi {
  readonly #options: HttpApiOptions;
  readonly #apiId: string;
  readonly #routes: readonly Route[];
  readonly #cors: CorsRules | undefined;
  readonly #throttle: Throttle;

  constructor(options: HttpApiOptions) {
    this.#options = options;
    const { application } = options;
    const [api, ...more] = application.ofType('AWS::ApiGatewayV2::Api');
    if (api === undefined || more.length > 0)
      throw new Error('The sandbox runs an application with exactly one HTTP API.');
    if (api.properties['ProtocolType'] !== 'HTTP') throw new Error(`${api.logicalId} is no HTTP API.`);
    this.#apiId = application.values(api).ref;
    this.#cors = api.properties['CorsConfiguration'] as CorsRules | undefined;
    this.#routes = readRoutes(options);
    this.#throttle = readThrottle(application);
  }

  get routeKeys(): string[] {
    return this.#routes.map((route) => route.key);
  }

  /** Answers one request, always. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomBytes(12).toString('base64url');
    response.setHeader('apigw-requestid', requestId);
    this.#writeCorsHeaders(request, response);
    try {
      if (this.#isPreflight(request)) {
        this.#answerPreflight(response);
        return;
      }
      const refusal = await this.#pass(request, response, requestId);
      if (refusal !== undefined) writeProblem(request, response, { ...refusal, requestId });
    } catch (error) {
      if (!response.headersSent) writeProblem(request, response, { code: 'INTERNAL', requestId });
      throw error;
    }
  }

  /** Takes a request through route, authorizer, throttle and function. Returns why it was refused, if it was. */
  async #pass(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<Omit<GatewayRefusal, 'requestId'> | undefined> {
    const method = request.method ?? 'GET';
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const match = findRoute(this.#routes, method, path);
    if (match === undefined) return { code: 'ROUTE_NOT_FOUND', params: { method, path } };
    const { route, parameters } = match;
    const verdict = await route.authorizer?.(request.headers.authorization, route.scopes);
    if (verdict?.allowed === false) {
      const headers = { 'www-authenticate': verdict.header };
      if (verdict.reason === 'unauthenticated') return { code: 'UNAUTHENTICATED', headers };
      return { code: 'FORBIDDEN', headers, params: { roles: route.scopes.join(', ') } };
    }
    if (!this.#throttle.pass()) return { code: 'TOO_MANY_REQUESTS', headers: { 'retry-after': '1' } };

    const body = await readBody(request);
    if (body === undefined) return tooLarge(LARGEST_REQUEST_BYTES);
    const event = eventOf(request, {
      apiId: this.#apiId,
      accountId: LOCAL_ACCOUNT,
      routeKey: route.key,
      requestId,
      now: this.#options.clock.now(),
      pathParameters: parameters,
      claims: verdict?.claims,
      body,
    });
    if (body.length > LARGEST_EVENT_BYTES / 2 && JSON.stringify(event).length > LARGEST_EVENT_BYTES) {
      return tooLarge(LARGEST_EVENT_BYTES);
    }
    const result = await within(route.timeoutMs, this.#options.lambdas.invoke(route.functionArn, event));
    if (result === 'late') return { code: 'TEMPORARILY_UNAVAILABLE' };
    if (result.ok) return writeAnswer(response, result.payload) ? undefined : { code: 'INTERNAL' };
    if (result.error.errorType === THROTTLED || result.error.errorType === TIMED_OUT)
      return { code: 'TEMPORARILY_UNAVAILABLE' };
    return { code: 'INTERNAL' };
  }

  #isPreflight(request: IncomingMessage): boolean {
    return (
      this.#cors !== undefined &&
      request.method === 'OPTIONS' &&
      findRoute(this.#routes, 'OPTIONS', request.url ?? '/') === undefined
    );
  }

  #answerPreflight(response: ServerResponse): void {
    const { AllowMethods = [], AllowHeaders = [], MaxAge } = this.#cors ?? {};
    if (response.hasHeader('access-control-allow-origin')) {
      response.setHeader('access-control-allow-methods', AllowMethods.join(','));
      response.setHeader('access-control-allow-headers', AllowHeaders.join(','));
      if (MaxAge !== undefined) response.setHeader('access-control-max-age', MaxAge);
    }
    response.writeHead(204);
    response.end();
  }

  #writeCorsHeaders(request: IncomingMessage, response: ServerResponse): void {
    const { origin } = request.headers;
    const { AllowOrigins = [], ExposeHeaders = [], AllowCredentials } = this.#cors ?? {};
    if (origin === undefined || !AllowOrigins.some((allowed) => allowed === '*' || allowed === origin)) return;
    response.setHeader('access-control-allow-origin', AllowOrigins.includes('*') ? '*' : origin);
    response.setHeader('vary', 'Origin');
    if (ExposeHeaders.length > 0) response.setHeader('access-control-expose-headers', ExposeHeaders.join(','));
    if (AllowCredentials === true) response.setHeader('access-control-allow-credentials', 'true');
  }
}

function findRoute(routes: readonly Route[], method: string, path: string) {
  try {
    return matchRoute(routes, method, path);
  } catch {
    // A path that is wrongly encoded names nothing.
    return undefined;
  }
}

function tooLarge(limit: number): Omit<GatewayRefusal, 'requestId'> {
  return { code: 'BODY_TOO_LARGE', params: { limit: String(limit) }, headers: { connection: 'close' } };
}

/** The whole body, or undefined as soon as it is larger than the gateway takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_REQUEST_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_REQUEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function readRoutes({ application, clock, cognitoEndpoint }: HttpApiOptions): Route[] {
  const integrations = new Map<string, Resource>();
  for (const one of application.ofType('AWS::ApiGatewayV2::Integration'))
    integrations.set(`integrations/${application.values(one).ref}`, one);
  const authorizers = new Map<string, Authorizer>();
  for (const one of application.ofType('AWS::ApiGatewayV2::Authorizer')) {
    authorizers.set(application.values(one).ref, makeAuthorizer(one, cognitoEndpoint, clock));
  }
  return application.ofType('AWS::ApiGatewayV2::Route').map(({ logicalId, properties }) => {
    const integration = integrations.get(String(properties['Target']));
    if (integration === undefined) throw new Error(`The route ${logicalId} has no integration.`);
    const { IntegrationType, PayloadFormatVersion, IntegrationUri, TimeoutInMillis } = integration.properties;
    if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0') {
      throw new Error(`The sandbox runs Lambda integrations with payload format 2.0 only (${integration.logicalId}).`);
    }
    const authorization = properties['AuthorizationType'] ?? 'NONE';
    const authorizer = authorizers.get(String(properties['AuthorizerId']));
    if (authorization !== 'NONE' && authorizer === undefined) {
      throw new Error(`The sandbox does not know the authorization ${authorization} of the route ${logicalId}.`);
    }
    return {
      key: String(properties['RouteKey']),
      functionArn: functionArnIn(String(IntegrationUri)),
      timeoutMs: Number(TimeoutInMillis ?? LONGEST_INTEGRATION_MS),
      authorizer: authorization === 'NONE' ? undefined : authorizer,
      scopes: (properties['AuthorizationScopes'] as string[] | undefined) ?? [],
    };
  });
}

/** An integration names its function by ARN, alone or inside the ARN of Lambda's invoke path. */
function functionArnIn(uri: string): string {
  return /functions\/(arn:.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function readThrottle(application: Application): Throttle {
  const [stage] = application.ofType('AWS::ApiGatewayV2::Stage');
  const settings = stage?.properties['DefaultRouteSettings'] as
    | { ThrottlingRateLimit?: number; ThrottlingBurstLimit?: number }
    | undefined;
  return new Throttle(settings?.ThrottlingRateLimit ?? 10_000, settings?.ThrottlingBurstLimit ?? 5_000);
}
