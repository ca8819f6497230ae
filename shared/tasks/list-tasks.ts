import { listTasks as contract } from '../contracts/aftercare.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { isDraft } from '../model/charge-request.ts';
import type { Task } from '../model/task.ts';
import type { LedgerContext } from '../table/context.ts';
import { caseFromItem } from '../table/items/charge-item.ts';
import { profileFromItem } from '../table/items/customer-item.ts';
import { taskFromItem } from '../table/items/task-item.ts';
import { keys, personInboxPartition } from '../table/keys.ts';
import { getItems, type LedgerTable } from '../table/ledger-table.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { taskToWire } from './task-wire.ts';

/**
 * Open tasks of the caller, soonest due first (A24, A27). His inbox also holds drafts, which are passed over, so a
 * page may hold fewer than `limit`. Refuses with USER_DISABLED, and with FORBIDDEN whoever asks for another's and is
 * no manager.
 */
export async function listTasks(
  context: LedgerContext,
  call: { actor: Actor },
  { query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const user = await requireActiveUser(table, call.actor.id, contract.roles);
  const owner = query.owner ?? user.id;
  if (owner !== user.id && !user.roles.includes('manager')) throw new DomainError('FORBIDDEN', { roles: 'manager' });
  const scope = ['listTasks', owner];
  const page = await queryShards(table, {
    index: 'GSI1',
    partitions: [personInboxPartition(owner)],
    skPrefix: '',
    newestFirst: false,
    limit: query.limit,
    after: readCursor(query.cursor, scope),
  });
  const rows = page.items.filter(({ kind }) => kind === 'task');
  const found = await getItems(
    table,
    rows.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
  );
  // The index is a moment behind the table: what was done meanwhile is not shown any more.
  const tasks = found.map(taskFromItem).filter((task) => task.state === 'open' && task.owner === owner);
  const [customers, disputed] = await Promise.all([customersOf(table, tasks), disputedAmong(table, tasks)]);
  const items = tasks.map((task) => {
    const customer = customers.get(task.customerId);
    return {
      ...taskToWire(task),
      customerNumber: customer?.number ?? '',
      customerName: customer?.name ?? '',
      ...(customer?.phone === undefined ? {} : { phone: customer.phone }),
      isPaused: task.kind === 'follow-up' && disputed.has(task.requestId),
    };
  });
  return { body: { items, ...writeCursor(page.last, scope) } };
}

async function customersOf(table: LedgerTable, tasks: readonly Task[]) {
  const ids = [...new Set(tasks.map(({ customerId }) => customerId))];
  const profiles = (await getItems(table, ids.map(keys.profile))).map(profileFromItem);
  return new Map(profiles.map((customer) => [customer.id, customer]));
}

async function disputedAmong(table: LedgerTable, tasks: readonly Task[]): Promise<ReadonlySet<string>> {
  const followUps = tasks.filter(({ kind }) => kind === 'follow-up');
  const ids = [...new Set(followUps.map(({ requestId }) => requestId))];
  const charges = (await getItems(table, ids.map(keys.request))).map(caseFromItem);
  return new Set(charges.filter((charge) => !isDraft(charge) && charge.dispute !== undefined).map(({ id }) => id));
}
