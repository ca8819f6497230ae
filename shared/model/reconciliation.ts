import * as z from 'zod';
import type { Currency } from './currency.ts';
import type { Instant } from './dates.ts';
import type { UserId } from './ids.ts';

/** A calendar month `YYYY-MM`. */
export const monthSchema = z
  .string()
  .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/)
  .meta({ description: 'Month YYYY-MM', example: '2026-10' });

/** What prepaid money did in a month, by the business dates of its entries; minor units, in positive, out negative. */
export interface PrepaidMovements {
  /** Entries of earlier months that came after those had been reconciled. */
  readonly earlierMinor: bigint;
  readonly arrivedMinor: bigint;
  readonly usedMinor: bigint;
  /** Uses taken back by corrections. */
  readonly givenBackMinor: bigint;
  readonly refundedMinor: bigint;
  readonly bouncedMinor: bigint;
}

export const reconciliationStates = ['open', 'counted', 'closed'] as const;
export type ReconciliationState = (typeof reconciliationStates)[number];

/** What somebody did to a reconciliation. */
export interface ReconciliationStep {
  readonly at: Instant;
  /** A user, or `control` for the nightly control itself. */
  readonly by: UserId | 'control';
  readonly action: 'prepare' | 'count' | 'agree';
  readonly actualMinor?: bigint;
  readonly note?: string;
  readonly keyPrint?: string;
  readonly bodyPrint?: string;
}

/**
 * How the prepaid money of a month was held against what is really there (C2): the books are prepared by the nightly
 * control, finance counts, and a manager who never counted agrees. Opening is the closing of the month before.
 */
export interface Reconciliation {
  readonly month: string;
  readonly currency: Currency;
  readonly state: ReconciliationState;
  readonly openingMinor: bigint;
  readonly movements: PrepaidMovements;
  readonly closingMinor: bigint;
  /** What arrived and left by payment method, minor units: what bank statements and the cash book must show. */
  readonly clearingMinor: Readonly<Record<string, bigint>>;
  readonly actualMinor?: bigint;
  readonly history: readonly ReconciliationStep[];
}

/** Everybody who ever counted it, whoever counted last; none of them may agree. */
export function countersOf({ history }: Pick<Reconciliation, 'history'>): readonly ReconciliationStep['by'][] {
  return [...new Set(history.filter(({ action }) => action === 'count').map(({ by }) => by))];
}

/** All that happened between opening and closing, minor units. */
export function movedMinor(movements: PrepaidMovements): bigint {
  return Object.values(movements as unknown as Record<string, bigint>).reduce((sum, minor) => sum + minor, 0n);
}
