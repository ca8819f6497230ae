import { RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stages.ts';

export interface PrivateBucketProps
  extends Pick<
    BucketProps,
    'lifecycleRules' | 'cors' | 'versioned' | 'objectLockDefaultRetention' | 'serverAccessLogsPrefix'
  > {
  readonly settings: StageSettings;
  /** Receives the access log; only the bucket of the access logs itself has none. */
  readonly accessLogs?: PrivateBucket;
  /** Tells EventBridge of every object that arrives; rules say who is called for which. */
  readonly tellsEventBus?: boolean;
}

/** A bucket that is encrypted, answers over TLS only, and that nobody can make public by mistake. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, { settings, accessLogs, tellsEventBus, ...props }: PrivateBucketProps) {
    super(scope, id, {
      ...props,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: settings.keepDataOnRemoval ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(accessLogs === undefined ? {} : { serverAccessLogsBucket: accessLogs as IBucket }),
    });
    if (tellsEventBus === true) {
      // Said on the resource itself: the property of the construct would bring a custom resource with a function of its own.
      (this.node.defaultChild as CfnBucket).notificationConfiguration = {
        eventBridgeConfiguration: { eventBridgeEnabled: true },
      };
    }
  }
}
