import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { invariant } from '../errors/invariant.ts';
import { setting } from './config.ts';

/** How often a run may die and be started again before somebody has to look. */
const attemptsAtMost = 10;

/** A run of a workflow: its name, the same whenever it is started, and its input. */
export interface NamedRun {
  readonly name: string;
  readonly input: object;
}

/** A Step Functions client that gives up on a service that does not answer. */
export function sfnClient(): SFNClient {
  return new SFNClient({
    maxAttempts: 4,
    // Step Functions lets few calls through a second; a throttled client slows down by itself.
    retryMode: 'adaptive',
    // Without the last of these a time-out would only be logged.
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
}

/** The runs of the workflow whose ARN the stack gives in a variable. Starting by name is idempotent. */
export function sfnRuns(client: SFNClient, variable: string) {
  async function start({ name, input }: NamedRun): Promise<void> {
    const stateMachineArn = setting(variable);
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }

  async function status(name: string): Promise<string | undefined> {
    const executionArn = `${setting(variable).replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      return (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  }

  /** Starts it again, under its name with the next number, unless an attempt of it stands as it should. */
  async function startUnless({ name, input }: NamedRun, ...wanted: readonly string[]): Promise<void> {
    for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
      const attemptName = attempt === 1 ? name : `${name}-${attempt}`;
      const now = await status(attemptName);
      if (now === undefined) return await start({ name: attemptName, input });
      if (wanted.includes(now)) return;
    }
    invariant(false, `${name} was started ${attemptsAtMost} times and never ended`);
  }

  return {
    start,
    /** Starts it again when no attempt of it is under way. */
    ensureRunning: (run: NamedRun) => startUnless(run, 'RUNNING'),
    /** Starts it again when no attempt of it is under way or came to its end. */
    ensureEnded: (run: NamedRun) => startUnless(run, 'RUNNING', 'SUCCEEDED'),
  };
}
