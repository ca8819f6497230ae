import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { listRefunds as contract } from '../contracts/refunds.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { customerRequestsPartition } from '../table/keys.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { readListed } from './read-listed.ts';
import { readerNow, refundToWire } from './refund-wire.ts';

/**
 * Refunds of a customer, newest first (B3, B20): one read, one query and one batch read. Refuses with USER_DISABLED,
 * and with NOT_FOUND where the customer is unknown or not the caller's own.
 */
export async function listRefunds(
  context: LedgerContext,
  call: { actor: Actor },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const sight = await sightOf(table, call.actor);
  refuseUnseen(sight, params.customerId);
  if ((await readProfile(table, params.customerId)) === undefined) throw new DomainError('NOT_FOUND');
  const scope = ['listRefunds', params.customerId];
  const page = await queryShards(table, {
    index: 'GSI3',
    partitions: [customerRequestsPartition(params.customerId)],
    skPrefix: 'refund#',
    newestFirst: true,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const reader = await readerNow(table, call.actor, sight === 'every customer');
  const items = (await readListed(table, page.items)).map((refund) => refundToWire(refund, reader));
  return { body: { items, ...writeCursor(page.last, scope) } };
}
