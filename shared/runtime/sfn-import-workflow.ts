import type { ImportRun, ImportWorkflow } from '../imports/import-workflow.ts';
import { checkRun } from '../model/import.ts';
import { type NamedRun, sfnClient, sfnRuns } from './sfn-runs.ts';

/** The import workflow on Step Functions; an execution is named after its run, so starting is idempotent. */
export function sfnImportWorkflow(): ImportWorkflow {
  const runs = sfnRuns(sfnClient(), 'IMPORT_WORKFLOW_ARN');
  return {
    start: (run) => runs.start(runOf(run)),
    ensureRunning: (run) => runs.ensureRunning(runOf(run)),
  };
}

function runOf({ importId, run }: ImportRun): NamedRun {
  const isCheck = run === checkRun;
  return {
    name: isCheck ? `${importId}-check` : `${importId}-enter-${run}`,
    input: { importId, run, task: isCheck ? 'check' : 'enter' },
  };
}
