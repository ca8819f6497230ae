import type { listImports as contract } from '../contracts/imports.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ImportId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { importFromItem } from '../table/items/import-item.ts';
import { importsPartition, keys } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import type { Actor } from '../users/read-user.ts';
import { importToWire } from './import-wire.ts';
import { seesAllImports } from './stored-import.ts';

/** A person's imports, newest first. Refuses with NOT_FOUND where a clerk asks for another's. */
export async function listImports(
  context: LedgerContext,
  call: { actor: Actor; language: Language },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const maker = query.maker ?? call.actor.id;
  if (maker !== call.actor.id && !seesAllImports(call.actor)) throw new DomainError('NOT_FOUND');
  const scope = ['listImports', maker];
  const page = await queryShards(context.table, {
    index: 'GSI3',
    partitions: [importsPartition(maker)],
    skPrefix: '',
    newestFirst: true,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const wanted = page.items.map(({ pk }) => keys.import(String(pk).slice(2) as ImportId));
  const items = (await getItems(context.table, wanted)).map(importFromItem);
  return {
    body: { items: items.map((one) => importToWire(one, call.language)), ...writeCursor(page.last, scope) },
  };
}
