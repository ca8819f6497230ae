import type { getCharge as contract } from '../contracts/charges.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { entryToWire } from '../customers/entry-wire.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeFromItem, revisionFromItem } from '../table/items/charge-item.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem, queryPartition } from '../table/ledger-table.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { chargeEtag, chargeToWire, revisionToWire } from './charge-wire.ts';

/**
 * A charge with its whole case: one query brings everything that was ever kept of it (A26, A28), one read the entry.
 * Refuses with NOT_FOUND, also where the customer is not the caller's own.
 */
export async function getCharge(
  context: LedgerContext,
  call: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const sight = await sightOf(context.table, call.actor);
  const archive = await queryPartition(context.table, { ...keys.requestArchive(params.chargeId), strong: true });
  const item = archive.find(({ kind }) => kind === 'charge');
  if (item === undefined) throw new DomainError('NOT_FOUND');
  const charge = chargeFromItem(item);
  refuseUnseen(sight, charge.customerId);
  const earlier = archive.filter(({ sk }) => String(sk).startsWith('REVISION#')).map(revisionFromItem);
  const { posting } = charge;
  const entry =
    posting &&
    (await getItem(
      context.table,
      keys.entry(charge.customerId, charge.amount.currency, posting.recordedAt, posting.sequence),
      { strong: false },
    ));
  return {
    body: {
      ...chargeToWire(charge),
      earlierRevisions: earlier.map(revisionToWire),
      ...(entry === undefined ? {} : { entry: entryToWire(entryFromItem(entry)) }),
    },
    etag: chargeEtag(charge),
  };
}
