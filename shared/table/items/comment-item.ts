import type { Comment } from '../../model/comment.ts';
import type { CommentId } from '../../model/ids.ts';
import { keys } from '../keys.ts';
import type { Item } from '../ledger-table.ts';

/** A comment as a row of its request's archive. */
export function commentItem(comment: Comment): Item {
  return {
    ...keys.comment(comment.requestId, comment.id),
    kind: 'comment',
    rev: BigInt(comment.revision),
    as: comment.kind,
    text: comment.text,
    by: comment.by,
    at: comment.at,
    to: comment.mentions.length === 0 ? undefined : comment.mentions,
    re: comment.replyTo,
    print: comment.bodyPrint,
  };
}

export function commentFromItem(item: Item): Comment {
  const raw = item as unknown as CommentAttributes;
  return {
    id: raw.sk.slice(raw.sk.indexOf('#') + 1) as CommentId,
    requestId: raw.pk.slice(2) as Comment['requestId'],
    revision: Number(raw.rev),
    kind: raw.as,
    text: raw.text,
    by: raw.by,
    at: raw.at,
    mentions: raw.to ?? [],
    ...(raw.re === undefined ? {} : { replyTo: raw.re }),
    bodyPrint: raw.print,
  };
}

interface CommentAttributes {
  readonly pk: string;
  readonly sk: string;
  readonly rev: bigint;
  readonly as: Comment['kind'];
  readonly text: string;
  readonly by: Comment['by'];
  readonly at: Comment['at'];
  readonly to?: Comment['mentions'];
  readonly re?: CommentId;
  readonly print: string;
}
