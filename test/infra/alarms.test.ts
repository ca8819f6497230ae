import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionsOf, resourcesOf, synthesize } from './synth.ts';

const dev = synthesize('dev');
const watched = synthesize('dev', { alarmEmail: 'ops@example.com' });
const alarms = resourcesOf(dev.statelessJson, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const watching = (metricName: string) => alarms.filter(({ MetricName }) => MetricName === metricName);

describe('the alarms', () => {
  it('rise at the first error and the first throttle of any function', () => {
    const functions = functionsOf(dev.statelessJson).length;
    for (const metricName of ['Errors', 'Throttles']) {
      expect(watching(metricName)).toHaveLength(functions);
      for (const alarm of watching(metricName)) {
        expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 1, Statistic: 'Sum', Period: 300 });
      }
    }
  });

  it('rise at the first dead letter in any queue', () => {
    expect(watching('ApproximateNumberOfMessagesVisible')).toHaveLength(
      resourcesOf(dev.statelessJson, 'AWS::SQS::Queue').length,
    );
  });

  it('rise when a stream consumer is more than five minutes late', () => {
    expect(watching('IteratorAge')).toHaveLength(2);
    expect(watching('IteratorAge')[0]).toMatchObject({ Threshold: 300_001, Statistic: 'Maximum' });
  });

  it('rise when a workflow fails or the API answers 5xx', () => {
    expect(watching('ExecutionsFailed')).toHaveLength(2);
    expect(watching('ExecutionsTimedOut')).toHaveLength(1);
    expect(watching('5xx')).toHaveLength(1);
  });

  it('are quiet when nothing happens', () => {
    dev.stateless.allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'notBreaching' });
  });

  it('say in a sentence what is wrong', () => {
    for (const { AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(/^.{15,}\.$/);
    }
  });

  it('are mailed when the stage names an address, and only shown when it does not', () => {
    dev.stateless.resourceCountIs('AWS::SNS::Topic', 0);
    dev.stateless.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent() });
    watched.stateless.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
    watched.stateless.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: Match.stringLikeRegexp('AlarmsTopic') }],
    });
  });
});
