import { readCase } from '../charges/stored-charge.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { listComments as contract } from '../contracts/review.ts';
import { DomainError } from '../errors/domain-error.ts';
import { placeOf } from '../model/comment.ts';
import type { LedgerContext } from '../table/context.ts';
import { readCursor, writeCursor } from '../table/pages.ts';
import type { Actor } from '../users/read-user.ts';
import { commentToWire, readThread } from './stored-comments.ts';

/** What colleagues said about a charge, oldest first (A21). Refuses with NOT_FOUND. */
export async function listComments(
  context: LedgerContext,
  _call: { actor: Actor },
  { params, query }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const scope = ['listComments', params.chargeId];
  const after = readCursor(query.cursor, scope) ?? '';
  const [charge, thread] = await Promise.all([
    readCase(context.table, params.chargeId),
    readThread(context.table, params.chargeId),
  ]);
  if (charge === undefined) throw new DomainError('NOT_FOUND');
  const rest = thread.filter((comment) => placeOf(comment) > after);
  const page = rest.slice(0, query.limit);
  const last = page.at(-1);
  const goesOn = last !== undefined && rest.length > page.length;
  return { body: { items: page.map(commentToWire), ...writeCursor(goesOn ? placeOf(last) : undefined, scope) } };
}
