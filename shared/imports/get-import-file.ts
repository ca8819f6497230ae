import type { getImportFile as contract } from '../contracts/imports.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Actor } from '../users/read-user.ts';
import { fileKeys, type ImportLinks } from './import-files.ts';
import { readVisibleImport } from './stored-import.ts';

/** A link to a file that answers an import. Refuses with NOT_FOUND, also while there is no such file yet. */
export async function getImportFile(
  context: LedgerContext,
  links: ImportLinks,
  call: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const found = await readVisibleImport(context.table, call.actor, params.importId);
  if (!found.files.includes(params.name)) throw new DomainError('NOT_FOUND');
  const key = fileKeys.answer(found.id, params.name);
  return { body: await links.downloadLink(key, `${found.id}-${params.name}.xlsx`, context.clock()) };
}
