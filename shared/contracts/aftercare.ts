import * as z from 'zod';
import { calendarDateSchema } from '../model/dates.ts';
import { disputeOutcomes, disputeWishes } from '../model/dispute.ts';
import { chargeIdSchema, requestIdSchema, userIdSchema } from '../model/ids.ts';
import { moneyWireSchema } from '../model/money.ts';
import { taskNameSchema, taskOutcomes, taskRoles } from '../model/task.ts';
import { paragraphSchema } from '../model/text.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const taskWire = z
  .object({
    requestId: z.string(),
    task: z.string().meta({ description: 'Name of the task within its charge' }),
    kind: z.string(),
    state: z.string(),
    owner: z.string(),
    customerId: z.string(),
    amount: moneyWireSchema.meta({
      description: 'What was charged; of a follow-up, what was still open when it was made',
    }),
    createdAt: z.string(),
    dueAt: z.string(),
    log: z.array(
      z.object({
        at: z.string(),
        by: z.string(),
        what: z.string(),
        note: z.string().optional(),
        followUpOn: z.string().optional(),
        owner: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Task' });
export type TaskWire = z.infer<typeof taskWire>;

const listedTaskWire = taskWire
  .extend({
    customerNumber: z.string(),
    customerName: z.string(),
    phone: z.string().optional(),
    isPaused: z.boolean().meta({ description: 'A follow-up rests while its charge is disputed' }),
  })
  .meta({ id: 'ListedTask' });

const completedTaskWire = taskWire
  .extend({
    isSettled: z.boolean().optional().meta({
      description: 'Of a follow-up: nothing of the charge is left to pay, so the task is done whatever came of it',
    }),
  })
  .meta({ id: 'CompletedTask' });

export const disputeWire = z
  .object({
    chargeId: z.string(),
    number: z.number(),
    state: z.string(),
    wants: z.string(),
    steps: z.array(
      z.object({
        at: z.string(),
        by: z.string().meta({ description: 'User id; a customer does not see who of the staff it was' }),
        action: z.string(),
        text: z.string(),
        outcome: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Dispute' });
export type DisputeWire = z.infer<typeof disputeWire>;

const taskParams = z.object({ requestId: requestIdSchema, task: taskNameSchema });
const disputeParams = z.object({ chargeId: chargeIdSchema, number: z.string().regex(/^[1-9]\d{0,2}$/) });
const words = paragraphSchema(2, 1000);
const forCustomer = 'The customer reads it';

export const listTasks = defineOperation({
  id: 'listTasks',
  method: 'GET',
  path: '/tasks',
  capability: 'aftercare',
  tag: 'After posting',
  summary: 'Your open tasks, soonest due first: calls, follow-ups, corrections',
  description: 'A manager may ask for those of another `owner`. A page may hold fewer items than `limit`.',
  roles: taskRoles,
  query: z.strictObject({ owner: userIdSchema.optional(), ...pagingShape }),
  success: { status: 200, description: 'Open tasks', body: pageOf(listedTaskWire) },
  problems: ['USER_DISABLED'],
});

export const completeTask = defineOperation({
  id: 'completeTask',
  method: 'POST',
  path: '/requests/{requestId}/tasks/{task}/outcomes',
  capability: 'aftercare',
  tag: 'After posting',
  summary: 'Log what came of a task',
  description:
    '`reached` and `done` close it. After `no-answer` and `wrong-number` it is due again the next day, after `promised` in a week, after `needs-help` at once; with `followUpOn` it stays open until that day whatever came of it.',
  roles: taskRoles,
  params: taskParams,
  body: z.strictObject({
    outcome: z.enum(taskOutcomes),
    note: paragraphSchema(2, 500),
    followUpOn: calendarDateSchema.optional(),
  }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The task with its log', body: completedTaskWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_THE_OWNER', 'TASK_MOVED', 'TASK_TOO_LONG', 'BUSY'],
});

export const reassignTask = defineOperation({
  id: 'reassignTask',
  method: 'POST',
  path: '/requests/{requestId}/tasks/{task}/reassignments',
  capability: 'aftercare',
  tag: 'After posting',
  summary: 'Give an open task to somebody else',
  roles: ['manager'],
  params: taskParams,
  body: z.strictObject({ owner: userIdSchema }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The task', body: taskWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'TASK_MOVED', 'TASK_TOO_LONG', 'BUSY'],
});

export const openDispute = defineOperation({
  id: 'openDispute',
  method: 'POST',
  path: '/charges/{chargeId}/disputes',
  capability: 'aftercare',
  tag: 'After posting',
  summary: 'Object to a posted charge',
  description:
    'By its customer, or by staff on his behalf. Follow-ups of the charge rest until the dispute is closed; a charge has one dispute at a time.',
  roles: ['clerk', 'finance', 'manager', 'customer'],
  params: z.object({ chargeId: chargeIdSchema }),
  body: z.strictObject({ text: words, wants: z.enum(disputeWishes) }),
  idempotencyKey: 'required',
  success: { status: 201, description: 'The dispute', body: disputeWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'NOT_POSTED', 'DISPUTE_OPEN', 'DISPUTE_TOO_LONG', 'BUSY'],
});

const stepProblems = ['USER_DISABLED', 'NOT_FOUND', 'DISPUTE_MOVED', 'DISPUTE_TOO_LONG', 'BUSY'] as const;

export const explainDispute = defineOperation({
  id: 'explainDispute',
  method: 'POST',
  path: '/charges/{chargeId}/disputes/{number}/explanations',
  capability: 'aftercare',
  tag: 'After posting',
  summary: 'Explain the disputed charge; the customer is told, with the calculation basis',
  roles: ['clerk', 'finance', 'manager'],
  params: disputeParams,
  body: z.strictObject({ text: words.meta({ description: forCustomer }) }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The dispute', body: disputeWire },
  problems: stepProblems,
});

export const reopenDispute = defineOperation({
  id: 'reopenDispute',
  method: 'POST',
  path: '/charges/{chargeId}/disputes/{number}/reopenings',
  capability: 'aftercare',
  tag: 'After posting',
  summary: 'Say that the explanation does not convince',
  roles: ['clerk', 'finance', 'manager', 'customer'],
  params: disputeParams,
  body: z.strictObject({ text: words }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The dispute', body: disputeWire },
  problems: stepProblems,
});

export const closeDispute = defineOperation({
  id: 'closeDispute',
  method: 'POST',
  path: '/charges/{chargeId}/disputes/{number}/closures',
  capability: 'aftercare',
  tag: 'After posting',
  summary: 'Close a dispute: explanation accepted, objection upheld, or withdrawn',
  description:
    'Only finance or a manager may uphold an objection; it makes a correction task for them. An explanation must have been given before it can be accepted.',
  roles: ['clerk', 'finance', 'manager', 'customer'],
  params: disputeParams,
  body: z.strictObject({ outcome: z.enum(disputeOutcomes), note: words.meta({ description: forCustomer }) }),
  idempotencyKey: 'required',
  success: { status: 200, description: 'The dispute', body: disputeWire },
  problems: stepProblems,
});
