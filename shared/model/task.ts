import * as z from 'zod';
import type { CalendarDate, Instant } from './dates.ts';
import type { ChargeId, CustomerId, UserId } from './ids.ts';
import type { Money } from './money.ts';
import type { Role } from './role.ts';

/** What somebody has to do after a charge was posted: call, look after a payment, prepare a correction (A24, A27, A45). */
export type TaskKind = 'call' | 'follow-up' | 'correction';

/** A task's name within its case; it says what for, so the same task is never made twice. */
export const taskNameSchema = z.string().regex(/^(call|follow-up|correction)-[a-z0-9-]{1,60}$/);

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

/** Something one person has to do about one charge. It names the customer by id only: his number stands with him. */
export interface Task {
  readonly chargeId: ChargeId;
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
