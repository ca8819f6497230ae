import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type ApiOperation, operations } from '../../shared/contracts/index.ts';
import type { Capability } from '../../shared/contracts/operation.ts';
import type { StageSettings } from '../stages.ts';
import type { CapabilityFunction } from './capability-function.ts';
import type { UserDirectory } from './user-directory.ts';

type OperationId = ApiOperation['id'];

export interface FeeLedgerApiProps {
  readonly settings: StageSettings;
  readonly users: UserDirectory;
  readonly capabilities: Readonly<Record<Capability, CapabilityFunction>>;
}

/** Who called is left out on purpose: the access log holds no personal data. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    routeKey: '$context.routeKey',
    status: '$context.status',
    responseLength: '$context.responseLength',
    integrationLatency: '$context.integrationLatency',
    integrationError: '$context.integrationErrorMessage',
    authorizerError: '$context.authorizer.error',
  }),
);

/** The HTTP API: one route for each declared operation, and no route besides. */
export class FeeLedgerApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** By id of the operation. */
  readonly routes: Readonly<Record<OperationId, HttpRoute>>;
  /** Takes what no operation has. */
  readonly otherwise: HttpRoute;

  constructor(scope: Construct, id: string, props: FeeLedgerApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'HttpApi', { createDefaultStage: false, ...corsOf(props.settings) });
    this.stage = this.addStage(props.settings);
    const signedIn = new HttpUserPoolAuthorizer('SignedIn', props.users.pool, {
      userPoolClients: [props.users.client],
    });
    const everybody = new HttpNoneAuthorizer();
    const integrations = this.integrationsOf(props.capabilities);
    this.routes = Object.fromEntries(
      operations.map((operation) => [
        operation.id,
        new HttpRoute(this, operation.id, {
          httpApi: this.api,
          routeKey: HttpRouteKey.with(operation.path, HttpMethod[operation.method]),
          integration: integrations[operation.capability],
          authorizer: operation.roles === 'public' ? everybody : signedIn,
        }),
      ]),
    ) as Record<OperationId, HttpRoute>;
    // What no operation has is refused in our own words: a function answers ROUTE_NOT_FOUND for any route but its own.
    this.otherwise = new HttpRoute(this, 'Otherwise', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrations.documentation,
      authorizer: everybody,
    });
  }

  private integrationsOf(
    capabilities: FeeLedgerApiProps['capabilities'],
  ): Readonly<Record<Capability, HttpLambdaIntegration>> {
    const integrationOf = (capability: Capability): HttpLambdaIntegration =>
      // One permission a function: every route of this API is declared in one list, and a function refuses any other.
      new HttpLambdaIntegration(capability, capabilities[capability].lambda, {
        scopePermissionToRoute: false,
        timeout: Duration.seconds(29),
      });
    const names = Object.keys(capabilities) as Capability[];
    return Object.fromEntries(names.map((name) => [name, integrationOf(name)])) as Record<
      Capability,
      HttpLambdaIntegration
    >;
  }

  private addStage(settings: StageSettings): HttpStage {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: settings.logRetentionDays,
      removalPolicy: settings.keepDataOnRemoval ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    return new HttpStage(this, 'DefaultStage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: settings.throttling.ratePerSecond, burstLimit: settings.throttling.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: accessLogFormat },
    });
  }
}

function corsOf({ allowedOrigins }: StageSettings): object {
  if (allowedOrigins.length === 0) {
    return {};
  }
  return {
    corsPreflight: {
      allowOrigins: [...allowedOrigins],
      allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PATCH, CorsHttpMethod.PUT],
      allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'accept-language'],
      exposeHeaders: ['etag', 'location', 'idempotency-replayed'],
      maxAge: Duration.hours(1),
    },
  };
}
