import type { Instant } from './dates.ts';
import type { CommentId, ReviewedId, UserId } from './ids.ts';

export const commentKinds = ['question', 'answer', 'note'] as const;
export type CommentKind = (typeof commentKinds)[number];

/** Comments of one request, which one query reads with the rest of its case. */
export const mostComments = 200;
/** Of these, so many may come from the customer, so that colleagues can always still speak. */
export const mostOfCustomer = 50;

/**
 * What one colleague said to the others about a request (A21), or a customer to the service about his refund (B20):
 * written once, never changed.
 */
export interface Comment {
  readonly id: CommentId;
  readonly requestId: ReviewedId;
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
