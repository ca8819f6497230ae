import type { getCharge as contract } from '../contracts/charges.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { entryForCustomer, entryToWire } from '../customers/entry-wire.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeFromItem, revisionFromItem } from '../table/items/charge-item.ts';
import { entryFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem, queryPartition } from '../table/ledger-table.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { chargeEtag, chargeToWire, forCustomer, isForCustomer, revisionToWire } from './charge-wire.ts';

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
  const isStaff = sight === 'every customer';
  if (!isStaff && !isForCustomer(charge)) throw new DomainError('NOT_FOUND');
  // One that is being replaced just now is put away before the next stands: it is still the present one.
  const earlier = archive
    .filter(({ sk }) => String(sk).startsWith('REVISION#'))
    .map(revisionFromItem)
    .filter(({ revision }) => revision < charge.revision);
  const { posting } = charge;
  const entry =
    posting &&
    (await getItem(
      context.table,
      keys.entry(charge.customerId, charge.amount.currency, posting.recordedAt, posting.sequence),
      { strong: false },
    ));
  const wire = {
    ...chargeToWire(charge),
    earlierRevisions: isStaff ? earlier.map(revisionToWire) : [],
    ...(entry === undefined ? {} : { entry: (isStaff ? entryToWire : entryForCustomer)(entryFromItem(entry)) }),
  };
  return { body: isStaff ? wire : forCustomer(wire), etag: chargeEtag(charge) };
}
