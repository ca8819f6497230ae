import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import type { getRefundVoucher as contract } from '../contracts/payouts.ts';
import { DomainError } from '../errors/domain-error.ts';
import { readRefund } from '../refunds/stored-refund.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, refuseUnseen, sightOf } from '../users/read-user.ts';
import { type RefundVoucherLinks, voucherFileName } from './voucher-files.ts';

/**
 * A link to the voucher of a refund (B13), for staff and for the customer himself. Refuses with USER_DISABLED, NOT_FOUND
 * for what is out of sight, and REFUND_NOT_PAID.
 */
export async function getRefundVoucher(
  context: LedgerContext,
  links: RefundVoucherLinks,
  call: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const sight = await sightOf(context.table, call.actor);
  const refund = await readRefund(context.table, params.refundId);
  if (refund === undefined) throw new DomainError('NOT_FOUND');
  refuseUnseen(sight, refund.customerId);
  if (refund.voucherNumber === undefined) throw new DomainError('REFUND_NOT_PAID', { state: refund.state });
  const fileName = voucherFileName(refund.voucherNumber);
  return { body: await links.downloadLink(refund.id, fileName, context.clock()) };
}
