import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Choice,
  Condition,
  Errors,
  Fail,
  IntegrationPattern,
  JitterType,
  JsonPath,
  type StateMachine,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { CapabilityFunction } from '../constructs/capability-function.ts';
import type { StageSettings } from '../stages.ts';
import { grantLookAfterRuns, grantStartRuns, workflowMachine } from './workflow-machine.ts';

export interface ApprovalWorkflowProps {
  readonly settings: StageSettings;
  /** Keeps the task token beside the request, tells the people of the stage, or answers at once what is decided already. */
  readonly approvalStep: CapabilityFunction;
}

/**
 * Waits for the decisions on one revision of a request: input `{ "requestId": "chg_…", "revision": 1 }`.
 * The request itself is the truth about decisions; an execution that is started again asks for the current stage only.
 */
export class ApprovalWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { settings, approvalStep }: ApprovalWorkflowProps) {
    super(scope, id);
    const wait = this.waitForDecision(approvalStep);
    const decided = new Choice(this, 'What was decided?');
    wait.next(
      decided
        .when(Condition.stringEquals('$.decision.outcome', 'next-stage'), wait)
        .when(Condition.stringEquals('$.decision.outcome', 'posted'), new Succeed(this, 'Charge posted'))
        .when(Condition.stringEquals('$.decision.outcome', 'rejected'), new Succeed(this, 'Charge rejected'))
        .when(Condition.stringEquals('$.decision.outcome', 'returned'), new Succeed(this, 'Back with the clerk'))
        .otherwise(
          new Fail(this, 'Unknown outcome', {
            error: 'UnknownOutcome',
            cause: 'The decision is neither next-stage, posted, rejected nor returned.',
          }),
        ),
    );

    this.stateMachine = workflowMachine(this, { settings, start: wait });
  }

  /** Starts executions of this workflow. */
  grantStart(fn: CapabilityFunction): void {
    grantStartRuns(this.stateMachine, fn, 'APPROVAL_WORKFLOW_ARN');
  }

  /** Sees whether an execution still runs, to start one again that died. */
  grantLookAfter(fn: CapabilityFunction): void {
    grantLookAfterRuns(this.stateMachine, fn);
  }

  private waitForDecision(approvalStep: CapabilityFunction): LambdaInvoke {
    const wait = new LambdaInvoke(this, 'Wait for a decision', {
      lambdaFunction: approvalStep.lambda,
      integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: TaskInput.fromObject({
        requestId: JsonPath.stringAt('$.requestId'),
        revision: JsonPath.numberAt('$.revision'),
        taskToken: JsonPath.taskToken,
      }),
      resultPath: '$.decision',
      // Only the safety net: deadlines are rows of the inbox, swept by the clock.
      taskTimeout: Timeout.duration(Duration.days(7)),
      retryOnServiceExceptions: false,
    });
    wait.addRetry({
      errors: [
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
      ],
      interval: Duration.seconds(2),
      maxAttempts: 6,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: JitterType.FULL,
    });
    // Asks again: the step reads the record and answers at once when a decision got lost on its way here.
    wait.addCatch(wait, { errors: [Errors.TIMEOUT], resultPath: JsonPath.DISCARD });
    return wait;
  }
}

/**
 * Reports the outcome of a waiting task. IAM knows no resource for this action: the task token, which only the workflow
 * and the request hold, says which task is meant.
 */
export function grantReportOutcome(fn: CapabilityFunction): void {
  fn.allow(new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: ['*'] }));
}
