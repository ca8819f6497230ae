import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { invariant } from '../errors/invariant.ts';
import type { ImportRun, ImportWorkflow } from '../imports/import-workflow.ts';
import { checkRun } from '../model/import.ts';
import { setting } from './config.ts';

/** How often a run may die and be started again before somebody has to look. */
const attemptsAtMost = 10;

/** The import workflow on Step Functions; an execution is named after its run, so starting is idempotent. */
export function sfnImportWorkflow(): ImportWorkflow {
  const client = new SFNClient({
    maxAttempts: 4,
    // Without the last of these a time-out would only be logged.
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });

  async function startNamed(name: string, { importId, run }: ImportRun): Promise<void> {
    const input = JSON.stringify({ importId, run, task: run === checkRun ? 'check' : 'enter' });
    const stateMachineArn = setting('IMPORT_WORKFLOW_ARN');
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }

  return {
    start: (run) => startNamed(executionName(run, 1), run),

    async ensureRunning(run) {
      for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
        const name = executionName(run, attempt);
        const status = await executionStatus(client, name);
        if (status === 'RUNNING') return;
        if (status === undefined) return await startNamed(name, run);
      }
      invariant(false, `the work on ${run.importId} was started ${attemptsAtMost} times and never ended`);
    },
  };
}

function executionName({ importId, run }: ImportRun, attempt: number): string {
  const name = run === checkRun ? `${importId}-check` : `${importId}-enter-${run}`;
  return attempt === 1 ? name : `${name}-${attempt}`;
}

async function executionStatus(client: SFNClient, name: string): Promise<string | undefined> {
  const executionArn = `${setting('IMPORT_WORKFLOW_ARN').replace(':stateMachine:', ':execution:')}:${name}`;
  try {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}
