import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { RefundId } from '../model/ids.ts';
import type { Teller } from '../notices/mailer.ts';
import { refundNewsOf } from '../notices/tell-of-refund.ts';
import { tellOnce } from '../notices/tell-once.ts';
import { readRefund } from '../refunds/stored-refund.ts';
import type { LedgerContext } from '../table/context.ts';
import { readVoucherFacts } from './voucher-facts.ts';
import { type RefundVoucherFiles, voucherContentType, voucherFileName } from './voucher-files.ts';
import { voucherPdf } from './voucher-pdf.ts';

/**
 * What the state machine calls when a refund was paid: makes its voucher (退费凭证), keeps it, and mails it to a customer
 * who is told by mail (B13). Made again it is the same file, the kept one stays, and the mail has left once. Fails when
 * the customer could not be mailed; the state machine repeats it.
 */
export async function issueVoucher(
  context: LedgerContext,
  ports: Teller & { readonly files: RefundVoucherFiles; readonly font: () => Promise<Uint8Array> },
  { requestId }: { requestId: RefundId },
): Promise<void> {
  const refund = await readRefund(context.table, requestId);
  invariant(refund !== undefined, `refund ${requestId} of the workflow exists`);
  const facts = await readVoucherFacts(context, refund);
  const bytes = await voucherPdf(facts, await ports.font());
  await ports.files.keep(refund.id, bytes);

  const customer = await readProfile(context.table, refund.customerId);
  if (customer?.preferredChannel !== 'email' || customer.email === undefined) return;
  const { email, language, name } = customer;
  const data = refundNewsOf(refund, 'paid', name);
  const attachments = [{ fileName: voucherFileName(facts.number), contentType: voucherContentType, bytes }];
  await tellOnce(context, ports, { requestId: refund.id, name: 'refund#voucher' }, [
    { recipient: 'customer', to: email, mail: { template: 'refund-news', language, data }, attachments },
  ]);
}
