import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { ApprovalWorkflow } from '../approvals/approval-workflow.ts';
import { invariant } from '../errors/invariant.ts';
import type { ChargeId } from '../model/ids.ts';
import { setting } from './config.ts';

/** How often a run may die and be started again before somebody has to look. */
const runsAtMost = 10;

/** The approval workflow on Step Functions. A run is named after the request and its revision, so starting is idempotent. */
export function sfnApprovalWorkflow(): ApprovalWorkflow {
  const client = new SFNClient({
    maxAttempts: 4,
    // Step Functions lets few calls through a second; a throttled client slows down by itself.
    retryMode: 'adaptive',
    // Without the last of these a time-out would only be logged.
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });

  async function startNamed(name: string, id: ChargeId, revision: number): Promise<void> {
    const input = JSON.stringify({ requestId: id, revision });
    const stateMachineArn = setting('APPROVAL_WORKFLOW_ARN');
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }

  return {
    start: (id, revision) => startNamed(runName(id, revision, 1), id, revision),

    async ensureRunning(id, revision) {
      for (let run = 1; run <= runsAtMost; run += 1) {
        const name = runName(id, revision, run);
        const status = await runStatus(client, name);
        if (status === 'RUNNING') return;
        if (status === undefined) return await startNamed(name, id, revision);
      }
      invariant(false, `the approval of ${id} was started ${runsAtMost} times and never ended`);
    },

    async report(taskToken, outcome) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ outcome }) }));
      } catch (error) {
        const nobodyWaits =
          error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
        if (!nobodyWaits) throw error;
      }
    },
  };
}

function runName(id: ChargeId, revision: number, run: number): string {
  return run === 1 ? `${id}-r${revision}` : `${id}-r${revision}-${run}`;
}

async function runStatus(client: SFNClient, name: string): Promise<string | undefined> {
  const executionArn = `${setting('APPROVAL_WORKFLOW_ARN').replace(':stateMachine:', ':execution:')}:${name}`;
  try {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}
