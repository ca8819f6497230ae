import type { Instant } from './dates.ts';
import type { ChargeId, CommentId, UserId } from './ids.ts';

export const commentKinds = ['question', 'answer', 'note'] as const;
export type CommentKind = (typeof commentKinds)[number];

/** Comments of one charge, which one query reads with the rest of its case. */
export const mostComments = 200;

/** What one colleague said to the others about a charge (A21): written once, never changed. */
export interface Comment {
  readonly id: CommentId;
  readonly chargeId: ChargeId;
  /** The revision that stood when it was written. */
  readonly revision: number;
  readonly kind: CommentKind;
  readonly text: string;
  readonly by: UserId;
  readonly at: Instant;
  readonly mentions: readonly UserId[];
  readonly replyTo?: CommentId;
  /** Print of the body that made it (F1). */
  readonly bodyPrint: string;
}

/** Oldest first; the id decides between comments of one millisecond. */
export function inOrder(a: Pick<Comment, 'at' | 'id'>, b: Pick<Comment, 'at' | 'id'>): number {
  return placeOf(a) < placeOf(b) ? -1 : 1;
}

/** Where a comment stands in its thread. */
export function placeOf({ at, id }: Pick<Comment, 'at' | 'id'>): string {
  return `${at}#${id}`;
}
