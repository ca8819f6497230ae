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
      'Charge posted',
      'Charge rejected',
      'Unknown outcome',
      'Wait for a decision',
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

  it('gives every task a timeout and repeats named, passing errors only', () => {
    for (const state of Object.values(definition.States).filter(({ Type }) => Type === 'Task')) {
      expect(state.TimeoutSeconds).toBeGreaterThan(0);
      expect(state.Retry).toEqual([
        {
          ErrorEquals: [
            'Lambda.ServiceException',
            'Lambda.AWSLambdaException',
            'Lambda.SdkClientException',
            'Lambda.TooManyRequestsException',
          ],
          IntervalSeconds: 2,
          MaxAttempts: 6,
          BackoffRate: 2,
          MaxDelaySeconds: 60,
          JitterStrategy: 'FULL',
        },
      ]);
    }
  });

  it('asks again when nobody answered in time, with the input it began with', () => {
    expect(definition.States['Wait for a decision']?.Catch).toEqual([
      { ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Wait for a decision' },
    ]);
  });

  it.each([
    [['posted'], 'Charge posted'],
    [['next-stage', 'posted'], 'Charge posted'],
    [['next-stage', 'rejected'], 'Charge rejected'],
    [['returned'], 'Back with the clerk'],
    [['approved'], 'Unknown outcome'],
  ])('ends after the decisions %j in "%s"', (outcomes, end) => {
    expect(walk(outcomes).at(-1)).toBe(end);
  });

  it('takes five transitions for a charge of two stages', () => {
    expect(walk(['next-stage', 'posted'])).toEqual([
      'Wait for a decision',
      'What was decided?',
      'Wait for a decision',
      'What was decided?',
      'Charge posted',
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
