import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CapabilityFunction } from './capability-function.ts';

/**
 * Lets a function send short messages to phone numbers. A number is no resource in IAM, so the permission is on `*`;
 * topics, which are resources, are taken out of it, in whichever partition they are (in China it is `aws-cn`).
 */
export function grantSendTexts(fn: CapabilityFunction): void {
  fn.allow(new PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }));
  const topics = `arn:${Aws.PARTITION}:sns:*:*:*`;
  fn.allow(new PolicyStatement({ effect: Effect.DENY, actions: ['sns:Publish'], resources: [topics] }));
}
