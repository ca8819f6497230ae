import { checkImport } from '../../shared/imports/check-import.ts';
import { enterRows } from '../../shared/imports/enter-rows.ts';
import { finishImport, giveUpImport } from '../../shared/imports/finish-import.ts';
import type { ImportId } from '../../shared/model/ids.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { s3ImportFiles } from '../../shared/runtime/s3-imports.ts';

const files = once(s3ImportFiles);

const steps = {
  check: (id: ImportId) => checkImport(ledgerContext(), files(), id),
  enter: (id: ImportId) => enterRows(ledgerContext(), files(), id),
  finish: (id: ImportId) => finishImport(ledgerContext(), files(), id),
  'give-up': (id: ImportId) => giveUpImport(ledgerContext(), id),
} as const;

/** The steps of the import workflow; each may come twice. Answers the outcome the state machine chooses by. */
export async function handler(event: { importId: ImportId; step: keyof typeof steps }) {
  return { outcome: await steps[event.step](event.importId) };
}
