import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Application } from '../../sandbox/template.ts';

/** A function of the small application: its bundle is these lines of CommonJS. */
type Source = string;

const REPEAT = 'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });';

const FUNCTIONS: Readonly<Record<string, Source>> = {
  Echo: REPEAT,
  // What a call may go wrong with, by its path.
  Trouble: `
    const ways = {
      throw: () => { throw new TypeError('a fault in the function'); },
      loop: () => { for (;;); },
      memory: () => { const all = []; for (;;) all.push(new Array(1e5).fill({})); },
      exit: () => process.exit(3),
      nonsense: () => ({ statusCode: 'teapot' }),
      clock: () => ({ statusCode: 200, body: new Date().toISOString() }),
    };
    exports.handler = async (event) => ways[event.pathParameters.way]();`,
  // Notes what it is handed, one file per note, and fails while the folder says so.
  Note: `
    const fs = require('node:fs');
    exports.handler = async (event) => {
      const folder = process.env.NOTES;
      const records = event.Records ?? [event];
      const failing = fs.existsSync(folder + '/fail') ? fs.readFileSync(folder + '/fail', 'utf8') : undefined;
      const failures = [];
      for (const record of records) {
        const text = JSON.stringify(record);
        if (failing !== undefined && text.includes(failing)) {
          failures.push({ itemIdentifier: record.dynamodb?.SequenceNumber });
          break;
        }
        fs.appendFileSync(folder + '/notes', JSON.stringify({ at: new Date().toISOString(), record }) + '\\n');
      }
      return { batchItemFailures: failures };
    };`,
  // Keeps the task token where the test finds it.
  Ask: `
    const fs = require('node:fs');
    exports.handler = async (event) => { fs.appendFileSync(process.env.NOTES + '/tokens', event.taskToken + '\\n'); };`,
};

const ref = (logicalId: string) => ({ Ref: logicalId });
const att = (logicalId: string, attribute: string) => ({ 'Fn::GetAtt': [logicalId, attribute] });

export interface SmallApplication {
  readonly assemblyDir: string;
  /** Where the functions leave their notes. */
  readonly notes: string;
}

/** Writes an application with one of each thing the sandbox runs, as the CDK would leave it. */
export function writeSmallApplication(folder = mkdtempSync(join(tmpdir(), 'small-application-'))): SmallApplication {
  const notes = join(folder, 'notes');
  const assemblyDir = join(folder, 'cdk.out');
  mkdirSync(notes, { recursive: true });
  const files: Record<string, object> = {};
  for (const [name, source] of Object.entries(FUNCTIONS)) {
    const code = join(assemblyDir, `asset.${name}`);
    mkdirSync(code, { recursive: true });
    writeFileSync(join(code, 'package.json'), '{ "type": "commonjs" }');
    writeFileSync(join(code, 'index.js'), source);
    files[name] = { source: { path: `asset.${name}` }, destinations: { here: { objectKey: `${name}.zip` } } };
  }
  writeAssembly(assemblyDir, { data: dataStack(), service: serviceStack(notes) }, files);
  return { assemblyDir, notes };
}

