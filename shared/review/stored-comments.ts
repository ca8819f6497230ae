import type { CommentWire } from '../contracts/review.ts';
import { type Comment, inOrder } from '../model/comment.ts';
import type { CommentId, ReviewedId, UserId } from '../model/ids.ts';
import { commentFromItem } from '../table/items/comment-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable, queryPartition } from '../table/ledger-table.ts';

/** Reads one comment, strongly. */
export async function readComment(
  table: LedgerTable,
  requestId: ReviewedId,
  id: CommentId,
): Promise<Comment | undefined> {
  const item = await getItem(table, keys.comment(requestId, id), { strong: true });
  return item && commentFromItem(item);
}

/** All that was said about a request, oldest first: one query, as a case is a handful of comments. */
export async function readThread(table: LedgerTable, requestId: ReviewedId): Promise<Comment[]> {
  const items = await queryPartition(table, { ...keys.comments(requestId), strong: true });
  return items.map(commentFromItem).sort(inOrder);
}

/** A comment as the API shows it. */
export function commentToWire({ bodyPrint: _, mentions, ...comment }: Comment): CommentWire {
  return { ...comment, mentions: [...mentions] };
}

/** The same for a customer: who of the staff spoke, and to whom else, is not his. */
export function commentForCustomer(comment: Comment, customer: UserId): CommentWire {
  const { by, mentions, ...shown } = commentToWire(comment);
  return { ...shown, by: by === customer ? by : '', mentions: mentions.filter((id) => id === customer) };
}

/**
 * Whether a comment is for a customer to see (B20): it is his own, it mentions him, or it answers what he wrote. Everything
 * else was said among colleagues.
 */
export function isForCustomer(comment: Comment, customer: UserId, thread: readonly Comment[]): boolean {
  const { by, mentions, kind, replyTo } = comment;
  if (by === customer || mentions.includes(customer)) return true;
  return kind === 'answer' && thread.some((other) => other.id === replyTo && other.by === customer);
}
