import type { listApprovals as contract } from '../contracts/approvals.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Currency } from '../model/currency.ts';
import type { CustomerId } from '../model/ids.ts';
import { toWire } from '../model/money.ts';
import { approvingRoles } from '../model/role.ts';
import { togetherToWire } from '../model/together.ts';
import type { LedgerContext } from '../table/context.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { fromMillis } from '../table/items/request-item.ts';
import { allShards, inboxPartition, keys } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { readDelegators } from '../users/read-delegations.ts';
import type { Actor } from '../users/read-user.ts';

interface InboxRow {
  readonly pk: string;
  readonly g1sk: string;
  readonly kind: string;
  readonly cust: CustomerId;
  readonly amt: bigint;
  readonly ccy: Currency;
  readonly maker: string;
  readonly stage: bigint;
  readonly rev: bigint;
  readonly at: bigint;
  readonly tog?: string;
}

/**
 * What waits for one of the caller's roles, or for one of somebody he stands in for, soonest due first. Refuses any other
 * role with FORBIDDEN.
 */
export async function listApprovals(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const role = query.role ?? approvingRoles.find((candidate) => call.actor.roles.includes(candidate));
  if (role === undefined) throw new DomainError('FORBIDDEN', { roles: '' });
  const isHis = call.actor.roles.includes(role) || (await readDelegators(context, call.actor.id, [role])).length > 0;
  if (!isHis) throw new DomainError('FORBIDDEN', { roles: role });
  const scope = ['listApprovals', role];
  const page = await queryShards(context.table, {
    index: 'GSI1',
    partitions: allShards.map((shard) => inboxPartition(role, shard)),
    skPrefix: '',
    newestFirst: false,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const rows = page.items as unknown as InboxRow[];
  const customerIds = [...new Set(rows.map(({ cust }) => cust))];
  const profiles = await getItems(context.table, customerIds.map(keys.profile));
  const customers = new Map(profiles.map(profileFromItem).map((customer) => [customer.id, customer]));
  const items = rows.map((row) => ({
    requestId: row.pk.slice(2),
    kind: row.kind,
    customerId: row.cust,
    customerNumber: customers.get(row.cust)?.number ?? '',
    customerName: customers.get(row.cust)?.name ?? '',
    amount: toWire({ minor: row.amt, currency: row.ccy }),
    maker: row.maker,
    role,
    stage: Number(row.stage),
    revision: Number(row.rev),
    submittedAt: fromMillis(row.at),
    dueAt: row.g1sk.split('#', 1)[0] ?? '',
    ...togetherToWire({
      amount: { minor: row.amt, currency: row.ccy },
      ...(row.tog === undefined ? {} : { together: row.tog }),
    }),
  }));
  return { body: { items, ...writeCursor(page.last, scope) } };
}
