import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type {
  listVouchers as ofCharge,
  listCorrectionVouchers as ofCorrection,
  listRefundVouchers as ofRefund,
} from '../contracts/vouchers.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ReviewedId } from '../model/ids.ts';
import type { Language } from '../model/language.ts';
import { readReviewed } from '../requests/stored-request.ts';
import type { LedgerContext } from '../table/context.ts';
import { voucherFromItem } from '../table/items/voucher-item.ts';
import { keys } from '../table/keys.ts';
import { queryShards, readCursor, writeCursor } from '../table/pages.ts';
import { type Actor, isStaff, refuseUnseen, sightOf } from '../users/read-user.ts';
import { findSameFile } from './stored-voucher.ts';
import { voucherToWire } from './voucher-wire.ts';

interface Call {
  readonly actor: Actor;
  readonly language: Language;
}
type Query = InputOf<typeof ofCharge>['query'];
type Reply = Pick<ReplyOf<typeof ofCharge>, 'body'>;

/** The files of a charge. */
export const listVouchers = (context: LedgerContext, call: Call, { params, query }: InputOf<typeof ofCharge>) =>
  list(context, call, params.chargeId, query);

/** The files of a refund. */
export const listRefundVouchers = (context: LedgerContext, call: Call, { params, query }: InputOf<typeof ofRefund>) =>
  list(context, call, params.refundId, query);

/** The files of a correction. */
export const listCorrectionVouchers = (
  context: LedgerContext,
  call: Call,
  { params, query }: InputOf<typeof ofCorrection>,
) => list(context, call, params.correctionId, query);

/**
 * A page of the files of a request, each with what its check found and where else the same bytes were accepted (A16, A17,
 * A47). Who uses a file now is asked now, so a file that turns up again later is seen on both requests. A customer sees
 * the files he brought himself, and nothing of others. Refuses with NOT_FOUND.
 */
async function list({ table }: LedgerContext, call: Call, requestId: ReviewedId, query: Query): Promise<Reply> {
  const scope = ['listVouchers', requestId];
  const { pk, skPrefix } = keys.vouchers(requestId);
  const [sight, request, page] = await Promise.all([
    sightOf(table, call.actor),
    readReviewed(table, requestId),
    queryShards(table, {
      partitions: [pk],
      skPrefix,
      newestFirst: false,
      limit: query.limit,
      after: readCursor(query.cursor, scope),
    }),
  ]);
  if (request === undefined) throw new DomainError('NOT_FOUND');
  refuseUnseen(sight, request.customerId);
  const seesAll = isStaff(call.actor);
  const shown = page.items.map(voucherFromItem).filter(({ attachedBy }) => seesAll || attachedBy === call.actor.id);
  const items = await Promise.all(
    shown.map(async (voucher) => {
      const uses = seesAll && voucher.state === 'accepted' ? await findSameFile(table, voucher.sha256) : [];
      const alsoUsedOn = uses.filter(({ voucherId }) => voucherId !== voucher.id);
      return { ...voucherToWire(voucher, call.language), alsoUsedOn };
    }),
  );
  return { body: { items, ...writeCursor(page.last, scope) } };
}
