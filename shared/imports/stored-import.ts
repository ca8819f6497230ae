import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { ImportId } from '../model/ids.ts';
import type { Import } from '../model/import.ts';
import type { LedgerContext } from '../table/context.ts';
import { importFromItem, importItem } from '../table/items/import-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import type { Actor } from '../users/read-user.ts';

/** Rows of one piece of a file: what one step enters, and one object in the bucket. */
export const chunkRows = 250;

/** Who reads the imports of others; everybody else sees his own. */
const overseers: readonly string[] = ['manager', 'finance', 'auditor'];

export function seesAllImports(actor: Actor): boolean {
  return actor.roles.some((role) => overseers.includes(role));
}

export async function readImport(table: LedgerTable, id: ImportId): Promise<Import | undefined> {
  const item = await getItem(table, keys.import(id), { strong: true });
  return item === undefined ? undefined : importFromItem(item);
}

/** An import the caller may see; one he may not see does not exist. */
export async function readVisibleImport(table: LedgerTable, actor: Actor, id: ImportId): Promise<Import> {
  const found = await readImport(table, id);
  if (found === undefined || (found.maker !== actor.id && !seesAllImports(actor))) throw new DomainError('NOT_FOUND');
  return found;
}

/** Writes the next state of an import unless it has moved; answers it as it stands afterwards, ours or not. */
export async function changeImport(
  context: LedgerContext,
  before: Import,
  changes: Partial<Omit<Import, 'id' | 'version'>>,
): Promise<{ now: Import; isOurs: boolean }> {
  const next: Import = { ...before, ...changes, version: before.version + 1 };
  const outcome = await putIf(context, importItem(next), {
    expression: 'version = :version',
    values: { ':version': BigInt(before.version) },
  });
  if (outcome === 'written') return { now: next, isOurs: true };
  const now = await readImport(context.table, before.id);
  invariant(now !== undefined, `import ${before.id} is still there`);
  return { now, isOurs: false };
}

/** What to answer where the import does not wait for what is asked. */
export function notReady({ state }: Import): DomainError {
  return new DomainError('IMPORT_NOT_READY', { state });
}

export function badRowsOf({ badByChunk }: Import): number {
  return badByChunk.reduce((sum, bad) => sum + bad, 0);
}
