import type { getImport as contract } from '../contracts/imports.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import type { Actor } from '../users/read-user.ts';
import { importToWire } from './import-wire.ts';
import { readVisibleImport } from './stored-import.ts';

/** How an import stands, with its progress (F20). Refuses with NOT_FOUND, also where a clerk asks for another's. */
export async function getImport(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const found = await readVisibleImport(context.table, call.actor, params.importId);
  return { body: importToWire(found, call.language) };
}
