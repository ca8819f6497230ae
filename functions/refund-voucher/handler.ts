import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../../shared/errors/domain-error.ts';
import type { RefundId } from '../../shared/model/ids.ts';
import { issueVoucher } from '../../shared/payouts/issue-voucher.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { s3RefundVoucherFiles } from '../../shared/runtime/s3-refund-vouchers.ts';
import { sesRawMailer } from '../../shared/runtime/ses-raw-mailer.ts';
import { isTransient } from '../../shared/table/write.ts';

const ports = once(() => ({
  mailer: sesRawMailer(),
  memory: new Map(),
  files: s3RefundVoucherFiles(),
  // The build lays the font beside the bundle, which is CommonJS (scripts/build-functions.ts).
  font: once(() => readFile(path.join(__dirname, 'NotoSansSC_400Regular.ttf'))),
}));

/** "Send the voucher" of the workflow: makes the voucher of a paid refund, keeps it and mails it. May come twice. */
export async function handler(refund: { requestId: RefundId }): Promise<void> {
  try {
    await issueVoucher(ledgerContext(), ports(), refund);
  } catch (error) {
    throw isTransient(error) ? new DomainError('BUSY') : error;
  }
}
