import { readCase } from '../charges/stored-charge.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { addComment as contract } from '../contracts/review.ts';
import { DomainError, type FieldError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import { type Comment, mostComments } from '../model/comment.ts';
import type { CommentId, UserId } from '../model/ids.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId } from '../table/document-id.ts';
import { commentItem } from '../table/items/comment-item.ts';
import { userFromItem } from '../table/items/user-item.ts';
import { keys } from '../table/keys.ts';
import { getItems, type LedgerTable } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { commentToWire, readComment, readThread } from './stored-comments.ts';

/**
 * Says something about a charge to colleagues, in whatever state it is (A21). The id comes from the idempotency key, so
 * the same comment sent again is the same comment (F1); the table's stream tells the other side.
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, NOT_FOUND, COMMENT_LIMIT, and with VALIDATION_FAILED a mention of
 * somebody who does not work here or a reply to nothing.
 */
export async function addComment(
  context: LedgerContext,
  call: { actor: Actor },
  { params, body, idempotencyKey }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const { table } = context;
  const { chargeId } = params;
  const author = call.actor.id;
  const id = documentId('cmt', author, chargeId, idempotencyKey) as CommentId;
  const bodyPrint = bodyFingerprint(body);
  const mentions = [...new Set(body.mentions)];
  const [, existing, charge, thread, ...faults] = await Promise.all([
    requireActiveUser(table, author, contract.roles),
    readComment(table, chargeId, id),
    readCase(table, chargeId),
    readThread(table, chargeId),
    unknownMentions(table, body.mentions ?? []),
    body.replyTo === undefined ? [] : unknownReply(table, chargeId, body.replyTo),
  ]);
  if (existing !== undefined) return replay(existing, bodyPrint);
  if (charge === undefined) throw new DomainError('NOT_FOUND');
  const errors = faults.flat();
  if (errors.length > 0) throw new DomainError('VALIDATION_FAILED', { count: String(errors.length) }, errors);
  // Two who write at once may both be the last; the limit keeps a case readable and need not be exact.
  if (thread.length >= mostComments) throw new DomainError('COMMENT_LIMIT', { limit: String(mostComments) });

  const { kind, text, replyTo } = body;
  const comment: Comment = {
    id,
    chargeId,
    revision: charge.revision,
    kind,
    text,
    by: author,
    at: context.clock(),
    mentions,
    ...(replyTo === undefined ? {} : { replyTo }),
    bodyPrint,
  };
  const outcome = await putIf(context, commentItem(comment), { expression: 'attribute_not_exists(pk)' });
  if (outcome === 'written') return { body: commentToWire(comment) };
  const winner = await readComment(table, chargeId, id);
  invariant(winner !== undefined, `comment ${id} is there`);
  return replay(winner, bodyPrint);
}

function replay(comment: Comment, bodyPrint: string): ReplyOf<typeof contract> {
  if (comment.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { body: commentToWire(comment), replayed: true };
}

/** Mentions that would reach nobody: no such colleague, one who has left, or a customer, who sees no comments. */
async function unknownMentions(table: LedgerTable, mentions: readonly UserId[]): Promise<FieldError[]> {
  const found = await getItems(table, [...new Set(mentions)].map(keys.user));
  const colleagues = found
    .map(userFromItem)
    .filter(({ disabled, roles }) => !disabled && roles.some((role) => role !== 'customer'));
  const known = new Set(colleagues.map(({ id }) => id));
  return mentions.flatMap((given, index) =>
    known.has(given) ? [] : [{ pointer: `/mentions/${index}`, code: 'COLLEAGUE_UNKNOWN', params: { given } }],
  );
}

async function unknownReply(
  table: LedgerTable,
  chargeId: Comment['chargeId'],
  given: CommentId,
): Promise<FieldError[]> {
  if ((await readComment(table, chargeId, given)) !== undefined) return [];
  return [{ pointer: '/replyTo', code: 'COMMENT_UNKNOWN', params: { given } }];
}
