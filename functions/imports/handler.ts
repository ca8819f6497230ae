import * as importsContracts from '../../shared/contracts/imports.ts';
import { cancelImport } from '../../shared/imports/cancel-import.ts';
import { createImport } from '../../shared/imports/create-import.ts';
import { getImport } from '../../shared/imports/get-import.ts';
import { getImportFile } from '../../shared/imports/get-import-file.ts';
import { getImportTemplate } from '../../shared/imports/get-import-template.ts';
import { listImportRows } from '../../shared/imports/list-import-rows.ts';
import { listImports } from '../../shared/imports/list-imports.ts';
import { startImport } from '../../shared/imports/start-import.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { s3ImportFiles, s3ImportLinks } from '../../shared/runtime/s3-imports.ts';

const links = once(s3ImportLinks);
const files = once(s3ImportFiles);

/** Batches of charges (批量录入): contracts in `shared/contracts/imports.ts`. */
export const handler = httpFunction('imports', [importsContracts], {
  createImport: (input, call) => createImport(ledgerContext(), links(), call, input),
  listImports: (input, call) => listImports(ledgerContext(), call, input),
  getImport: (input, call) => getImport(ledgerContext(), call, input),
  listImportRows: (input, call) => listImportRows(ledgerContext(), files(), call, input),
  startImport: (input, call) => startImport(ledgerContext(), call, input),
  cancelImport: (input, call) => cancelImport(ledgerContext(), call, input),
  getImportFile: (input, call) => getImportFile(ledgerContext(), links(), call, input),
  getImportTemplate: (input, call) => getImportTemplate(call, input),
});
