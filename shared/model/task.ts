import * as z from 'zod';
import type { CalendarDate, Instant } from './dates.ts';
import type { CustomerId, RequestId, UserId } from './ids.ts';
import type { Money } from './money.ts';
import type { Role } from './role.ts';

/** What somebody has to do after a request has ended: call, look after a payment, prepare a correction, look for a refund that did not
 * arrive, talk to a customer whose prepaid money runs out (A24, A27, A45, B24, C3). */
export type TaskKind = 'call' | 'follow-up' | 'correction' | 'missing-refund' | 'low-balance';

/** A task's name within its case; it says what for, so the same task is never made twice. */
export const taskNameSchema = z
  .string()
  .regex(/^(call|follow-up|correction|missing-refund|low-balance)-[a-z0-9-]{1,60}$/);

export const taskOutcomes = ['reached', 'no-answer', 'wrong-number', 'promised', 'done', 'needs-help'] as const;
export type TaskOutcome = (typeof taskOutcomes)[number];

/** Who may have a task and log what came of it. */
export const taskRoles = ['clerk', 'finance', 'manager'] as const satisfies readonly Role[];

export type TaskState = 'open' | 'done';

/** One attempt or one change of hands; a task's log is never cut. */
export interface TaskStep {
  readonly at: Instant;
  readonly by: UserId;
  readonly what: TaskOutcome | 'reassign';
  readonly note?: string;
  readonly followUpOn?: CalendarDate;
  /** Who has it from now on. */
  readonly owner?: UserId;
  readonly keyPrint: string;
  readonly bodyPrint: string;
}

/** Something one person has to do about one request. It names the customer by id only: his number stands with him. */
export interface Task {
  readonly requestId: RequestId;
  readonly name: string;
  readonly kind: TaskKind;
  readonly customerId: CustomerId;
  readonly owner: UserId;
  readonly amount: Money;
  readonly state: TaskState;
  readonly createdAt: Instant;
  readonly dueAt: Instant;
  readonly log: readonly TaskStep[];
}
