import { invariant } from '../errors/invariant.ts';
import type { ImportId } from '../model/ids.ts';
import type { Import, ImportFileName } from '../model/import.ts';
import type { LedgerContext } from '../table/context.ts';
import { badRowsFile, resultFile } from './answer-files.ts';
import { fileKeys, fromLines, type ImportFiles } from './import-files.ts';
import { inBatches } from './in-batches.ts';
import { xlsxType } from './read-table.ts';
import { changeImport, readImport } from './stored-import.ts';
import type { RowOutcome, StoredRow } from './stored-rows.ts';

const readsAtOnce = 8;

export type FinishOutcome = 'entered' | 'stopped' | 'cancelled';

/**
 * Writes what became of every row, with the numbers of the charges, and the rows that still need a correction; then says
 * in the record that entering has ended. Doing it again writes the same.
 */
export async function finishImport(context: LedgerContext, files: ImportFiles, id: ImportId): Promise<FinishOutcome> {
  const before = await readImport(context.table, id);
  invariant(before !== undefined, `import ${id} exists`);
  const chunks = await inBatches([...before.badByChunk.keys()], readsAtOnce, async (chunk) => {
    const [rows, outcomes] = await Promise.all([
      files.get(fileKeys.rows(id, chunk)).then(fromLines<StoredRow>),
      files.get(fileKeys.outcomes(id, chunk)).then(fromLines<RowOutcome>),
    ]);
    const byRow = new Map(outcomes.map((outcome) => [outcome.number, outcome]));
    return rows.map((row) => ({ ...row, outcome: byRow.get(row.number) }));
  });
  const rows = chunks.flat();
  const wrong = rows.filter(({ problems, outcome }) => problems.length > 0 || outcome?.status === 'refused');
  const written: ImportFileName[] = wrong.length === 0 ? ['result'] : ['bad-rows', 'result'];
  await files.put(fileKeys.answer(id, 'result'), await resultFile(rows, before.language), xlsxType);
  if (wrong.length > 0) {
    await files.put(fileKeys.answer(id, 'bad-rows'), await badRowsFile(wrong, before.language), xlsxType);
  }
  const state = endOf(before);
  const { isOurs } = await changeImport(context, before, { state, files: written });
  // The clerk gave it up just now, or this very step came before: the record says which.
  return isOurs ? state : await finishImport(context, files, id);
}

function endOf({ state, stop }: Import): FinishOutcome {
  if (state === 'cancelled') return 'cancelled';
  return stop === undefined ? 'entered' : 'stopped';
}

/** Says that the workflow failed for good, so that somebody can start it again; what was entered stays. */
export async function giveUpImport(context: LedgerContext, id: ImportId): Promise<'interrupted'> {
  const before = await readImport(context.table, id);
  if (before?.state === 'entering') {
    await changeImport(context, before, { state: 'stopped', stop: { code: 'WORKFLOW_FAILED' } });
  }
  if (before?.state === 'awaiting-file') {
    await changeImport(context, before, { state: 'refused', messages: [{ code: 'FILE_UNREADABLE', params: {} }] });
  }
  return 'interrupted';
}
