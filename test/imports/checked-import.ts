import { readImport } from '../../shared/imports/stored-import.ts';
import type { ImportId } from '../../shared/model/ids.ts';
import { importItem } from '../../shared/table/items/import-item.ts';
import { putIf } from '../../shared/table/write.ts';
import type { Office } from '../api/office.ts';
import { accepted, type Caller } from '../support/http.ts';

/** A file as a clerk announces it. */
export const importFile = { fileName: '补费.csv', contentType: 'text/csv', sizeBytes: 1000, sha256: '0'.repeat(64) };

/** An import that waits for its file. */
export async function announcedImport(maker: Caller): Promise<string> {
  return (await accepted('createImport', { as: maker, body: importFile })).body.import.id;
}

/** An import of somebody as the check leaves it: one good row and a bad one. The file itself is nowhere. */
export async function checkedImport(office: Office, maker: Caller): Promise<string> {
  const id = await announcedImport(maker);
  const before = await readImport(office.context.table, id as ImportId);
  if (before === undefined) throw new Error(`import ${id} was created`);
  const checked = { ...before, state: 'checked' as const, rows: 2, badByChunk: [1], files: ['bad-rows' as const] };
  await putIf(office.context, importItem(checked), { expression: 'attribute_exists(pk)' });
  return id;
}