/** Writes stacks as the folder `cdk.out`. */
function writeAssembly(assemblyDir: string, stacks: Readonly<Record<string, object>>, files: object = {}): void {
  mkdirSync(assemblyDir, { recursive: true });
  const artifacts: Record<string, object> = {
    assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
  };
  writeFileSync(join(assemblyDir, 'assets.json'), JSON.stringify({ files }));
  for (const [name, template] of Object.entries(stacks)) {
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${name}.template.json` },
    };
    writeFileSync(join(assemblyDir, `${name}.template.json`), JSON.stringify(template));
  }
  writeFileSync(join(assemblyDir, 'manifest.json'), JSON.stringify({ artifacts }));
}

/** The application of one stack with these resources and outputs. */
export function applicationOf(...stacks: object[]): Application {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  writeAssembly(folder, Object.fromEntries(stacks.map((stack, index) => [`stack${index + 1}`, stack])));
  return new Application(folder);
}

function dataStack(): object {
  const groups = ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'];
  return {
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        },
      },
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
      },
      Pool: { Type: 'AWS::Cognito::UserPool', Properties: { MfaConfiguration: 'ON' } },
      Client: {
        Type: 'AWS::Cognito::UserPoolClient',
        Properties: {
          UserPoolId: ref('Pool'),
          AccessTokenValidity: 60,
          TokenValidityUnits: { AccessToken: 'minutes' },
        },
      },
      ...Object.fromEntries(
        groups.map((name) => [
          `Group${name}`,
          { Type: 'AWS::Cognito::UserPoolGroup', Properties: { GroupName: name, UserPoolId: ref('Pool') } },
        ]),
      ),
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: {} },
    },
    Outputs: Object.fromEntries(
      Object.entries({
        table: ref('Table'),
        stream: att('Table', 'StreamArn'),
        pool: ref('Pool'),
        client: ref('Client'),
        bucket: ref('Bucket'),
      }).map(([name, Value]) => [name, { Value, Export: { Name: `data:${name}` } }]),
    ),
  };
}

function serviceStack(notes: string): object {
  const imported = (name: string) => ({ 'Fn::ImportValue': `data:${name}` });
  const lambda = (name: string, properties: object = {}) => ({
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: 10,
      Environment: { Variables: { NOTES: notes, TABLE: imported('table'), BUCKET: imported('bucket') } },
      ...properties,
    },
  });
  const route = (key: string, integration: string, authorized = true) => ({
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      RouteKey: key,
      Target: { 'Fn::Join': ['', ['integrations/', ref(integration)]] },
      ...(authorized ? { AuthorizationType: 'JWT', AuthorizerId: ref('Authorizer') } : { AuthorizationType: 'NONE' }),
    },
  });
  const integration = (name: string) => ({
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { IntegrationType: 'AWS_PROXY', IntegrationUri: att(name, 'Arn'), PayloadFormatVersion: '2.0' },
  });
  return {
    Resources: {
      Echo: lambda('Echo'),
      Trouble: lambda('Trouble', { Timeout: 1, MemorySize: 128 }),
      Note: lambda('Note'),
      Ask: lambda('Ask'),
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: imported('stream'),
          FunctionName: ref('Note'),
          StartingPosition: 'LATEST',
          BatchSize: 10,
          BisectBatchOnFunctionError: true,
          MaximumRetryAttempts: 2,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          FilterCriteria: {
            Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":["note"]}}}}' }],
          },
          DestinationConfig: { OnFailure: { Destination: att('Queue', 'Arn') } },
        },
      },
      Api: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: {
          ProtocolType: 'HTTP',
          CorsConfiguration: {
            AllowOrigins: ['https://console.example'],
            AllowMethods: ['GET', 'POST'],
            AllowHeaders: ['authorization'],
          },
        },
      },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: {
          ApiId: ref('Api'),
          DefaultRouteSettings: { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 1_000 },
        },
      },
      Authorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: {
            Audience: [imported('client')],
            Issuer: {
              'Fn::Join': ['', ['https://cognito-idp.', ref('AWS::Region'), '.amazonaws.com/', imported('pool')]],
            },
          },
        },
      },
      EchoIntegration: integration('Echo'),
      TroubleIntegration: integration('Trouble'),
      EchoRoute: route('POST /echo/{name}', 'EchoIntegration'),
      OpenRoute: route('GET /open', 'EchoIntegration', false),
      TroubleRoute: route('GET /trouble/{way}', 'TroubleIntegration', false),
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { DefinitionString: { 'Fn::Join': ['', [definitionBefore, att('Ask', 'Arn'), definitionAfter]] } },
      },
      Arrived: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: {
            source: ['aws.s3'],
            'detail-type': ['Object Created'],
            detail: { bucket: { name: [imported('bucket')] }, object: { key: [{ prefix: 'told/' }] } },
          },
          Targets: [{ Arn: att('Note', 'Arn'), Id: 'Note', RetryPolicy: { MaximumRetryAttempts: 3 } }],
        },
      },
      Daily: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: 'cron(30 2 * * ? *)',
          ScheduleExpressionTimezone: 'Asia/Shanghai',
          Target: { Arn: att('Note', 'Arn'), Input: '{"daily":"<aws.scheduler.scheduled-time>"}' },
        },
      },
      Often: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: 'rate(5 minutes)',
          Target: { Arn: att('Note', 'Arn'), Input: '{"often":true}' },
        },
      },
    },
  };
}

/** Asks, waits for seven days at most, and asks again when nobody answered. */
const [definitionBefore = '', definitionAfter = ''] = JSON.stringify({
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: '<ask>', Payload: { 'taskToken.$': '$$.Task.Token', 'about.$': '$.about' } },
      ResultPath: '$.answer',
      TimeoutSeconds: 604_800,
      Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Ask' }],
      Next: 'Which answer?',
    },
    'Which answer?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.answer.say', StringEquals: 'more', Next: 'Ask' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
}).split('<ask>');
