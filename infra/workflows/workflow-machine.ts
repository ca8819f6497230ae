import { ArnFormat, type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  type IChainable,
  LogLevel,
  QueryLanguage,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { CapabilityFunction } from '../constructs/capability-function.ts';
import type { StageSettings } from '../stages.ts';

export interface WorkflowMachineProps {
  readonly settings: StageSettings;
  readonly start: IChainable;
  /** What hangs longer is ended. */
  readonly timeout?: Duration;
}

/** The state machine of a workflow, with its own log. */
export function workflowMachine(scope: Construct, { settings, start, timeout }: WorkflowMachineProps): StateMachine {
  return new StateMachine(scope, 'StateMachine', {
    definitionBody: DefinitionBody.fromChainable(start),
    stateMachineType: StateMachineType.STANDARD,
    queryLanguage: QueryLanguage.JSON_PATH,
    tracingEnabled: settings.tracing,
    ...(timeout === undefined ? {} : { timeout }),
    logs: {
      level: LogLevel.ALL,
      // Inputs and outputs name requests; the log needs only which step ran when.
      includeExecutionData: false,
      destination: new LogGroup(scope, 'Logs', {
        retention: settings.logRetentionDays,
        removalPolicy: settings.keepDataOnRemoval ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      }),
    },
  });
}

/** Starts executions of a workflow; the function learns which by the named variable. */
export function grantStartRuns(machine: StateMachine, fn: CapabilityFunction, variable: string): void {
  fn.allow(new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.stateMachineArn] }));
  fn.tell(variable, machine.stateMachineArn);
}

/** Sees whether an execution still runs, to start one again that died. */
export function grantLookAfterRuns(machine: StateMachine, fn: CapabilityFunction): void {
  const executions = Stack.of(machine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  fn.allow(new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executions] }));
}
