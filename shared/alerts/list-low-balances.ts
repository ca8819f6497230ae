import { listLowBalances as contract } from '../contracts/alerts.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { toWire } from '../model/money.ts';
import type { LedgerContext } from '../table/context.ts';
import { allShards, lowBalancesPartition } from '../table/keys.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { describeLowBalances } from './low-balances.ts';

/** Customers whose usable prepaid money is below their level now (C3). Refuses with USER_DISABLED, FORBIDDEN. */
export async function listLowBalances(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  await requireActiveUser(context.table, call.actor.id, contract.roles);
  const scope = [contract.id];
  const page = await queryShards(context.table, {
    index: 'GSI3',
    partitions: allShards.map(lowBalancesPartition),
    skPrefix: '',
    newestFirst: false,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const listed = await describeLowBalances(context, page.items);
  const items = listed.map(({ alert, customer, balanceMinor }) => {
    const { customerId, currency, since, crossings, policyVersion } = alert;
    return {
      ...{ customerId, customerNumber: customer?.number ?? '', customerName: customer?.name ?? '', currency },
      balance: toWire({ currency, minor: balanceMinor }),
      level: toWire({ currency, minor: alert.levelMinor }),
      ...{ since, crossings, policyVersion },
    };
  });
  return { body: { items, ...writeCursor(page.last, scope) } };
}
