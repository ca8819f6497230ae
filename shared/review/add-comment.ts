import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import {
  addComment as ofCharge,
  addCorrectionComment as ofCorrection,
  addRefundComment as ofRefund,
} from '../contracts/review.ts';
import { DomainError, type FieldError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import { type Comment, mostComments, mostOfCustomer } from '../model/comment.ts';
import type { CommentId, ReviewedId, UserId } from '../model/ids.ts';
import type { RequestCase } from '../model/request-case.ts';
import type { Role } from '../model/role.ts';
import type { User } from '../model/user.ts';
import { readReviewed } from '../requests/stored-request.ts';
import type { LedgerContext } from '../table/context.ts';
import { bodyFingerprint, documentId } from '../table/document-id.ts';
import { commentItem } from '../table/items/comment-item.ts';
import { userFromItem } from '../table/items/user-item.ts';
import { keys } from '../table/keys.ts';
import { getItems, type LedgerTable } from '../table/ledger-table.ts';
import { putIf } from '../table/write.ts';
import { type Actor, isStaff, requireActiveUser } from '../users/read-user.ts';
import { commentForCustomer, commentToWire, isForCustomer, readComment, readThread } from './stored-comments.ts';

interface Call {
  readonly actor: Actor;
}
type Reply = Pick<ReplyOf<typeof ofCharge>, 'body' | 'replayed'>;
/** What is said, about which request, and who may say something there. */
interface Saying {
  readonly requestId: ReviewedId;
  readonly roles: readonly Role[];
  readonly body: InputOf<typeof ofCharge>['body'];
  readonly idempotencyKey: string;
}

/** Says something about a charge to colleagues, in whatever state it is (A21). */
export const addComment = (context: LedgerContext, call: Call, input: InputOf<typeof ofCharge>) =>
  add(context, call, { ...input, requestId: input.params.chargeId, roles: ofCharge.roles });

/** Says something about a refund: among colleagues, or between its customer and the service (B20). */
export const addRefundComment = (context: LedgerContext, call: Call, input: InputOf<typeof ofRefund>) =>
  add(context, call, { ...input, requestId: input.params.refundId, roles: ofRefund.roles });

/** Says something about a correction to colleagues (A38). */
export const addCorrectionComment = (context: LedgerContext, call: Call, input: InputOf<typeof ofCorrection>) =>
  add(context, call, { ...input, requestId: input.params.correctionId, roles: ofCorrection.roles });

/**
 * Writes a comment beside its request. The id comes from the idempotency key, so the same comment sent again is the same
 * comment (F1); the table's stream tells the other side.
 * Refuses with USER_DISABLED, IDEMPOTENCY_KEY_REUSED, NOT_FOUND, COMMENT_LIMIT, and with VALIDATION_FAILED a mention of
 * somebody it would not reach or a reply to nothing.
 */
async function add(
  context: LedgerContext,
  { actor }: Call,
  { requestId, roles, body, idempotencyKey }: Saying,
): Promise<Reply> {
  const { table } = context;
  const author = actor.id;
  const id = documentId('cmt', author, requestId, idempotencyKey) as CommentId;
  const bodyPrint = bodyFingerprint(body);
  const mentions = [...new Set(body.mentions)];
  const [user, existing, request, thread, mentioned] = await Promise.all([
    requireActiveUser(table, author, roles),
    readComment(table, requestId, id),
    readReviewed(table, requestId),
    readThread(table, requestId),
    readUsers(table, mentions),
  ]);
  if (request === undefined || isForeign(actor, user, request)) throw new DomainError('NOT_FOUND');
  const toWire = (comment: Comment) => (isStaff(actor) ? commentToWire(comment) : commentForCustomer(comment, author));
  if (existing !== undefined) return replay(existing, bodyPrint, toWire);
  const reached = new Set(mentioned.filter((one) => isReached(one, actor, request)).map((one) => one.id));
  const errors = [...unknownMentions(body.mentions ?? [], reached), ...unknownReply(body.replyTo, actor, thread)];
  if (errors.length > 0) throw new DomainError('VALIDATION_FAILED', { count: String(errors.length) }, errors);
  refuseTooMany(actor, thread);

  const { kind, text, replyTo } = body;
  const comment: Comment = {
    id,
    requestId,
    revision: request.revision,
    kind,
    text,
    by: author,
    at: context.clock(),
    mentions,
    ...(replyTo === undefined ? {} : { replyTo }),
    bodyPrint,
  };
  const outcome = await putIf(context, commentItem(comment), { expression: 'attribute_not_exists(pk)' });
  if (outcome === 'written') return { body: toWire(comment) };
  const winner = await readComment(table, requestId, id);
  invariant(winner !== undefined, `comment ${id} is there`);
  return replay(winner, bodyPrint, toWire);
}

function replay(comment: Comment, bodyPrint: string, toWire: (comment: Comment) => Reply['body']): Reply {
  if (comment.bodyPrint !== bodyPrint) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return { body: toWire(comment), replayed: true };
}

/** For a customer, requests of others do not exist. */
function isForeign(actor: Actor, { customerId }: User, request: RequestCase): boolean {
  return !isStaff(actor) && request.customerId !== customerId;
}

/** Two who write at once may both be the last; the limits keep a case readable and need not be exact. */
function refuseTooMany(actor: Actor, thread: readonly Comment[]): void {
  if (thread.length >= mostComments) throw new DomainError('COMMENT_LIMIT', { limit: String(mostComments) });
  if (isStaff(actor) || thread.filter(({ by }) => by === actor.id).length < mostOfCustomer) return;
  throw new DomainError('COMMENT_LIMIT', { limit: String(mostOfCustomer) });
}

async function readUsers(table: LedgerTable, ids: readonly UserId[]): Promise<User[]> {
  return (await getItems(table, ids.map(keys.user))).map(userFromItem);
}

/** Whom a mention reaches: colleagues who have not left, and on a refund its customer. A customer mentions nobody. */
function isReached({ disabled, roles, customerId }: User, author: Actor, request: RequestCase): boolean {
  if (disabled || !isStaff(author)) return false;
  return isStaff({ roles }) || (request.kind === 'refund' && customerId === request.customerId);
}

function unknownMentions(mentions: readonly UserId[], reached: ReadonlySet<UserId>): FieldError[] {
  return mentions.flatMap((given, index) =>
    reached.has(given) ? [] : [{ pointer: `/mentions/${index}`, code: 'COLLEAGUE_UNKNOWN', params: { given } }],
  );
}

/** What one does not see, one does not reply to. */
function unknownReply(given: CommentId | undefined, actor: Actor, thread: readonly Comment[]): FieldError[] {
  const found = thread.find(({ id }) => id === given);
  const isSeen = found !== undefined && (isStaff(actor) || isForCustomer(found, actor.id, thread));
  return given === undefined || isSeen ? [] : [{ pointer: '/replyTo', code: 'COMMENT_UNKNOWN', params: { given } }];
}
