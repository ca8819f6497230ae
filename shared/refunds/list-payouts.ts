import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { listPayouts as contract } from '../contracts/refunds.ts';
import type { LedgerContext } from '../table/context.ts';
import { allShards, inboxPartition } from '../table/keys.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import type { Actor } from '../users/read-user.ts';
import { readListed } from './read-listed.ts';
import { readerNow, refundToWire } from './refund-wire.ts';

/**
 * What cashiers have to pay (B9): approved refunds and those that are being paid, soonest to expire first. Deposits wait
 * for cashiers too and are passed over, so a page may hold fewer than `limit`. For those who pay and those who watch them.
 */
export async function listPayouts(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { state, limit, cursor } = query;
  const scope = ['listPayouts', state ?? ''];
  const page = await queryShards(context.table, {
    index: 'GSI1',
    partitions: allShards.map((shard) => inboxPartition('cashier', shard)),
    skPrefix: '',
    newestFirst: false,
    limit,
    after: readCursor(cursor, scope),
  });
  const reader = await readerNow(context.table, call.actor, true);
  // The index is a moment behind the table: what was paid meanwhile is not shown any more.
  const waits = (now: string) => (state === undefined ? now === 'approved' || now === 'executing' : now === state);
  const items = (await readListed(context.table, page.items))
    .filter((refund) => waits(refund.state))
    .map((refund) => refundToWire(refund, reader));
  return { body: { items, ...writeCursor(page.last, scope) } };
}
