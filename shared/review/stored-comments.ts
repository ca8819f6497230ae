import type { CommentWire } from '../contracts/review.ts';
import { type Comment, inOrder } from '../model/comment.ts';
import type { ChargeId, CommentId } from '../model/ids.ts';
import { commentFromItem } from '../table/items/comment-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable, queryPartition } from '../table/ledger-table.ts';

/** Reads one comment, strongly. */
export async function readComment(table: LedgerTable, chargeId: ChargeId, id: CommentId): Promise<Comment | undefined> {
  const item = await getItem(table, keys.comment(chargeId, id), { strong: true });
  return item && commentFromItem(item);
}

/** All that was said about a charge, oldest first: one query, as a case is a handful of comments. */
export async function readThread(table: LedgerTable, chargeId: ChargeId): Promise<Comment[]> {
  const items = await queryPartition(table, { ...keys.comments(chargeId), strong: true });
  return items.map(commentFromItem).sort(inOrder);
}

/** A comment as the API shows it. */
export function commentToWire({ bodyPrint: _, mentions, ...comment }: Comment): CommentWire {
  return { ...comment, mentions: [...mentions] };
}
