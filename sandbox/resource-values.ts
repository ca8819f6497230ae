import { createHash } from 'node:crypto';
import type { Json, ResourceValues } from './template.ts';

/** What is known of a resource when its name is asked for. */
export interface NamedResource {
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  readonly logicalId: string;
  readonly type: string;
  /** Where the HTTP API is served on this machine. */
  readonly apiUrl?: string | undefined;
  /** A resolved property of the resource. */
  property(name: string): Json | undefined;
}

/**
 * What `Ref` and `Fn::GetAtt` give for a resource. Names and ids the cloud would make up are derived from the stack and the
 * logical id, so they are the same after every restart.
 */
export function valuesOf(resource: NamedResource): ResourceValues {
  const make = makers[resource.type];
  return make === undefined ? plainValues(resource) : make(resource);
}

type Maker = (resource: NamedResource) => ResourceValues;

const makers: Readonly<Record<string, Maker>> = {
  'AWS::DynamoDB::Table': tableValues,
  'AWS::DynamoDB::GlobalTable': tableValues,
  'AWS::Lambda::Function': (resource) => {
    const name = text(resource, 'FunctionName') ?? generatedName(resource, 64);
    return { ref: name, attributes: { Arn: arn(resource, 'lambda', `function:${name}`) } };
  },
  'AWS::Lambda::Version': (resource) => qualifiedFunction(resource, '1'),
  'AWS::Lambda::Alias': (resource) => qualifiedFunction(resource, text(resource, 'Name') ?? 'live'),
  'AWS::S3::Bucket': (resource) => {
    const name = text(resource, 'BucketName') ?? generatedName(resource, 63).toLowerCase();
    const domain = `${name}.s3.amazonaws.com`;
    const attributes = { Arn: `arn:aws:s3:::${name}`, DomainName: domain, RegionalDomainName: domain };
    return { ref: name, attributes };
  },
  'AWS::Cognito::UserPool': (resource) => {
    const id = `${resource.region}_${code(resource, 9)}`;
    const provider = `cognito-idp.${resource.region}.amazonaws.com/${id}`;
    const attributes = {
      Arn: arn(resource, 'cognito-idp', `userpool/${id}`),
      ProviderName: provider,
      ProviderURL: `https://${provider}`,
      UserPoolId: id,
    };
    return { ref: id, attributes };
  },
  'AWS::Cognito::UserPoolClient': (resource) => {
    const id = code(resource, 26).toLowerCase();
    return { ref: id, attributes: { ClientId: id, Name: text(resource, 'ClientName') ?? resource.logicalId } };
  },
  'AWS::Cognito::UserPoolGroup': (resource) => ({
    ref: text(resource, 'GroupName') ?? resource.logicalId,
    attributes: {},
  }),
  'AWS::ApiGatewayV2::Api': (resource) => {
    const id = code(resource, 10).toLowerCase();
    return {
      ref: id,
      attributes: {
        ApiId: id,
        // A link in a mail has to lead here.
        ApiEndpoint: resource.apiUrl ?? `https://${id}.execute-api.${resource.region}.amazonaws.com`,
      },
    };
  },
  'AWS::StepFunctions::StateMachine': (resource) => {
    const name = text(resource, 'StateMachineName') ?? generatedName(resource, 80);
    const own = arn(resource, 'states', `stateMachine:${name}`);
    return { ref: own, attributes: { Arn: own, Name: name, StateMachineRevisionId: '1' } };
  },
  'AWS::SQS::Queue': (resource) => {
    const name = text(resource, 'QueueName') ?? generatedName(resource, 80);
    const ref = `https://sqs.${resource.region}.amazonaws.com/${resource.account}/${name}`;
    return { ref, attributes: { Arn: arn(resource, 'sqs', name), QueueName: name, QueueUrl: ref } };
  },
  'AWS::SNS::Topic': (resource) => {
    const name = text(resource, 'TopicName') ?? generatedName(resource, 256);
    const own = arn(resource, 'sns', name);
    return { ref: own, attributes: { TopicArn: own, TopicName: name } };
  },
  'AWS::Logs::LogGroup': (resource) => {
    const name = text(resource, 'LogGroupName') ?? generatedName(resource, 512);
    return { ref: name, attributes: { Arn: arn(resource, 'logs', `log-group:${name}:*`) } };
  },
  'AWS::SES::EmailIdentity': (resource) => {
    const names = ['DkimDNSTokenName1', 'DkimDNSTokenName2', 'DkimDNSTokenName3'];
    const values = ['DkimDNSTokenValue1', 'DkimDNSTokenValue2', 'DkimDNSTokenValue3'];
    const attributes = Object.fromEntries([...names, ...values].map((name) => [name, `${name}.sandbox`]));
    return { ref: text(resource, 'EmailIdentity') ?? resource.logicalId, attributes };
  },
  'AWS::SES::ConfigurationSet': (resource) => ({
    ref: text(resource, 'Name') ?? generatedName(resource, 64),
    attributes: {},
  }),
  'AWS::IAM::Role': (resource) => {
    const name = text(resource, 'RoleName') ?? generatedName(resource, 64);
    return {
      ref: name,
      attributes: { Arn: `arn:aws:iam::${resource.account}:role/${name}`, RoleId: code(resource, 20) },
    };
  },
};

function tableValues(resource: NamedResource): ResourceValues {
  const name = text(resource, 'TableName') ?? generatedName(resource, 255);
  const table = arn(resource, 'dynamodb', `table/${name}`);
  return { ref: name, attributes: { Arn: table, StreamArn: `${table}/stream/sandbox`, TableId: code(resource, 20) } };
}

function qualifiedFunction(resource: NamedResource, qualifier: string): ResourceValues {
  const named = text(resource, 'FunctionName') ?? resource.logicalId;
  const own = named.startsWith('arn:') ? named : arn(resource, 'lambda', `function:${named}`);
  return {
    ref: `${own}:${qualifier}`,
    attributes: { Version: qualifier, FunctionArn: `${own}:${qualifier}`, AliasArn: `${own}:${qualifier}` },
  };
}

/** Enough for resources that only have to be mentioned, such as keys, roles and alarms. */
function plainValues(resource: NamedResource): ResourceValues {
  const name = generatedName(resource, 128);
  const service = resource.type.split('::')[1]?.toLowerCase() ?? 'sandbox';
  const own = arn(resource, service, `${resource.logicalId}`);
  return { ref: name, attributes: { Arn: own, Id: name, Name: name } };
}

function text(resource: NamedResource, name: string): string | undefined {
  const value = resource.property(name);
  return typeof value === 'string' ? value : undefined;
}

function arn(resource: NamedResource, service: string, rest: string): string {
  return `arn:aws:${service}:${resource.region}:${resource.account}:${rest}`;
}

/** `<stack>-<logical id>`, shortened in the middle where the service allows less. */
function generatedName(resource: NamedResource, longest: number): string {
  const full = `${resource.stack}-${resource.logicalId}`;
  return full.length <= longest ? full : `${full.slice(0, longest - 9)}-${code(resource, 8)}`;
}

/** Letters and digits that look made up but are always the same for one resource. */
function code(resource: NamedResource, length: number): string {
  const hash = createHash('sha512').update(`${resource.stack}/${resource.logicalId}`).digest('base64');
  return hash.replace(/[^A-Za-z0-9]/g, '').slice(0, length);
}
