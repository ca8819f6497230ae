import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { operations } from '../../shared/contracts/index.ts';
import { functionsOf, onlyResourceOf, type Resource, resourcesOf, synthesize } from './synth.ts';

const dev = synthesize('dev');
const routes = resourcesOf(dev.statelessJson, 'AWS::ApiGatewayV2::Route').map(([, route]) => route);

describe('the API', () => {
  it('has one route for each declared operation, and one for everything else', () => {
    const declared = operations.map(({ method, path }) => `${method} ${path}`);
    expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([...declared, '$default'].sort());
  });

  it('leads each route to the function of its capability', () => {
    const served = routes.map((route) => [route.Properties.RouteKey, capabilityOf(route)]);
    const declared = operations.map(({ method, path, capability }) => [`${method} ${path}`, capability]);
    expect(Object.fromEntries(served)).toEqual({ ...Object.fromEntries(declared), $default: 'documentation' });
  });

  it('asks for a token everywhere but where an operation is public', () => {
    const open = routes.filter(({ Properties }) => Properties.AuthorizationType === 'NONE');
    const signedIn = routes.filter(({ Properties }) => Properties.AuthorizationType === 'JWT');
    expect(open.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([
      '$default',
      'GET /docs',
      'GET /feedback/{token}',
      'GET /openapi.json',
      'GET /problems/{code}',
      'POST /feedback/{token}',
      'POST /webhooks/payouts',
    ]);
    expect(signedIn).toHaveLength(routes.length - open.length);
    for (const { Properties } of signedIn) {
      expect(Properties.AuthorizerId).toEqual({ Ref: expect.stringContaining('SignedIn') });
    }
  });

  it('trusts tokens that the user pool gave to its own client, and no others', () => {
    dev.stateless.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [{ 'Fn::ImportValue': Match.stringLikeRegexp('UsersPoolClient') }],
        Issuer: { 'Fn::Join': ['', Match.arrayWith(['https://cognito-idp.'])] },
      },
    });
    dev.stateless.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 1);
  });

  it('limits how many requests it takes', () => {
    dev.stateless.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
    });
  });

  it('logs each request without saying who made it', () => {
    const stage = onlyResourceOf(dev.statelessJson, 'AWS::ApiGatewayV2::Stage');
    const { Format } = stage.Properties.AccessLogSettings as { Format: string };
    expect(Object.keys(JSON.parse(Format))).toEqual([
      'requestId',
      'requestTime',
      'routeKey',
      'status',
      'responseLength',
      'integrationLatency',
      'integrationError',
      'authorizerError',
    ]);
    expect(Format).not.toMatch(/claims|identity|sourceIp|userAgent/i);
  });

  it('lets browsers of the named origins call it, and no others', () => {
    dev.stateless.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['http://localhost:5173'],
        AllowMethods: ['GET', 'POST', 'PATCH', 'PUT'],
        AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'accept-language'],
      },
    });
    const closed = synthesize('dev', { allowedOrigins: [] });
    closed.stateless.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
  });

  it('says where it is when it is deployed', () => {
    dev.stateless.hasOutput('ApiUrl', { Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('HttpApi'), 'ApiEndpoint'] } });
  });
});

/** Follows a route over its integration to the function it calls. */
function capabilityOf(route: Resource): string | undefined {
  const { Target } = route.Properties as { Target: { 'Fn::Join': [string, [string, { Ref: string }]] } };
  const integration = resourceAt(Target['Fn::Join'][1][1].Ref);
  const { IntegrationUri } = integration.Properties as { IntegrationUri: { 'Fn::GetAtt': [string, string] } };
  const called = resourceAt(IntegrationUri['Fn::GetAtt'][0]);
  return functionsOf(dev.statelessJson).find(([, fn]) => fn === called)?.[0];
}

function resourceAt(id: string): Resource {
  const resource = dev.statelessJson.Resources[id];
  if (resource === undefined) {
    throw new Error(`The template has no ${id}.`);
  }
  return resource;
}
