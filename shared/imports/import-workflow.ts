import { importIdSchema } from '../model/ids.ts';
import type { Import } from '../model/import.ts';
import { importOfUpload } from './import-files.ts';

/** The state machine that checks and enters files, as the use cases see it. */
export interface ImportWorkflow {
  /** Starts a run under a name; a name that was used before starts nothing. */
  start(name: string, run: { importId: Import['id']; task: 'check' | 'enter' }): Promise<void>;
}

/** A file arrived: it is checked, once for each import. A key that is none of ours is passed over. */
export async function followUpload(workflow: ImportWorkflow, key: string): Promise<void> {
  const id = importIdSchema.safeParse(importOfUpload(key));
  if (id.success) await workflow.start(`${id.data}-check`, { importId: id.data, task: 'check' });
}

/** The clerk confirmed an import, or started it again: its rows are entered, once for each start. */
export async function followImport(workflow: ImportWorkflow, { id, state, start }: Import): Promise<void> {
  if (state !== 'entering' || start === undefined) return;
  await workflow.start(`${id}-enter-${start.run}`, { importId: id, task: 'enter' });
}
