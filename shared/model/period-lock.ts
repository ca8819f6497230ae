import * as z from 'zod';
import type { Instant } from './dates.ts';
import type { UserId } from './ids.ts';

/** A month of the business calendar, `2026-10`. */
export const monthSchema = z
  .string()
  .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, { error: 'MONTH_FORMAT' })
  .meta({ description: 'Month of the business calendar', example: '2026-10' });

/** One closing or reopening (F14). */
export interface LockStep {
  readonly at: Instant;
  readonly by: UserId;
  readonly action: 'close' | 'reopen';
  readonly month: string;
  readonly reason: string;
  /** From when on it holds: a closing a minute later, so that what is being posted just now is done by then. */
  readonly from: Instant;
  /** The last month that is then closed; absent when none is. */
  readonly through?: string;
  readonly keyPrint: string;
  readonly bodyPrint: string;
}

/** Which months are closed: all up to one. */
export interface PeriodLock {
  /** Counts every step there ever was. */
  readonly version: number;
  /** The latest steps, newest last. */
  readonly steps: readonly LockStep[];
}

/** The last month that is closed at an instant; nothing when none is. */
export function closedThrough({ steps }: PeriodLock, now: Instant): string | undefined {
  return steps.findLast(({ from }) => from <= now)?.through;
}

/** The last month that is closed or about to be. */
export function lastClosed({ steps }: PeriodLock): string | undefined {
  return steps.at(-1)?.through;
}
