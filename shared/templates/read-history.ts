import type { Charge } from '../model/charge-request.ts';
import type { ChargeFill } from '../model/charge-template.ts';
import type { CustomerId, RequestId } from '../model/ids.ts';
import { toWire } from '../model/money.ts';
import { chargeFromItem } from '../table/items/charge-item.ts';
import { customerRequestsPartition, keys } from '../table/keys.ts';
import { getItems, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { periodAfter } from './period-of.ts';

/** How far back an earlier charge is looked for. */
const chargesLookedAt = 20;

/** The customer's newest posted charges, newest first: one query and one batch of reads (A60). */
export async function readPostedCharges(table: LedgerTable, customerId: CustomerId): Promise<Charge[]> {
  const rows = await queryPartition(table, {
    pk: customerRequestsPartition(customerId),
    skPrefix: 'charge#',
    index: 'GSI3',
    newestFirst: true,
    limit: chargesLookedAt,
  });
  const items = await getItems(
    table,
    rows.map(({ pk }) => keys.request(String(pk).slice(2) as RequestId)),
  );
  return items.filter(({ kind, state }) => kind === 'charge' && state === 'posted').map(chargeFromItem);
}

/** What the next charge of the kind would say: the same, for the period that follows (A60). */
export function followingFill({ type, reason, amount, basis, period }: Charge): ChargeFill {
  return { type, reason, amount: toWire(amount), basis, period: periodAfter(period) };
}
