import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { searchRefunds as contract } from '../contracts/refunds.ts';
import { businessDate } from '../model/dates.ts';
import type { LedgerContext } from '../table/context.ts';
import { requestMonthPartition } from '../table/keys.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import type { Actor } from '../users/read-user.ts';
import { readListed } from './read-listed.ts';
import { readerNow, refundToWire } from './refund-wire.ts';

/**
 * Refunds asked for in a month, newest first (B27): one query and one batch read. Source and reason are told by the list,
 * the state by the refund itself, so a page may hold fewer than `limit`. For staff.
 */
export async function searchRefunds(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { state, reason, source, limit, cursor } = query;
  const month = query.month ?? businessDate(context.clock(), context.zone).slice(0, 'YYYY-MM'.length);
  const scope = ['searchRefunds', month, state ?? '', reason ?? '', source ?? ''];
  const page = await queryShards(context.table, {
    index: 'GSI2',
    partitions: [requestMonthPartition(month, 'refund')],
    skPrefix: '',
    newestFirst: true,
    limit,
    after: readCursor(cursor, scope),
  });
  const wanted = page.items.filter(
    ({ rc, type }) => (reason === undefined || rc === reason) && (source === undefined || type === source),
  );
  const refunds = await readListed(context.table, wanted);
  const reader = await readerNow(context.table, call.actor, true);
  const items = refunds
    .filter((refund) => state === undefined || refund.state === state)
    .map((refund) => refundToWire(refund, reader));
  return { body: { items, ...writeCursor(page.last, scope) } };
}
