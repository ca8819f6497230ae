import { type Instant, later } from '../model/dates.ts';
import type { CustomerId, RequestId, UserId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import type { Task, TaskKind } from '../model/task.ts';
import type { LedgerContext } from '../table/context.ts';
import { taskFromItem, taskItem } from '../table/items/task-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';
import { type Condition, putIf } from '../table/write.ts';

const dayMs = 86_400_000;

/** A task as it begins: due within a day. */
export function newTask(
  about: { readonly id: RequestId; readonly customerId: CustomerId; readonly amount: Money },
  { kind, name, owner, now }: { kind: TaskKind; name: string; owner: UserId; now: Instant },
): Task {
  const { id: requestId, customerId, amount } = about;
  return {
    ...{ requestId, customerId, amount, kind, name, owner },
    state: 'open',
    createdAt: now,
    dueAt: later(now, dayMs),
    log: [],
  };
}

/** A task has one name for one purpose: making it again meets the one that is there. */
export async function makeTask(context: LedgerContext, task: Task): Promise<'written' | 'refused'> {
  return await putIf(context, taskItem(task), { expression: 'attribute_not_exists(pk)' });
}

export async function readTask(table: LedgerTable, id: RequestId, name: string): Promise<Task | undefined> {
  const item = await getItem(table, keys.task(id, name), { strong: true });
  return item === undefined ? undefined : taskFromItem(item);
}

/** Nothing happened to the task since it was read: whatever happens to one adds a step to its log. */
export function unchangedTask(before: Task): Condition {
  return {
    expression: 'size(#log) = :steps',
    names: { '#log': 'log' },
    values: { ':steps': BigInt(before.log.length) },
  };
}
