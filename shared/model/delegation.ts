import * as z from 'zod';
import { type Instant, instantSchema } from './dates.ts';
import { refuseField } from './field-refusal.ts';
import { type UserId, userIdSchema } from './ids.ts';
import { paragraphSchema } from './text.ts';

const longestDays = 92;
const dayMs = 86_400_000;

/** What somebody says who hands over his decisions while he is away (F15): to whom, from when until when. */
export const newDelegationSchema = z
  .strictObject({
    to: userIdSchema.meta({ description: 'Who decides meanwhile: another active person with an approving role' }),
    from: instantSchema,
    until: instantSchema,
    reason: paragraphSchema(2, 300).optional(),
  })
  .superRefine(({ from, until }, ctx) => {
    const lengthMs = Date.parse(until) - Date.parse(from);
    if (lengthMs <= 0 || lengthMs > longestDays * dayMs) refuseField(ctx, 'DELEGATION_WINDOW', ['until'], { until });
  });
export type NewDelegation = z.output<typeof newDelegationSchema>;

/** A delegation as it stands; one person has at most one, and what he received himself he cannot pass on. */
export interface Delegation {
  readonly delegator: UserId;
  readonly delegate: UserId;
  readonly from: Instant;
  readonly until: Instant;
  readonly reason?: string;
  /** The delegator, or who set it in his place. */
  readonly setBy: UserId;
  readonly setAt: Instant;
  /** When it was ended before its time. */
  readonly endedAt?: Instant;
}

/** Whether the delegate may decide at an instant. */
export function isInForce({ from, until, endedAt }: Delegation, now: Instant): boolean {
  return endedAt === undefined && from <= now && now < until;
}
