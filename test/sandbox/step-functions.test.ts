import { mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { DeadLetters } from '../../sandbox/dead-letters.ts';
import { LambdaHost } from '../../sandbox/lambda-host.ts';
import { LOCAL_CREDENTIALS } from '../../sandbox/local-account.ts';
import { freePort } from '../../sandbox/processes.ts';
import { untilQuiet } from '../../sandbox/quiet.ts';
import { StepFunctions } from '../../sandbox/step-functions.ts';
import { serveStepFunctions } from '../../sandbox/step-functions-server.ts';
import { Application } from '../../sandbox/template.ts';
import { readTokens } from './running-sandbox.ts';
import { applicationOf, writeSmallApplication } from './small-application.ts';

const { assemblyDir, notes } = writeSmallApplication();
const application = new Application(assemblyDir);
const dataDir = mkdtempSync(join(tmpdir(), 'workflows-'));
const [machine] = application.ofType('AWS::StepFunctions::StateMachine');
const stateMachineArn = machine === undefined ? '' : application.values(machine).ref;

let clock: SandboxClock;
let lambdas: LambdaHost;
let workflows: StepFunctions;
let server: Server;
let client: SFNClient;

/** Starts everything on the same data, as after a restart of the sandbox. */
beforeEach(async () => {
  clock = new SandboxClock(join(dataDir, 'clock.json'));
  const report = (): void => undefined;
  const deadLetters = new DeadLetters(application, dataDir, () => clock.now(), report);
  lambdas = new LambdaHost({ application, dataDir, clock, endpoints: {}, deadLetters, report });
  workflows = new StepFunctions({ application, lambdas, clock, dataDir, report });
  const port = await freePort();
  server = await serveStepFunctions(workflows, port);
  client = new SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: application.region,
    credentials: LOCAL_CREDENTIALS,
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  clock.stop();
  workflows.stop();
  server.close();
  await lambdas.stop();
});

const quiet = (): Promise<void> =>
  untilQuiet(
    { isBusy: () => lambdas.busy > 0 || workflows.active > 0, drain: async () => false, describe: () => 'workflows' },
    10_000,
  );

async function start(name: string, input = `{"about":"${name}"}`): Promise<string> {
  const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  await quiet();
  return executionArn;
}

async function answer(say: string): Promise<void> {
  await client.send(
    new SendTaskSuccessCommand({ taskToken: readTokens(notes).at(-1), output: JSON.stringify({ say }) }),
  );
  await quiet();
}

describe('a state machine of the template', () => {
  test('waits for a token, goes on with what is sent, and counts its transitions', async () => {
    const executionArn = await start('two-stages');
    await answer('more');
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING');
    await answer('enough');
    const { status, output } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect({ status, output }).toEqual({
      status: 'SUCCEEDED',
      output: '{"about":"two-stages","answer":{"say":"enough"}}',
    });
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.filter((event) => event.type?.endsWith('StateEntered'))).toHaveLength(5);
    expect(workflows.find(executionArn).transitions).toBe(5);
  });

  test('asks again when nobody answers for seven days of the sandbox clock', async () => {
    await start('seven-days');
    const asked = readTokens(notes).length;
    await clock.moveTo(clock.nowMs() + 6 * 86_400_000, quiet);
    expect(readTokens(notes)).toHaveLength(asked);
    await clock.moveTo(clock.nowMs() + 2 * 86_400_000, quiet);
    expect(readTokens(notes)).toHaveLength(asked + 1);
    await answer('enough');
  });

  test('is started once for one name and input, and refuses the name for another', async () => {
    const first = await start('once');
    expect(await start('once')).toBe(first);
    await expect(start('once', '{"about":"another"}')).rejects.toThrow('Execution Already Exists');
    await answer('enough');
    await expect(start('once')).rejects.toThrow('Execution Already Exists');
  });

  test('knows nothing of a token that is used up', async () => {
    await start('used-up');
    await answer('enough');
    await expect(answer('enough')).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  test('ends when it is stopped', async () => {
    const executionArn = await start('stopped');
    await client.send(new StopExecutionCommand({ executionArn, cause: 'no longer wanted' }));
    await quiet();
    const { status, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect({ status, cause }).toEqual({ status: 'ABORTED', cause: 'no longer wanted' });
  });

  test('is left running for the next test', async () => {
    expect(await start('left-running')).toContain('left-running');
  });

  test('can be started again when a restart lost it, while closed ones stay closed', async () => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:left-running`;
    await expect(client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
    await start('left-running');
    await answer('enough');
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('SUCCEEDED');
    await expect(start('two-stages')).rejects.toThrow('Execution Already Exists');
  });
});

describe('a definition that would run differently here', () => {
  const pass = { Type: 'Pass', End: true };
  const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
  test.each<[string, object, string]>([
    ['JSONata', { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: pass } }, 'JSONata'],
    ['JSONata in one state', { StartAt: 'A', States: { A: { ...task, Arguments: {} } } }, 'JSONata'],
    [
      'a service nobody taught the sandbox',
      { StartAt: 'A', States: { A: { ...task, Resource: 'arn:aws:states:::sqs:sendMessage' } } },
      'sqs:sendMessage',
    ],
    [
      'a context value it cannot give',
      { StartAt: 'A', States: { A: { ...task, Parameters: { 'n.$': '$$.State.RetryCount' } } } },
      '$$.State.RetryCount',
    ],
  ])('is refused for %s', (_, definition, sentence) => {
    const stack = {
      Resources: {
        M: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: JSON.stringify(definition) } },
      },
    };
    const options = {
      application: applicationOf(stack),
      lambdas,
      clock,
      dataDir: join(dataDir, 'refused'),
      report: () => undefined,
    };
    expect(() => new StepFunctions(options)).toThrow(sentence);
  });
});
