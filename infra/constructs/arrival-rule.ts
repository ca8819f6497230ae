import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { CapabilityFunction } from './capability-function.ts';
import type { PrivateBucket } from './private-bucket.ts';

export interface ArrivalRuleProps {
  readonly bucket: PrivateBucket;
  /** First letters of the keys it is about, such as `vouchers/`. */
  readonly keyPrefix: string;
  readonly target: CapabilityFunction;
  /** Takes the events that could not be handed over. */
  readonly deadLetters: IQueue;
  readonly description: string;
}

/** Calls a function for every object that arrives in a bucket, at least once. The bucket tells EventBridge of all of them. */
export class ArrivalRule extends Construct {
  constructor(scope: Construct, id: string, props: ArrivalRuleProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: props.description,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [props.bucket.bucketName] }, object: { key: [{ prefix: props.keyPrefix }] } },
      },
      targets: [
        new LambdaFunction(props.target.lambda, {
          deadLetterQueue: props.deadLetters,
          retryAttempts: 10,
          maxEventAge: Duration.hours(12),
        }),
      ],
    });
  }
}
