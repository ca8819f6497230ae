import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { resolveIntrinsics } from './resolve-intrinsics.ts';
import { resourceNamed, synthesize } from './synth.ts';

const dev = synthesize('dev');
const machine = resourceNamed(dev.statelessJson, 'AWS::StepFunctions::StateMachine', 'ImportWorkflow');
const text = resolveIntrinsics(machine.Properties.DefinitionString, dev) as string;
const { States: states } = JSON.parse(text) as {
  States: Record<
    string,
    {
      Type: string;
      TimeoutSeconds?: number;
      Parameters?: { Payload: unknown };
      Retry?: { ErrorEquals: string[] }[];
      Catch?: unknown;
    }
  >;
};
const tasks = Object.entries(states).filter(([, { Type }]) => Type === 'Task');

describe('the import workflow', () => {
  it('is valid Amazon States Language', () => {
    expect(validate(JSON.parse(text)).errors).toEqual([]);
  });

  it('reads like the sentences of an office', () => {
    expect(Object.keys(states).sort()).toEqual([
      'Are there more rows?',
      'Check the file',
      'Checked before',
      'Enter the next rows',
      'File refused',
      'How did it end?',
      'Import cancelled',
      'Import interrupted',
      'Import stopped',
      'Is the file in order?',
      'Rows entered',
      'Say that it was interrupted',
      'What is to be done?',
      'With the clerk',
      'Write the result file',
    ]);
  });

  it('gives every task a timeout and repeats named errors only', () => {
    expect(JSON.parse(text).TimeoutSeconds).toBe(6 * 3_600);
    for (const [, { TimeoutSeconds, Retry = [] }] of tasks) {
      expect(TimeoutSeconds).toBe(300);
      expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual(
        expect.arrayContaining(['BUSY', 'Lambda.Unknown', 'Runtime.ExitError', 'Sandbox.Timedout', 'States.Timeout']),
      );
      expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain('States.ALL');
    }
  });

  it('tells every step which run it belongs to, so that one that comes late is known', () => {
    for (const [, { Parameters }] of tasks) {
      expect(Parameters?.Payload).toMatchObject({ 'importId.$': '$.importId', 'run.$': '$.run' });
    }
  });

  it('tells the clerk when a step fails for good, whichever it is', () => {
    for (const [name, { Catch }] of tasks.filter(([name]) => name !== 'Say that it was interrupted')) {
      const handler = { ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Say that it was interrupted' };
      expect({ name, Catch }).toEqual({ name, Catch: [handler] });
    }
  });
});
