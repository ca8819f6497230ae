import { InvalidToken, SendTaskSuccessCommand, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import type { ApprovalWorkflow } from '../approvals/approval-workflow.ts';
import type { ReviewedId } from '../model/ids.ts';
import { type NamedRun, sfnClient, sfnRuns } from './sfn-runs.ts';

/** The approval workflow on Step Functions. A run is named after the request and its revision, so starting is idempotent. */
export function sfnApprovalWorkflow(): ApprovalWorkflow {
  const client = sfnClient();
  const runs = sfnRuns(client, 'APPROVAL_WORKFLOW_ARN');
  return {
    start: (id, revision) => runs.start(runOf(id, revision)),

    ensureRunning: (id, revision) => runs.ensureRunning(runOf(id, revision)),

    ensureEnded: (id, revision) => runs.ensureEnded(runOf(id, revision)),

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

function runOf(id: ReviewedId, revision: number): NamedRun {
  return { name: `${id}-r${revision}`, input: { requestId: id, revision } };
}
