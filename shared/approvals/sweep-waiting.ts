import { readCharge } from '../charges/stored-charge.ts';
import type { ChargeId } from '../model/ids.ts';
import { approvingRoles } from '../model/role.ts';
import type { LedgerContext } from '../table/context.ts';
import { allShards, inboxPartition } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import { readStageToken } from '../table/stage-token.ts';
import type { ApprovalWorkflow } from './approval-workflow.ts';
import { reportStage } from './follow-request.ts';

/** A stage younger than this is left to the stream, which is usually done with it in a second. */
const graceMs = 120_000;

/**
 * Finds requests in an inbox whose next step never happened, and does it: the stream keeps its records for a day only,
 * and a run can die (ledger.md). One that cannot go on does not keep the others. Answers how many it looked after;
 * `everything` also takes the youngest. Fails at the end when some could not go on, which raises the alarm.
 */
export async function sweepWaiting(
  context: LedgerContext,
  workflow: ApprovalWorkflow,
  options: { everything: boolean },
): Promise<number> {
  const now = Date.parse(context.clock());
  let looked = 0;
  const failures: unknown[] = [];
  for (const role of approvingRoles) {
    for (const shard of allShards) {
      for (const row of await queryPartition(context.table, { pk: inboxPartition(role, shard), index: 'GSI1' })) {
        if (row.kind !== 'charge') continue;
        if (!options.everything && now - Date.parse(String(row.at)) < graceMs) continue;
        looked += 1;
        await continueRequest(context, workflow, String(row.pk).slice(2) as ChargeId).catch((error) =>
          failures.push(error),
        );
      }
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${looked} requests could not go on`);
  return looked;
}

async function continueRequest(context: LedgerContext, workflow: ApprovalWorkflow, id: ChargeId): Promise<void> {
  const charge = await readCharge(context.table, id);
  if (charge?.state !== 'in-review') return;
  const { revision, stage } = charge;
  const asked = await readStageToken(context, { id, revision, stage });
  if (asked === undefined && stage > 1)
    await reportStage(context, workflow, { id, revision, stage: stage - 1 }, charge);
  await workflow.ensureRunning(id, revision);
}
