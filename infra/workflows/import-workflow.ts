import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
  Errors,
  Fail,
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

export interface ImportWorkflowProps {
  readonly settings: StageSettings;
  /** Checks a file, enters the next of its rows, writes its result; every step may be repeated. */
  readonly importStep: CapabilityFunction;
}

/**
 * Import charges: input `{ "importId": "imp_…", "run": 0, "task": "check" }` when a file arrived, `"run": 1, "task": "enter"`
 * when the clerk confirmed it, 2 when he started it again. Between them no execution waits: the record does.
 */
export class ImportWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { settings, importStep }: ImportWorkflowProps) {
    super(scope, id);
    const failed = this.step(importStep, 'Say that it was interrupted', 'give-up').next(
      new Fail(this, 'Import interrupted', {
        error: 'ImportInterrupted',
        cause: 'A step kept failing. The clerk can start the import again; nothing is entered twice.',
      }),
    );
    const orGiveUp = (step: LambdaInvoke) =>
      step.addCatch(failed, { errors: [Errors.ALL], resultPath: JsonPath.DISCARD });
    const outcomeIs = (outcome: string) => Condition.stringEquals('$.result.outcome', outcome);

    const check = orGiveUp(this.step(importStep, 'Check the file', 'check')).next(
      new Choice(this, 'Is the file in order?')
        .when(outcomeIs('checked'), new Succeed(this, 'With the clerk'))
        .when(outcomeIs('refused'), new Succeed(this, 'File refused'))
        .otherwise(new Succeed(this, 'Checked before')),
    );

    const enter = orGiveUp(this.step(importStep, 'Enter the next rows', 'enter'));
    const finish = orGiveUp(this.step(importStep, 'Write the result file', 'finish')).next(
      new Choice(this, 'How did it end?')
        .when(outcomeIs('entered'), new Succeed(this, 'Rows entered'))
        .when(outcomeIs('stopped'), new Succeed(this, 'Import stopped'))
        .otherwise(new Succeed(this, 'Import cancelled')),
    );
    enter.next(new Choice(this, 'Are there more rows?').when(outcomeIs('more'), enter).otherwise(finish));

    const start = new Choice(this, 'What is to be done?')
      .when(Condition.stringEquals('$.task', 'check'), check)
      .otherwise(enter);

    // Ten thousand rows take an hour at most; what hangs is ended, and the sweep starts it again.
    this.stateMachine = workflowMachine(this, { settings, start, timeout: Duration.hours(6) });
  }

  /** Starts executions of this workflow. */
  grantStart(fn: CapabilityFunction): void {
    grantStartRuns(this.stateMachine, fn, 'IMPORT_WORKFLOW_ARN');
  }

  /** Sees whether an execution still runs, to start one again that died. */
  grantLookAfter(fn: CapabilityFunction): void {
    grantLookAfterRuns(this.stateMachine, fn);
  }

  private step(importStep: CapabilityFunction, name: string, step: string): LambdaInvoke {
    const invoke = new LambdaInvoke(this, name, {
      lambdaFunction: importStep.lambda,
      payload: TaskInput.fromObject({
        importId: JsonPath.stringAt('$.importId'),
        run: JsonPath.numberAt('$.run'),
        step,
      }),
      resultSelector: { 'outcome.$': '$.Payload.outcome' },
      resultPath: '$.result',
      taskTimeout: Timeout.duration(Duration.minutes(5)),
      retryOnServiceExceptions: false,
    });
    invoke.addRetry({
      // A busy account, a process that died and a service that did not answer: each passes, and each step may be repeated.
      errors: [
        'BUSY',
        'Lambda.Unknown',
        'Runtime.ExitError',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
        'Sandbox.Timedout',
        Errors.TIMEOUT,
      ],
      interval: Duration.seconds(2),
      maxAttempts: 6,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: JitterType.FULL,
    });
    return invoke;
  }
}
