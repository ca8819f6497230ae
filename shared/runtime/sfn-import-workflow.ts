import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ImportWorkflow } from '../imports/import-workflow.ts';
import { setting } from './config.ts';

/** The import workflow on Step Functions; the name of a run makes starting it idempotent. */
export function sfnImportWorkflow(): ImportWorkflow {
  const client = new SFNClient({ maxAttempts: 4 });
  return {
    async start(name, run) {
      const stateMachineArn = setting('IMPORT_WORKFLOW_ARN');
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(run) }));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
