import type { S3ObjectCreatedNotificationEvent } from 'aws-lambda';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { s3VoucherFiles } from '../../shared/runtime/s3-vouchers.ts';
import { checkVoucher } from '../../shared/vouchers/check-voucher.ts';

const files = once(s3VoucherFiles);

/** A file arrived in the voucher bucket: checks it and writes the outcome beside its charge. Safe to be told twice. */
export async function handler(event: S3ObjectCreatedNotificationEvent): Promise<void> {
  await checkVoucher(ledgerContext(), files(), event.detail.object.key);
}
