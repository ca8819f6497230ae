import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { CapabilityFunction } from './capability-function.ts';

export interface SweepScheduleProps {
  readonly target: CapabilityFunction;
  /** For example `rate(5 minutes)`. */
  readonly expression: string;
  /** The zone a time of day is meant in, such as `Asia/Shanghai`. */
  readonly timezone?: string;
  /** How long a call that could not be made is tried again; not longer than until the next one finds the same work. */
  readonly retrySeconds: number;
  readonly description: string;
  /** Takes the calls that the scheduler could not make. */
  readonly deadLetters: IQueue;
}

/** Calls a function again and again. Its role may call this function only, in its unqualified form. */
export class SweepSchedule extends Construct {
  constructor(scope: Construct, id: string, props: SweepScheduleProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      description: 'EventBridge Scheduler',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.target.lambda.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [props.deadLetters.queueArn] }));
    new CfnSchedule(this, 'Schedule', {
      description: props.description,
      scheduleExpression: props.expression,
      ...(props.timezone === undefined ? {} : { scheduleExpressionTimezone: props.timezone }),
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: props.target.lambda.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        deadLetterConfig: { arn: props.deadLetters.queueArn },
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: props.retrySeconds },
      },
    });
  }
}
