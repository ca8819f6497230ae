import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Choice,
  Condition,
  Errors,
  Fail,
  type IChainable,
  type INextable,
  IntegrationPattern,
  JitterType,
  JsonPath,
  type RetryProps,
  type StateMachine,
  Succeed,
  TaskInput,
  type TaskStateBase,
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
  /** Orders the payout of an approved refund and keeps the task token, or answers at once how it ended. */
  readonly payoutStep: CapabilityFunction;
  /** Makes the voucher of a paid refund and mails it. */
  readonly refundVoucher: CapabilityFunction;
}

const passingErrors = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** A minute or two: whoever asks people has nothing to lose by asking again. */
const briefRetry: RetryProps = {
  errors: passingErrors,
  interval: Duration.seconds(2),
  maxAttempts: 6,
  backoffRate: 2,
  maxDelay: Duration.minutes(1),
  jitterStrategy: JitterType.FULL,
};

/** An hour or two: a bank or a mail service may be away for long, and each step may be repeated. */
const patientRetry: RetryProps = {
  errors: [...passingErrors, 'BUSY', 'PAYOUT_NOT_TAKEN', 'Lambda.Unknown', 'Runtime.ExitError', 'Sandbox.Timedout'],
  interval: Duration.seconds(2),
  maxAttempts: 15,
  backoffRate: 2,
  maxDelay: Duration.minutes(15),
  jitterStrategy: JitterType.FULL,
};

/**
 * Waits for the decisions on one revision of a request, and then, when it is a refund, for its payout: input
 * `{ "requestId": "chg_…", "revision": 1 }`. The request itself is the truth about both; an execution that is started
 * again asks for the current stage or the attempt that is due only. A refund's money is set apart before it starts, and
 * paid or freed by the write that ends it: every step here may be repeated, and none needs to be undone.
 */
export class ApprovalWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: ApprovalWorkflowProps) {
    super(scope, id);
    const wait = this.waitFor('Wait for a decision', props.approvalStep, briefRetry, '$.decision');
    wait.next(
      this.choiceOf('What was decided?', '$.decision.outcome', {
        'next-stage': wait,
        posted: new Succeed(this, 'Posted'),
        rejected: new Succeed(this, 'Rejected'),
        returned: new Succeed(this, 'Back with the clerk'),
        approved: this.payOut(props),
      }),
    );

    this.stateMachine = workflowMachine(this, { settings: props.settings, start: wait });
  }

  /** Starts executions of this workflow. */
  grantStart(fn: CapabilityFunction): void {
    grantStartRuns(this.stateMachine, fn, 'APPROVAL_WORKFLOW_ARN');
  }

  /** Sees whether an execution still runs, to start one again that died. */
  grantLookAfter(fn: CapabilityFunction): void {
    grantLookAfterRuns(this.stateMachine, fn);
  }

  /** The second half of a refund: it ends paid, with a voucher, or with its money freed. */
  private payOut({ payoutStep, refundVoucher }: ApprovalWorkflowProps): IChainable {
    const payOut = this.waitFor('Pay out', payoutStep, patientRetry, '$.payout');
    const voucher = new LambdaInvoke(this, 'Send the voucher', {
      lambdaFunction: refundVoucher.lambda,
      payload: TaskInput.fromObject({ requestId: JsonPath.stringAt('$.requestId') }),
      resultPath: JsonPath.DISCARD,
      taskTimeout: Timeout.duration(Duration.minutes(2)),
      retryOnServiceExceptions: false,
    });
    // It is the end of the happy path: a state behind it would be an eighth transition and say nothing new.
    voucher.addRetry({ ...patientRetry, errors: [...(patientRetry.errors ?? []), Errors.TIMEOUT] });
    return payOut.next(
      this.choiceOf('Was it paid?', '$.payout.outcome', {
        paid: voucher,
        again: payOut,
        failed: new Succeed(this, 'Money released'),
      }),
    );
  }

  /** A step that keeps its token and is answered when the record has moved on. */
  private waitFor(
    name: string,
    step: CapabilityFunction,
    retry: RetryProps,
    resultPath: string,
  ): TaskStateBase & INextable {
    const wait = new LambdaInvoke(this, name, {
      lambdaFunction: step.lambda,
      integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: TaskInput.fromObject({
        requestId: JsonPath.stringAt('$.requestId'),
        revision: JsonPath.numberAt('$.revision'),
        taskToken: JsonPath.taskToken,
      }),
      resultPath,
      // Only the safety net: deadlines are rows of the inbox, swept by the clock.
      taskTimeout: Timeout.duration(Duration.days(7)),
      retryOnServiceExceptions: false,
    });
    // Asks again: the step reads the record and answers at once when what happened got lost on its way here.
    wait.addCatch(wait, { errors: [Errors.TIMEOUT], resultPath: JsonPath.DISCARD });
    wait.addRetry(retry);
    return wait;
  }

  private choiceOf(name: string, path: string, next: Readonly<Record<string, IChainable>>): Choice {
    const choice = new Choice(this, name);
    for (const [outcome, state] of Object.entries(next)) choice.when(Condition.stringEquals(path, outcome), state);
    return choice.otherwise(
      new Fail(this, `Unknown outcome of "${name}"`, {
        error: 'UnknownOutcome',
        cause: `The outcome is none of ${Object.keys(next).join(', ')}.`,
      }),
    );
  }
}

/**
 * Reports the outcome of a waiting task. IAM knows no resource for this action: the task token, which only the workflow
 * and the request hold, says which task is meant.
 */
export function grantReportOutcome(fn: CapabilityFunction): void {
  fn.allow(new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: ['*'] }));
}
