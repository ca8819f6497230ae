import type { Currency } from '../../model/currency.ts';
import type { CalendarDate, Instant } from '../../model/dates.ts';
import type { CustomerId, RequestId, UserId } from '../../model/ids.ts';
import type { Task, TaskKind, TaskState, TaskStep } from '../../model/task.ts';
import { indexKeys, keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A task stands in its request's archive; while it is open its owner's inbox shows it. */
export function taskItem(task: Task): Item {
  return {
    ...keys.task(task.requestId, task.name),
    kind: 'task',
    task: task.kind,
    cust: task.customerId,
    own: task.owner,
    amt: task.amount.minor,
    ccy: task.amount.currency,
    state: task.state,
    at: task.createdAt,
    due: task.dueAt,
    log: task.log.map(stepAttributes),
    ...(task.state === 'open' ? indexKeys.personInbox(task.owner, task.dueAt, `${task.requestId}#${task.name}`) : {}),
  };
}

export function taskFromItem(item: Item): Task {
  const raw = item as unknown as TaskAttributes;
  return {
    requestId: raw.pk.slice(2) as RequestId,
    name: raw.sk.slice('TASK#'.length),
    kind: raw.task,
    customerId: raw.cust,
    owner: raw.own,
    amount: { minor: raw.amt, currency: raw.ccy },
    state: raw.state,
    createdAt: raw.at,
    dueAt: raw.due,
    log: raw.log.map(stepFromAttributes),
  };
}

interface TaskAttributes {
  readonly pk: string;
  readonly sk: string;
  readonly task: TaskKind;
  readonly cust: CustomerId;
  readonly own: UserId;
  readonly amt: bigint;
  readonly ccy: Currency;
  readonly state: TaskState;
  readonly at: Instant;
  readonly due: Instant;
  readonly log: readonly StepAttributes[];
}

interface StepAttributes {
  readonly at: Instant;
  readonly by: UserId;
  readonly do: TaskStep['what'];
  readonly note?: string | undefined;
  readonly on?: CalendarDate | undefined;
  readonly own?: UserId | undefined;
  readonly k: string;
  readonly b: string;
}

function stepAttributes({ at, by, what, note, followUpOn, owner, keyPrint, bodyPrint }: TaskStep): StepAttributes {
  return { at, by, do: what, note, on: followUpOn, own: owner, k: keyPrint, b: bodyPrint };
}

function stepFromAttributes(raw: StepAttributes): TaskStep {
  return {
    at: raw.at,
    by: raw.by,
    what: raw.do,
    ...(raw.note === undefined ? {} : { note: raw.note }),
    ...(raw.on === undefined ? {} : { followUpOn: raw.on }),
    ...(raw.own === undefined ? {} : { owner: raw.own }),
    keyPrint: raw.k,
    bodyPrint: raw.b,
  };
}
