import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type {
  listComments as ofCharge,
  listCorrectionComments as ofCorrection,
  listRefundComments as ofRefund,
} from '../contracts/review.ts';
import { DomainError } from '../errors/domain-error.ts';
import { placeOf } from '../model/comment.ts';
import type { ReviewedId } from '../model/ids.ts';
import { readReviewed } from '../requests/stored-request.ts';
import type { LedgerContext } from '../table/context.ts';
import { readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, isStaff, refuseUnseen, sightOf } from '../users/read-user.ts';
import { commentForCustomer, commentToWire, isForCustomer, readThread } from './stored-comments.ts';

interface Call {
  readonly actor: Actor;
}
type Query = InputOf<typeof ofCharge>['query'];
type Reply = Pick<ReplyOf<typeof ofCharge>, 'body'>;

/** What colleagues said about a charge. */
export const listComments = (context: LedgerContext, call: Call, { params, query }: InputOf<typeof ofCharge>) =>
  list(context, call, params.chargeId, query);

/** What was said about a refund; to its customer, what was said between him and the service (B20). */
export const listRefundComments = (context: LedgerContext, call: Call, { params, query }: InputOf<typeof ofRefund>) =>
  list(context, call, params.refundId, query);

/** What colleagues said about a correction. */
export const listCorrectionComments = (
  context: LedgerContext,
  call: Call,
  { params, query }: InputOf<typeof ofCorrection>,
) => list(context, call, params.correctionId, query);

/** What was said about a request, oldest first (A21). Refuses with NOT_FOUND. */
async function list({ table }: LedgerContext, { actor }: Call, requestId: ReviewedId, query: Query): Promise<Reply> {
  const scope = ['listComments', requestId];
  const after = readCursor(query.cursor, scope) ?? '';
  const [sight, request, thread] = await Promise.all([
    sightOf(table, actor),
    readReviewed(table, requestId),
    readThread(table, requestId),
  ]);
  if (request === undefined) throw new DomainError('NOT_FOUND');
  refuseUnseen(sight, request.customerId);
  const seesAll = isStaff(actor);
  const shown = seesAll ? thread : thread.filter((comment) => isForCustomer(comment, actor.id, thread));
  const rest = shown.filter((comment) => placeOf(comment) > after);
  const page = rest.slice(0, query.limit);
  const last = page.at(-1);
  const goesOn = last !== undefined && rest.length > page.length;
  const items = page.map((comment) => (seesAll ? commentToWire(comment) : commentForCustomer(comment, actor.id)));
  return { body: { items, ...writeCursor(goesOn ? placeOf(last) : undefined, scope) } };
}
