import { importIdSchema } from '../model/ids.ts';
import { checkRun, type Import } from '../model/import.ts';
import type { LedgerContext } from '../table/context.ts';
import { importOfUpload } from './import-files.ts';
import { changeImport, readImport } from './stored-import.ts';

/** A run of the workflow for an import; a step of an earlier run that comes late finds that it is not meant. */
export interface ImportRun {
  readonly importId: Import['id'];
  /** 0 checks the file, the n-th start of an import enters its rows. */
  readonly run: number;
}

/** The state machine that checks and enters files, as the use cases see it. */
export interface ImportWorkflow {
  /** Starts a run; starting it again is harmless. */
  start(run: ImportRun): Promise<void>;
  /** Starts it again under another name when it is not under way; safe to repeat. */
  ensureRunning(run: ImportRun): Promise<void>;
}

/**
 * A file arrived: it is checked, once for each import. The record says so first, so that the sweep finds a check that was
 * lost. A key that is none of ours, or of an import that waits for no file, is passed over.
 */
export async function followUpload(context: LedgerContext, workflow: ImportWorkflow, key: string): Promise<void> {
  const id = importIdSchema.safeParse(importOfUpload(key));
  if (!id.success) return;
  let found = await readImport(context.table, id.data);
  while (found?.state === 'awaiting-file' && found.arrivedAt === undefined) {
    found = (await changeImport(context, found, { arrivedAt: context.clock() })).now;
  }
  if (found?.state === 'awaiting-file') await workflow.start({ importId: found.id, run: checkRun });
}

/** The clerk confirmed an import, or started it again: its rows are entered, once for each start. */
export async function followImport(workflow: ImportWorkflow, { id, state, start }: Import): Promise<void> {
  if (state === 'entering' && start !== undefined) await workflow.start({ importId: id, run: start.run });
}
