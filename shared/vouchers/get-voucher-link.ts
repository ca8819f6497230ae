import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { getVoucherLink as contract } from '../contracts/vouchers.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { LedgerContext } from '../table/context.ts';
import { type Actor, requireActiveUser } from '../users/read-user.ts';
import { readVoucher } from './stored-voucher.ts';
import type { VoucherLinks } from './voucher-store.ts';

/**
 * A link of five minutes that downloads an accepted file (A17). A file that was not checked, or did not pass, has none:
 * nobody opens what we do not know. Refuses with USER_DISABLED, NOT_FOUND, VOUCHER_NOT_ACCEPTED.
 */
export async function getVoucherLink(
  context: LedgerContext,
  links: VoucherLinks,
  call: { actor: Actor },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  // The link works without a token, so a person who was disabled a second ago must not get one any more.
  const [, voucher] = await Promise.all([
    requireActiveUser(context.table, call.actor.id, contract.roles),
    readVoucher(context.table, params.chargeId, params.voucherId),
  ]);
  if (voucher === undefined) throw new DomainError('NOT_FOUND');
  // One that was replaced after it had been accepted stays part of the case.
  const wasAccepted = voucher.findings !== undefined && voucher.findings.problems.length === 0;
  if (!wasAccepted) throw new DomainError('VOUCHER_NOT_ACCEPTED', { state: voucher.state });
  return { body: await links.downloadLink(voucher, context.clock()) };
}
