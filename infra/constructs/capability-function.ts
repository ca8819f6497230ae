import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageSettings } from '../stages.ts';
import type { LedgerTable } from './ledger-table.ts';

/** Where the built code of a function comes from; tests hand in a stub and need no bundles. */
export type FunctionCode = (functionName: string) => Code;

export interface CapabilityFunctionProps {
  readonly settings: StageSettings;
  readonly code: FunctionCode;
  readonly description: string;
  /** Whatever the function may do, it may never change a journal entry of this table. */
  readonly ledger: LedgerTable;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes?: number;
  /** Needed by a function that is invoked asynchronously: takes the events it failed on. */
  readonly deadLetterQueue?: IQueue;
}

/** What every function of a stack is made with. */
export type CommonFunctionProps = Pick<CapabilityFunctionProps, 'settings' | 'code' | 'ledger'>;

/**
 * One Lambda function of one capability, with its own role and its own log group.
 * A role of its own, without the managed execution policy, lets it write to no log but this.
 */
export class CapabilityFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, functionName: string, props: CapabilityFunctionProps) {
    super(scope, functionName);
    const { settings } = props;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Lambda function ${functionName}`,
    });
    const logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logRetentionDays,
      removalPolicy: settings.keepDataOnRemoval ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    this.lambda = new LambdaFunction(this, 'Function', {
      role,
      logGroup,
      code: props.code(functionName),
      description: props.description,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes ?? 512,
      timeout: Duration.seconds(props.timeoutSeconds),
      tracing: settings.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        POWERTOOLS_SERVICE_NAME: functionName,
        LOG_LEVEL: settings.logLevel,
        BUSINESS_ZONE: settings.businessZone,
      },
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
    props.ledger.protectJournal(this);
  }

  /** Adds a statement to the policy of the function's role. */
  allow(statement: PolicyStatement): void {
    this.lambda.addToRolePolicy(statement);
  }

  /** Tells the function the name of something it was granted. */
  tell(variable: string, value: string): void {
    this.lambda.addEnvironment(variable, value);
  }
}
