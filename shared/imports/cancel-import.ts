import { cancelImport as contract } from '../contracts/imports.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Import } from '../model/import.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { importToWire } from './import-wire.ts';
import { changeImport, notReady, readVisibleImport } from './stored-import.ts';

const attempts = 8;

/**
 * Gives an import up; what was entered stays. Cancelling what is cancelled changes nothing, so it is safe to repeat.
 * Refuses with USER_DISABLED, NOT_FOUND, NOT_THE_MAKER, IMPORT_NOT_READY when it has ended, BUSY.
 */
export async function cancelImport(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { actor, language } = call;
  let [, before] = await Promise.all([
    requireActiveUser(context.table, actor.id, contract.roles),
    readVisibleImport(context.table, actor, params.importId),
  ]);
  if (before.maker !== actor.id) throw new DomainError('NOT_THE_MAKER', { maker: before.maker });
  // Entering moves the record on piece by piece, so the first try may meet a piece that was just finished.
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (before.state === 'cancelled') return { body: importToWire(before, language), replayed: true };
    if (hasEnded(before)) throw notReady(before);
    const { now, isOurs } = await changeImport(context, before, { state: 'cancelled' });
    if (isOurs) return { body: importToWire(now, language) };
    before = now;
  }
  throw new DomainError('BUSY');
}

function hasEnded({ state }: Import): boolean {
  return state === 'entered' || state === 'refused';
}
