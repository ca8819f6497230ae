import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import {
  getVoucherLink as ofCharge,
  getCorrectionVoucherLink as ofCorrection,
  getRefundVoucherLink as ofRefund,
} from '../contracts/vouchers.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ReviewedId, VoucherId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, isStaff, requireActiveUser } from '../users/read-user.ts';
import { readVoucher } from './stored-voucher.ts';
import type { VoucherLinks } from './voucher-store.ts';

interface Call {
  readonly actor: Actor;
}
type Reply = Pick<ReplyOf<typeof ofCharge>, 'body'>;

/** A link to a file of a charge. */
export const getVoucherLink = (
  context: LedgerContext,
  links: VoucherLinks,
  call: Call,
  { params: { chargeId, voucherId } }: InputOf<typeof ofCharge>,
) => link(context, links, call, { requestId: chargeId, voucherId, roles: ofCharge.roles });

/** A link to a file of a refund. */
export const getRefundVoucherLink = (
  context: LedgerContext,
  links: VoucherLinks,
  call: Call,
  { params: { refundId, voucherId } }: InputOf<typeof ofRefund>,
) => link(context, links, call, { requestId: refundId, voucherId, roles: ofRefund.roles });

/** A link to a file of a correction. */
export const getCorrectionVoucherLink = (
  context: LedgerContext,
  links: VoucherLinks,
  call: Call,
  { params: { correctionId, voucherId } }: InputOf<typeof ofCorrection>,
) => link(context, links, call, { requestId: correctionId, voucherId, roles: ofCorrection.roles });

/**
 * A link of five minutes that downloads an accepted file (A17). A file that was not checked, or did not pass, has none:
 * nobody opens what we do not know. A customer gets one to a file he brought himself. Refuses with USER_DISABLED,
 * NOT_FOUND, VOUCHER_NOT_ACCEPTED.
 */
async function link(
  context: LedgerContext,
  links: VoucherLinks,
  { actor }: Call,
  { requestId, voucherId, roles }: { requestId: ReviewedId; voucherId: VoucherId; roles: readonly Role[] },
): Promise<Reply> {
  // The link works without a token, so a person who was disabled a second ago must not get one any more.
  const [, voucher] = await Promise.all([
    requireActiveUser(context.table, actor.id, roles),
    readVoucher(context.table, requestId, voucherId),
  ]);
  if (voucher === undefined) throw new DomainError('NOT_FOUND');
  if (!isStaff(actor) && voucher.attachedBy !== actor.id) throw new DomainError('NOT_FOUND');
  // One that was replaced after it had been accepted stays part of the case.
  const wasAccepted = voucher.findings !== undefined && voucher.findings.problems.length === 0;
  if (!wasAccepted) throw new DomainError('VOUCHER_NOT_ACCEPTED', { state: voucher.state });
  return { body: await links.downloadLink(voucher, context.clock()) };
}
