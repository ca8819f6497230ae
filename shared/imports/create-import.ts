import { createImport as contract } from '../contracts/imports.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ImportId } from '../model/ids.ts';
import type { Import } from '../model/import.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId } from '../table/document-id.ts';
import { importItem } from '../table/items/import-item.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { fileKeys, type ImportLinks } from './import-files.ts';
import { importToWire } from './import-wire.ts';
import { readImport } from './stored-import.ts';

/**
 * Announces a table of charges (A53, A54) and hands out the form that uploads it: exactly the announced bytes. The same
 * request again meets the same import, with a fresh form while its file is awaited (F1).
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, BUSY.
 */
export async function createImport(
  context: LedgerContext,
  links: ImportLinks,
  call: { actor: Actor; language: Language },
  { body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor, language } = call;
  const id = documentId('imp', actor.id, 'createImport', idempotencyKey) as ImportId;
  const bodyPrint = bodyFingerprint(body);
  const [, existing] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readImport(context.table, id),
  ]);
  const answer = async (of: Import, replayed: boolean): Promise<ReplyOf<typeof contract>> => {
    if (of.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    const shown = importToWire(of, language);
    const reply = { location: `/imports/${id}`, ...(replayed ? { replayed } : {}) };
    if (of.state !== 'awaiting-file') return { ...reply, body: { import: shown } };
    const upload = await links.uploadForm(fileKeys.upload(id), of, context.clock());
    return { ...reply, body: { import: shown, upload } };
  };
  if (existing !== undefined) return answer(existing, true);

  const created: Import = {
    ...body,
    language: body.language ?? language,
    id,
    maker: actor.id,
    createdAt: context.clock(),
    bodyPrint,
    state: 'awaiting-file',
    version: 1,
    messages: [],
    rows: 0,
    badByChunk: [],
    knownRows: 0,
    outcomes: [],
    files: [],
  };
  const outcome = await putIf(context, importItem(created), { expression: 'attribute_not_exists(pk)' });
  if (outcome === 'written') return answer(created, false);
  const winner = await readImport(context.table, id);
  if (winner === undefined) throw new DomainError('BUSY');
  return answer(winner, true);
}
