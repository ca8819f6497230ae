import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { listTemplates as contract } from '../contracts/templates.ts';
import { businessDate } from '../model/dates.ts';
import type { LedgerContext } from '../table/context.ts';
import { templateFromItem } from '../table/items/template-item.ts';
import { keys } from '../table/keys.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { templateToWire } from './stored-template.ts';

/**
 * Templates in their newest version (A50, A51); group, type and state are looked at after reading, so a page may hold
 * fewer than `limit`.
 */
export async function listTemplates(
  context: LedgerContext,
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const scope = ['listTemplates'];
  const { pk, skPrefix } = keys.latestTemplates();
  const page = await queryShards(context.table, {
    partitions: [pk],
    skPrefix,
    newestFirst: false,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const today = businessDate(context.clock(), context.zone);
  const items = page.items
    .map(templateFromItem)
    .filter(
      ({ state, customerGroup, content }) =>
        state === query.state &&
        (query.customerGroup === undefined || customerGroup === undefined || customerGroup === query.customerGroup) &&
        (query.type === undefined || content.type === undefined || content.type === query.type),
    );
  return {
    body: { items: items.map((template) => templateToWire(template, today)), ...writeCursor(page.last, scope) },
  };
}
