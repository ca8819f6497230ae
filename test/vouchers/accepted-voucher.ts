import type { Instant } from '../../shared/model/dates.ts';
import type { ReviewedId, VoucherId } from '../../shared/model/ids.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { checkVoucher } from '../../shared/vouchers/check-voucher.ts';
import type { VoucherFiles } from '../../shared/vouchers/voucher-store.ts';
import { voucherKey } from '../../shared/vouchers/voucher-store.ts';
import { accepted, type Caller } from '../support/http.ts';
import { announce, pdf } from './files.ts';

/** A bucket in memory. */
export function memoryFiles(): VoucherFiles & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return { objects, read: async (key) => objects.get(key) };
}

/** What a clerk announces in tests that are not about files. */
export const scan = announce(pdf(), 'application/pdf');

/** Attaches a file to a charge through the API and has it checked as after its arrival; answers the voucher's id. */
export async function acceptVoucher(
  context: Pick<LedgerContext, 'table' | 'timing' | 'zone'>,
  as: Caller,
  chargeId: string,
): Promise<string> {
  return await acceptVoucherOf(context, as, 'attachVoucher', { chargeId });
}

/** The same for a file of a refund or a correction. */
export async function acceptVoucherOf(
  context: Pick<LedgerContext, 'table' | 'timing' | 'zone'>,
  as: Caller,
  operation: 'attachVoucher' | 'attachRefundVoucher' | 'attachCorrectionVoucher',
  params: Readonly<Record<string, string>>,
): Promise<string> {
  const { voucher } = (await accepted(operation, { as, params, body: scan })).body;
  const files = memoryFiles();
  const key = voucherKey({ id: voucher.id as VoucherId, requestId: voucher.requestId as ReviewedId });
  files.objects.set(key, pdf());
  await checkVoucher({ ...context, clock: () => new Date().toISOString() as Instant }, files, key);
  return voucher.id;
}
