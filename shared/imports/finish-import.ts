import { invariant } from '../errors/invariant.ts';
import { type Import, type ImportFileName, runOf } from '../model/import.ts';
import type { LedgerContext } from '../table/context.ts';
import { badRowsFile, resultFile } from './answer-files.ts';
import { fileKeys, fromLines, type ImportFiles } from './import-files.ts';
import type { ImportRun } from './import-workflow.ts';
import { inBatches } from './in-batches.ts';
import { xlsxType } from './read-table.ts';
import { changeImport, readImport } from './stored-import.ts';
import type { RowOutcome, StoredRow } from './stored-rows.ts';

const readsAtOnce = 8;

export type FinishOutcome = 'entered' | 'stopped' | 'cancelled';

/**
 * Writes what became of every row, with the numbers of the charges, and the rows that still need a correction; then says
 * in the record that entering has ended. Doing it again writes the same or nothing.
 */
export async function finishImport(
  context: LedgerContext,
  files: ImportFiles,
  { importId: id, run }: ImportRun,
): Promise<FinishOutcome> {
  const before = await readImport(context.table, id);
  invariant(before !== undefined, `import ${id} exists`);
  // The clerk has started it again since: that run was stopped, and this one is not ours to end.
  if (runOf(before) !== run) return 'stopped';
  if (before.state === 'entered' || before.state === 'stopped') return before.state;
  const rows = await rowsWithOutcomes(files, before);
  const wrong = rows.filter(({ problems, outcome }) => problems.length > 0 || outcome?.status === 'refused');
  const written: ImportFileName[] = wrong.length === 0 ? ['result'] : ['bad-rows', 'result'];
  await files.put(fileKeys.answer(id, 'result'), await resultFile(rows, before.language), xlsxType);
  if (wrong.length > 0) {
    await files.put(fileKeys.answer(id, 'bad-rows'), await badRowsFile(wrong, before.language), xlsxType);
  }
  const state = endOf(before);
  const { isOurs } = await changeImport(context, before, { state, files: written });
  // The clerk gave it up just now, or this very step came before: the record says which.
  return isOurs ? state : await finishImport(context, files, { importId: id, run });
}

/** Outcomes are read where the record says that there are some: S3 does not tell what is absent from what is forbidden. */
async function rowsWithOutcomes(files: ImportFiles, { id, badByChunk, outcomes, partly }: Import) {
  const reached = outcomes.length + (partly === undefined ? 0 : 1);
  const chunks = await inBatches([...badByChunk.keys()], readsAtOnce, async (chunk) => {
    const [rows, known] = await Promise.all([
      files.get(fileKeys.rows(id, chunk)).then(fromLines<StoredRow>),
      chunk < reached ? files.get(fileKeys.outcomes(id, chunk)).then(fromLines<RowOutcome>) : [],
    ]);
    const byRow = new Map(known.map((outcome) => [outcome.number, outcome]));
    return rows.map((row) => ({ ...row, outcome: byRow.get(row.number) }));
  });
  return chunks.flat();
}

function endOf({ state, stop }: Import): FinishOutcome {
  if (state === 'cancelled') return 'cancelled';
  return stop === undefined ? 'entered' : 'stopped';
}

/**
 * Says that the workflow failed for good, so that somebody can start it again or send the file once more; what was
 * entered stays, and so does a reason it had stopped for.
 */
export async function giveUpImport(context: LedgerContext, { importId, run }: ImportRun): Promise<'interrupted'> {
  const before = await readImport(context.table, importId);
  if (before === undefined || runOf(before) !== run) return 'interrupted';
  const changes = givenUp(before);
  if (changes === undefined) return 'interrupted';
  const { isOurs } = await changeImport(context, before, changes);
  return isOurs ? 'interrupted' : await giveUpImport(context, { importId, run });
}

function givenUp({ state, stop }: Import): Partial<Import> | undefined {
  if (state === 'entering') return { state: 'stopped', stop: stop ?? { code: 'WORKFLOW_FAILED' } };
  if (state === 'awaiting-file') return { state: 'refused', messages: [{ code: 'CHECK_INTERRUPTED', params: {} }] };
  return undefined;
}
