import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { addFeeLedger } from '../../infra/fee-ledger-app.ts';
import { functionsOf, newFeeLedger, resourcesOf, synthesize } from './synth.ts';

const dev = synthesize('dev');
const functions = functionsOf(dev.statelessJson);

describe('the functions', () => {
  it('are the folders of functions/, one each', () => {
    const folder = path.resolve(import.meta.dirname, '../../functions');
    const written = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'handler.ts')));
    expect(functions.map(([name]) => name).sort()).toEqual(written.sort());
  });

  /** Whoever has more than the others needs it for large files. */
  const memoryMegabytes: Readonly<Record<string, number>> = {
    'import-step': 1024,
    'nightly-control': 1024,
    'refund-voucher': 1024,
    reports: 1024,
    'voucher-check': 3008,
  };
  it.each(functions)('%s runs on Node 24 and arm64 with a timeout, a memory size and JSON logs', (name, fn) => {
    expect(fn.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: memoryMegabytes[name] ?? 512,
      Timeout: expect.any(Number),
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.any(String) } },
    });
  });

  it('each have a role of their own, without managed policies', () => {
    const roles = functions.map(([, { Properties }]) => JSON.stringify(Properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
    dev.stateless.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  it('answer an HTTP caller before the API gives up on them', () => {
    for (const name of ['customers', 'charges', 'approvals', 'users', 'policies', 'documentation', 'reports']) {
      const [, fn] = functions.find(([candidate]) => candidate === name) ?? [];
      expect(fn?.Properties.Timeout).toBeLessThan(29);
    }
  });

  it('know only what they were granted', () => {
    const common = ['BUSINESS_ZONE', 'LOG_LEVEL', 'POWERTOOLS_SERVICE_NAME'];
    const known = functions.map(([name, { Properties }]) => {
      const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
      return [
        name,
        Object.keys(Variables)
          .filter((variable) => !common.includes(variable))
          .sort(),
      ];
    });
    expect(Object.fromEntries(known)).toEqual({
      customers: ['LEDGER_TABLE'],
      deposits: ['LEDGER_TABLE'],
      charges: ['LEDGER_TABLE'],
      refunds: ['LEDGER_TABLE'],
      approvals: ['LEDGER_TABLE'],
      users: ['LEDGER_TABLE'],
      policies: ['LEDGER_TABLE'],
      vouchers: ['LEDGER_TABLE', 'VOUCHER_BUCKET'],
      'voucher-check': ['LEDGER_TABLE', 'VOUCHER_BUCKET'],
      imports: ['LEDGER_TABLE', 'VOUCHER_BUCKET'],
      'import-step': ['LEDGER_TABLE', 'VOUCHER_BUCKET'],
      'import-arrival': ['IMPORT_WORKFLOW_ARN', 'LEDGER_TABLE'],
      reports: ['LEDGER_TABLE'],
      templates: ['LEDGER_TABLE'],
      arrivals: ['LEDGER_TABLE'],
      control: ['LEDGER_TABLE'],
      'nightly-control': ['LEDGER_TABLE', 'MAIL_CONFIGURATION_SET', 'MAIL_SENDER'],
      documentation: [],
      'approval-step': ['LEDGER_TABLE', 'MAIL_CONFIGURATION_SET', 'MAIL_SENDER'],
      'payout-step': ['LEDGER_TABLE', 'MAIL_CONFIGURATION_SET', 'MAIL_SENDER'],
      'refund-voucher': ['LEDGER_TABLE', 'MAIL_CONFIGURATION_SET', 'MAIL_SENDER', 'VOUCHER_BUCKET'],
      'payout-results': ['LEDGER_TABLE'],
      corrections: ['LEDGER_TABLE'],
      aftercare: ['LEDGER_TABLE'],
      feedback: ['LEDGER_TABLE'],
      'daily-follow-ups': ['LEDGER_TABLE', 'MAIL_CONFIGURATION_SET', 'MAIL_SENDER'],
      'request-events': [
        'APPROVAL_WORKFLOW_ARN',
        'IMPORT_WORKFLOW_ARN',
        'LEDGER_TABLE',
        'MAIL_CONFIGURATION_SET',
        'MAIL_SENDER',
        'PUBLIC_URL',
      ],
      'audit-archive': ['AUDIT_BUCKET'],
      'deadline-sweep': [
        'APPROVAL_WORKFLOW_ARN',
        'IMPORT_WORKFLOW_ARN',
        'LEDGER_TABLE',
        'MAIL_CONFIGURATION_SET',
        'MAIL_SENDER',
      ],
    });
  });

  it('keep their logs as long as the stage says, and no log for ever', () => {
    dev.stateless.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });
});

describe('the sweep', () => {
  it('is called every five minutes by a schedule that may call nothing else', () => {
    dev.stateless.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Input: '{}',
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('deadlinesweep'), 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('SweepDeadLetters'), 'Arn'] } },
      },
    });
    const policies = resourcesOf(dev.statelessJson, 'AWS::IAM::Policy').filter(([id]) =>
      id.startsWith('SweepSchedule'),
    );
    expect(policies).toHaveLength(1);
    expect(policies[0]?.[1].Properties.PolicyDocument).toMatchObject({
      Statement: [
        {
          Action: 'lambda:InvokeFunction',
          Resource: { 'Fn::GetAtt': [expect.stringMatching(/^deadlinesweep/), 'Arn'] },
        },
        { Action: 'sqs:SendMessage' },
      ],
    });
  });

  it('is invoked asynchronously like the other schedule, and so has a dead-letter queue of its own', () => {
    const withQueue = functions.filter(([, { Properties }]) => Properties.DeadLetterConfig !== undefined);
    expect(withQueue.map(([name]) => name).sort()).toEqual([
      'daily-follow-ups',
      'deadline-sweep',
      'import-arrival',
      'nightly-control',
      'voucher-check',
    ]);
  });
});

describe('the follow-ups', () => {
  it('are made every morning at half past eight by the clock of the business zone', () => {
    dev.stateless.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 8 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Shanghai',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('dailyfollowups'), 'Arn'] },
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 },
      },
    });
  });
});

describe('the internal control', () => {
  it('runs every night at half past two by the clock of the business zone, for a quarter of an hour at most', () => {
    dev.stateless.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 2 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Shanghai',
      Target: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('nightlycontrol'), 'Arn'] } },
    });
    expect(functions.find(([name]) => name === 'nightly-control')?.[1].Properties.Timeout).toBe(900);
  });
});

describe('cdk synth', () => {
  it('refuses a function that was not made like the others', () => {
    const { app, settings, code } = newFeeLedger('dev');
    const { stateless } = addFeeLedger({ app, settings, code });
    new LambdaFunction(stateless, 'Stray', {
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.X86_64,
      handler: 'index.handler',
      code: code(),
    });
    for (const about of ['nodejs24.x', 'arm64', 'timeout', 'log group', 'CapabilityFunction']) {
      expect(() => app.synth()).toThrow(about);
    }
  });

  it('refuses a grant of whole services, and of everything where something could be named', () => {
    const { app, settings, code } = newFeeLedger('dev');
    const { stateless } = addFeeLedger({ app, settings, code });
    const role = new Role(stateless, 'Stray', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::somewhere'] }));
    role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: ['*'] }));
    expect(() => app.synth()).toThrow('Name the actions that are needed instead of "s3:*".');
    expect(() => app.synth()).toThrow('Name the resource of "dynamodb:PutItem" instead of "*".');
  });
});
