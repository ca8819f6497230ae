import type { Instant } from './dates.ts';
import type { ChargeId, CustomerId, UserId } from './ids.ts';

/** What a customer who objects to a charge asks for (A45). */
export const disputeWishes = ['explanation', 'correction'] as const;
export type DisputeWish = (typeof disputeWishes)[number];

export const disputeOutcomes = ['accepted', 'upheld', 'withdrawn'] as const;
export type DisputeOutcome = (typeof disputeOutcomes)[number];

export type DisputeState = 'open' | 'explained' | 'closed';
export type DisputeAction = 'open' | 'explain' | 'reopen' | 'close';

export interface DisputeStep {
  readonly at: Instant;
  readonly by: UserId;
  readonly action: DisputeAction;
  readonly text: string;
  readonly outcome?: DisputeOutcome;
  readonly keyPrint: string;
  readonly bodyPrint: string;
}

/** An objection (异议) to one posted charge, with everything said about it. */
export interface Dispute {
  readonly chargeId: ChargeId;
  readonly customerId: CustomerId;
  /** From 1; a charge may be disputed again once the last dispute is closed. */
  readonly number: number;
  readonly state: DisputeState;
  readonly wants: DisputeWish;
  readonly steps: readonly DisputeStep[];
}

/**
 * Which step leads where. What is not in the table is refused: an explanation answers an open question, only an
 * explanation can be accepted or found wanting, and what is closed stays closed.
 */
const transitions: Readonly<Record<DisputeState, Readonly<Record<string, DisputeState | undefined>>>> = {
  open: { explain: 'explained', 'close upheld': 'closed', 'close withdrawn': 'closed' },
  explained: { reopen: 'open', 'close accepted': 'closed', 'close upheld': 'closed', 'close withdrawn': 'closed' },
  closed: {},
};

/** Where a step leads from a state; `undefined` when it is not allowed there. */
export function disputeAfter(
  state: DisputeState,
  action: DisputeAction,
  outcome?: DisputeOutcome,
): DisputeState | undefined {
  return transitions[state][outcome === undefined ? action : `${action} ${outcome}`];
}
