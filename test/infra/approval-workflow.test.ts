import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { accountId, resolveIntrinsics } from './resolve-intrinsics.ts';
import { resourceNamed, synthesize } from './synth.ts';

const dev = synthesize('dev');
const machine = resourceNamed(dev.statelessJson, 'AWS::StepFunctions::StateMachine', 'ApprovalWorkflow');
const text = resolveIntrinsics(machine.Properties.DefinitionString, dev) as string;
const definition: Definition = JSON.parse(text);

describe('the approval workflow', () => {
  it('is valid Amazon States Language', () => {
    expect(validate(JSON.parse(text)).errors).toEqual([]);
  });

  it('is a standard workflow written with JSONPath', () => {
    expect(machine.Properties.StateMachineType).toBe('STANDARD');
    expect(definition.QueryLanguage).toBe('JSONPath');
    expect(text).not.toMatch(/\{%|JSONata/);
  });

  it('reads like the sentences of a finance manager', () => {
    expect(Object.keys(definition.States).sort()).toEqual([
      'Back with the clerk',
      'Money released',
      'Pay out',
      'Posted',
      'Rejected',
      'Send the voucher',
      'Unknown outcome of "Was it paid?"',
      'Unknown outcome of "What was decided?"',
      'Wait for a decision',
      'Was it paid?',
      'What was decided?',
    ]);
  });

  it('waits for a decision with a task token, for seven days at most', () => {
    expect(definition.States['Wait for a decision']).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      TimeoutSeconds: 604_800,
      ResultPath: '$.decision',
      Parameters: {
        FunctionName: expect.stringContaining(`:${accountId}:function:approvalstep`),
        Payload: {
          'requestId.$': '$.requestId',
          'revision.$': '$.revision',
          'taskToken.$': '$$.Task.Token',
        },
      },
    });
  });

  it('orders the payout of an approved refund with a task token, and then waits as long', () => {
    expect(definition.States['Pay out']).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      TimeoutSeconds: 604_800,
      ResultPath: '$.payout',
      Parameters: {
        FunctionName: expect.stringContaining(`:${accountId}:function:payoutstep`),
        Payload: { 'requestId.$': '$.requestId', 'taskToken.$': '$$.Task.Token' },
      },
    });
  });

  it('makes the voucher of a paid refund as its last step', () => {
    expect(definition.States['Send the voucher']).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke',
      End: true,
      Parameters: {
        FunctionName: expect.stringContaining(`:${accountId}:function:refundvoucher`),
        Payload: { 'requestId.$': '$.requestId' },
      },
    });
  });

  it('gives every task a timeout and repeats named, passing errors only', () => {
    const passing = [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
    ];
    const patient = [...passing, 'BUSY', 'PAYOUT_NOT_TAKEN', 'Lambda.Unknown', 'Runtime.ExitError', 'Sandbox.Timedout'];
    const backoff = { IntervalSeconds: 2, BackoffRate: 2, JitterStrategy: 'FULL' };
    const retries = Object.entries(definition.States).flatMap(([name, { Type, TimeoutSeconds, Retry }]) => {
      if (Type === 'Task') expect(TimeoutSeconds, name).toBeGreaterThan(0);
      return Type === 'Task' ? [[name, Retry]] : [];
    });
    expect(Object.fromEntries(retries)).toEqual({
      'Wait for a decision': [{ ErrorEquals: passing, MaxAttempts: 6, MaxDelaySeconds: 60, ...backoff }],
      'Pay out': [{ ErrorEquals: patient, MaxAttempts: 15, MaxDelaySeconds: 900, ...backoff }],
      'Send the voucher': [
        { ErrorEquals: [...patient, 'States.Timeout'], MaxAttempts: 15, MaxDelaySeconds: 900, ...backoff },
      ],
    });
  });

  it.each(['Wait for a decision', 'Pay out'])('asks again when "%s" was not answered in time', (name) => {
    expect(definition.States[name]?.Catch).toEqual([{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: name }]);
  });

  it.each([
    [['posted'], 'Posted'],
    [['next-stage', 'posted'], 'Posted'],
    [['next-stage', 'rejected'], 'Rejected'],
    [['returned'], 'Back with the clerk'],
    [['approved', 'paid'], 'Send the voucher'],
    [['approved', 'again', 'paid'], 'Send the voucher'],
    [['approved', 'failed'], 'Money released'],
    [['approved', 'again', 'again', 'failed'], 'Money released'],
    [['paid'], 'Unknown outcome of "What was decided?"'],
    [['approved', 'posted'], 'Unknown outcome of "Was it paid?"'],
  ])('ends after the outcomes %j in "%s"', (outcomes, end) => {
    expect(walk(outcomes).at(-1)).toBe(end);
  });

  it('takes five transitions for a charge of two stages', () => {
    expect(walk(['next-stage', 'posted'])).toEqual([
      'Wait for a decision',
      'What was decided?',
      'Wait for a decision',
      'What was decided?',
      'Posted',
    ]);
  });

  it('takes seven transitions for a refund of two stages that is paid at the first attempt', () => {
    expect(walk(['next-stage', 'approved', 'paid'])).toEqual([
      'Wait for a decision',
      'What was decided?',
      'Wait for a decision',
      'What was decided?',
      'Pay out',
      'Was it paid?',
      'Send the voucher',
    ]);
  });

  it('logs which step ran when, without what was in it', () => {
    expect(machine.Properties.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
  });
});

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly StringEquals: string; readonly Next: string }[];
  readonly TimeoutSeconds?: number;
  readonly Retry?: unknown;
  readonly Catch?: unknown;
}

interface Definition {
  readonly StartAt: string;
  readonly QueryLanguage: string;
  readonly States: Readonly<Record<string, State>>;
}

/** The states an execution enters when the decisions come out like this. */
function walk(outcomes: readonly string[]): string[] {
  const remaining = [...outcomes];
  const entered: string[] = [];
  let outcome: string | undefined;
  for (let name: string | undefined = definition.StartAt; name !== undefined && entered.length < 50; ) {
    entered.push(name);
    const state: State | undefined = definition.States[name];
    if (state?.Type === 'Task') {
      outcome = remaining.shift();
    }
    const chosen: string | undefined = state?.Choices?.find(({ StringEquals }) => StringEquals === outcome)?.Next;
    name = chosen ?? state?.Default ?? state?.Next;
  }
  return entered;
}
