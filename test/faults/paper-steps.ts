import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { CommentId, DepositId, RefundId, VoucherId } from '../../shared/model/ids.ts';
import { requestRefund } from '../../shared/refunds/request-refund.ts';
import { addRefundComment } from '../../shared/review/add-comment.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { attachRefundVoucher } from '../../shared/vouchers/attach-voucher.ts';
import { checkVoucher } from '../../shared/vouchers/check-voucher.ts';
import { type VoucherLinks, voucherKey } from '../../shared/vouchers/voucher-store.ts';
import type { draftDesk } from '../charges/draft-desk.ts';
import { refundBody } from '../refunds/refund-desk.ts';
import { memoryFiles } from '../vouchers/accepted-voucher.ts';
import { announce, pdf } from '../vouchers/files.ts';
import type { CaseStep } from './case-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;
type Memory = ReadonlyMap<string, unknown>;

/** Signing sends nothing, so there is nothing that could fail. */
const links: VoucherLinks = {
  uploadForm: async (_, now) => ({ url: 'https://bucket.example/', fields: {}, expiresAt: now }),
  downloadLink: async (_, now) => ({ url: 'https://bucket.example/', expiresAt: now }),
};
const scan = pdf({ text: 'refund' });

/** A file and two comments on a refund; how those of a correction are written is no different. */
export function paperSteps(desk: Desk): CaseStep[] {
  const { context, input, clerk, finance, customerId } = desk;
  const files = memoryFiles();
  const idIn = (memory: Memory, name: string) => (memory.get(name) as { body: { id: string } }).body.id;
  const refundOf = (memory: Memory) => idIn(memory, 'paper-refund') as RefundId;
  const say = (who: typeof clerk, memory: Memory, key: string, replyTo?: CommentId) => {
    const body = { kind: 'question' as const, text: '付款凭证在哪里？', ...(replyTo === undefined ? {} : { replyTo }) };
    const params = { refundId: refundOf(memory) };
    return addRefundComment(context, who, input({ params, body, idempotencyKey: key }));
  };
  return [
    {
      name: 'paper-money',
      run: () => {
        const id = documentId('dep', clerk.actor.id, 'openingDeposit', 'paper-money') as DepositId;
        const amount = { minor: 5_000n, currency: 'CNY' as const };
        const said = { id, customerId, amount, method: 'bank-transfer' as const, maker: clerk.actor.id };
        return postOpeningDeposit(context, said);
      },
    },
    {
      name: 'paper-refund',
      run: () => {
        const body = { ...refundBody(1_000n), customerNumber: 'C-4001' };
        return requestRefund(context, clerk, input({ params: { customerId }, body, idempotencyKey: 'paper-refund' }));
      },
    },
    {
      name: 'paper',
      run: (memory) => {
        const body = announce(scan, 'application/pdf');
        const params = { refundId: refundOf(memory) };
        return attachRefundVoucher(context, links, clerk, input({ params, body, idempotencyKey: 'paper' }));
      },
    },
    {
      name: 'paper-arrives',
      run: (memory) => {
        const { voucher } = (memory.get('paper') as { body: { voucher: { id: string } } }).body;
        const key = voucherKey({ requestId: refundOf(memory), id: voucher.id as VoucherId });
        files.objects.set(key, scan);
        return checkVoucher(context, files, key);
      },
    },
    { name: 'paper-question', run: (memory) => say(finance, memory, 'paper-question') },
    {
      name: 'paper-answer',
      run: (memory) => say(clerk, memory, 'paper-answer', idIn(memory, 'paper-question') as CommentId),
    },
  ];
}
