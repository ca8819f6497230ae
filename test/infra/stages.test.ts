import { describe, expect, it } from 'vitest';
import { stageNames, stageSettings } from '../../infra/stages.ts';
import { prodChoices, resourcesOf, synthesize, type TemplateJson } from './synth.ts';

const dev = synthesize('dev');
const prod = synthesize('prod', prodChoices);

const typesIn = ({ Resources }: TemplateJson): string[] => [
  ...new Set(Object.values(Resources).map(({ Type }) => Type)),
];

describe('the stages', () => {
  it('are named, and an unknown one is refused with their names', () => {
    expect(stageNames).toEqual(['dev', 'prod']);
    expect(() => stageSettings('staging')).toThrow('Unknown stage "staging". Choose one of: dev, prod.');
  });

  it('refuse a sender or an alarm address that is none', () => {
    expect(() => stageSettings('dev', { mailSender: 'FeeLedger <billing@example.com>' })).toThrow(/mailSender/);
    expect(() => stageSettings('dev', { alarmEmail: 'ops' })).toThrow(/alarmEmail/);
  });

  it('ask for the sender of the mails in prod, where it cannot be guessed', () => {
    expect(() => stageSettings('prod')).toThrow(/needs the address it sends mail from/);
    expect(stageSettings('dev').mailSender).toBe('billing@feeledger.example');
  });

  it('name their stacks, and nothing else is named by hand', () => {
    expect(dev.stacks.stateful.stackName).toBe('feeledger-dev-stateful');
    expect(prod.stacks.stateless.stackName).toBe('feeledger-prod-stateless');
    const physicalNames = ['TableName', 'BucketName', 'FunctionName', 'RoleName', 'QueueName', 'LogGroupName']
      .concat(['StateMachineName', 'TopicName', 'UserPoolName', 'ClientName', 'AlarmName'])
      .concat(['ConfigurationSetName', 'ManagedPolicyName']);
    for (const template of [dev.statefulJson, dev.statelessJson, prod.statefulJson, prod.statelessJson]) {
      for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
        const given = physicalNames.filter((name) => typeof Properties[name] === 'string');
        expect(given, `${id} (${Type})`).toEqual([]);
      }
    }
  });

  it('go wherever the credentials point unless an account is chosen', () => {
    for (const template of [dev.statefulJson, dev.statelessJson]) {
      expect(JSON.stringify(template)).not.toMatch(/arn:aws:[a-z0-9]+:[a-z]{2}-[a-z]+-\d:\d{12}/);
    }
  });

  it('need no custom resource, so that any endpoint with CloudFormation can deploy them', () => {
    for (const template of [dev.statefulJson, dev.statelessJson, prod.statefulJson, prod.statelessJson]) {
      expect(typesIn(template).filter((type) => /^Custom::|^AWS::CloudFormation::/.test(type))).toEqual([]);
    }
  });

  it('are plain resources and outputs, without conditions, parameters or mappings', () => {
    for (const template of [dev.statefulJson, dev.statelessJson]) {
      expect(Object.keys(template).sort()).toEqual(['Description', 'Outputs', 'Resources']);
    }
  });
});

describe('the default stage', () => {
  it('is made of a small, widely known set of resource types', () => {
    expect(typesIn(dev.statefulJson).sort()).toEqual([
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolGroup',
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
    ]);
    expect(typesIn(dev.statelessJson).sort()).toEqual([
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::Authorizer',
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Route',
      'AWS::ApiGatewayV2::Stage',
      'AWS::CloudWatch::Alarm',
      'AWS::Events::Rule',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
      'AWS::SES::ConfigurationSet',
      'AWS::SES::EmailIdentity',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::Scheduler::Schedule',
      'AWS::StepFunctions::StateMachine',
    ]);
  });

  it('leaves nothing behind when it is removed', () => {
    const kept = Object.values({ ...dev.statefulJson.Resources, ...dev.statelessJson.Resources });
    expect(kept.filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')).toEqual([]);
    expect(dev.stacks.stateful.terminationProtection).toBe(false);
  });
});

describe('prod', () => {
  it('protects its stacks, its table and its users from deletion', () => {
    expect(prod.stacks.stateful.terminationProtection).toBe(true);
    expect(prod.stacks.stateless.terminationProtection).toBe(true);
    prod.stateful.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
    prod.stateful.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
  });

  it('keeps table, buckets, users and logs when a stack is removed', () => {
    const types = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool', 'AWS::Logs::LogGroup'];
    const data = Object.values({ ...prod.statefulJson.Resources, ...prod.statelessJson.Resources }).filter(({ Type }) =>
      types.includes(Type),
    );
    expect(data.length).toBeGreaterThan(10);
    for (const { DeletionPolicy } of data) {
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  it('is the only stage with a backup plan', () => {
    expect(typesIn(prod.statefulJson)).toContain('AWS::Backup::BackupPlan');
    expect(typesIn(dev.statefulJson)).not.toContain('AWS::Backup::BackupPlan');
  });

  it('asks everybody for a second factor', () => {
    prod.stateful.hasResourceProperties('AWS::Cognito::UserPool', { MfaConfiguration: 'ON' });
    dev.stateful.hasResourceProperties('AWS::Cognito::UserPool', { MfaConfiguration: 'OPTIONAL' });
  });

  it('traces functions and workflows', () => {
    const modes = (template: TemplateJson) =>
      resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.TracingConfig);
    expect(new Set(modes(dev.statelessJson))).toEqual(new Set([undefined]));
    expect(modes(prod.statelessJson).every((mode) => (mode as { Mode: string }).Mode === 'Active')).toBe(true);
    prod.stateless.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      TracingConfiguration: { Enabled: true },
    });
  });

  it('has the whole domain of the sender verified', () => {
    prod.stateless.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'example.com' });
    dev.stateless.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'billing@feeledger.example' });
  });

  it('locks audit objects for thirty years against everybody', () => {
    prod.stateful.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 10_958 } } },
    });
  });
});
