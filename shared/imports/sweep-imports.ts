import { later } from '../model/dates.ts';
import type { ImportId } from '../model/ids.ts';
import { runOf, underWaySince } from '../model/import.ts';
import type { LedgerContext } from '../table/context.ts';
import { importsUnderWayPartition } from '../table/keys.ts';
import { queryPartition } from '../table/ledger-table.ts';
import type { ImportWorkflow } from './import-workflow.ts';
import { readImport } from './stored-import.ts';

/** An import that began later is left to the stream and to its run, which is usually done by then. */
const graceMs = 600_000;

/**
 * Looks after every import whose file is checked or whose rows are entered, and starts its run again where that died or
 * never began. Steps may be repeated, so nothing doubles. Answers how many it looked after; `everything` also takes the
 * youngest. Fails at the end when some could not go on, which raises the alarm.
 */
export async function sweepImports(
  context: LedgerContext,
  workflow: ImportWorkflow,
  options: { everything: boolean },
): Promise<number> {
  const youngest = later(context.clock(), -graceMs);
  const rows = await queryPartition(context.table, { pk: importsUnderWayPartition, index: 'GSI1' });
  const due = rows.filter(({ g1sk }) => options.everything || String(g1sk) < youngest);
  const failures: unknown[] = [];
  for (const { pk } of due) {
    const id = String(pk).slice(2) as ImportId;
    await lookAfter(context, workflow, id).catch((error) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} imports could not go on`);
  return due.length;
}

/** The index may be late; the record says whether something is still to be done. */
async function lookAfter(context: LedgerContext, workflow: ImportWorkflow, id: ImportId): Promise<void> {
  const found = await readImport(context.table, id);
  if (found === undefined || underWaySince(found) === undefined) return;
  await workflow.ensureRunning({ importId: id, run: runOf(found) });
}
