import { DomainError } from '../../shared/errors/domain-error.ts';
import { checkImport } from '../../shared/imports/check-import.ts';
import { enterRows } from '../../shared/imports/enter-rows.ts';
import { finishImport, giveUpImport } from '../../shared/imports/finish-import.ts';
import type { ImportRun } from '../../shared/imports/import-workflow.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { s3ImportFiles } from '../../shared/runtime/s3-imports.ts';
import { isTransient } from '../../shared/table/write.ts';

const files = once(s3ImportFiles);

const steps = {
  check: ({ importId }: ImportRun) => checkImport(ledgerContext(), files(), importId),
  enter: (run: ImportRun) => enterRows(ledgerContext(), files(), run),
  finish: (run: ImportRun) => finishImport(ledgerContext(), files(), run),
  'give-up': (run: ImportRun) => giveUpImport(ledgerContext(), run),
} as const;

/**
 * The steps of the import workflow; each may come twice. Answers the outcome the state machine chooses by, or fails with
 * BUSY where trying again later makes sense: the state machine knows that name.
 */
export async function handler(event: ImportRun & { step: keyof typeof steps }) {
  try {
    return { outcome: await steps[event.step](event) };
  } catch (error) {
    throw isTransient(error) ? new DomainError('BUSY') : error;
  }
}
