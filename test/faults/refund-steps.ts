import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import { later } from '../../shared/model/dates.ts';
import type { DepositId, RefundId } from '../../shared/model/ids.ts';
import type { RefundSource } from '../../shared/model/refund.ts';
import { confirmArrival } from '../../shared/refunds/confirm-arrival.ts';
import { expireRefund } from '../../shared/refunds/expire-refund.ts';
import { recordPayout } from '../../shared/refunds/record-payout.ts';
import { requestRefund } from '../../shared/refunds/request-refund.ts';
import { startPayout } from '../../shared/refunds/start-payout.ts';
import { withdrawRefund } from '../../shared/refunds/withdraw-refund.ts';
import { documentId } from '../../shared/table/document-id.ts';
import type { draftDesk } from '../charges/draft-desk.ts';
import { failedPayout, paidToday, refundBody } from '../refunds/refund-desk.ts';
import { chargeBody } from '../support/company.ts';
import { hire } from '../support/ledger.ts';
import type { CaseStep } from './case-steps.ts';

type Desk = Awaited<ReturnType<typeof draftDesk>>;
type Memory = ReadonlyMap<string, unknown>;

const number = 'C-4001';
const sixtyDaysMs = 60 * 86_400_000;

/** Refunds to each of their ends: paid after a failure and missing at first, withdrawn, rejected, failed, expired. */
export async function refundSteps(desk: Desk): Promise<CaseStep[]> {
  const { context, input, clerk, finance, manager, customerId } = desk;
  const cashier = await hire(context, 'wu.ting', 'cashier');
  const idIn = (memory: Memory, name: string) => (memory.get(name) as { body: { id: string } }).body.id;
  const at = (memory: Memory, name: string) => ({ refundId: idIn(memory, name) as RefundId });
  const ask = (name: string, source: (memory: Memory) => RefundSource = () => ({ from: 'prepaid' })): CaseStep => ({
    name,
    run: (memory) => {
      const body = { ...refundBody(1_000n, source(memory)), customerNumber: number };
      return requestRefund(context, clerk, input({ params: { customerId }, body, idempotencyKey: name }));
    },
  });
  const decide = (of: string, decision: 'approve' | 'reject'): CaseStep => ({
    name: `${decision}-${of}`,
    run: (memory) => {
      const comment = decision === 'reject' ? { comment: '资料与合同不符' } : {};
      const body = { decision, revision: 1, stage: 1, ...comment };
      const params = { requestId: idIn(memory, of) as RefundId };
      return decideApproval(context, finance, input({ params, body, idempotencyKey: `${decision}-${of}` }));
    },
  });
  const start = (of: string, attempt = 1): CaseStep => ({
    name: `start-${attempt}-${of}`,
    run: (memory) =>
      startPayout(context, cashier, input({ params: at(memory, of), body: {}, idempotencyKey: `start-${attempt}` })),
  });
  const record = (
    of: string,
    attempt: number,
    body: ReturnType<typeof paidToday> | ReturnType<typeof failedPayout>,
  ): CaseStep => ({
    name: `result-${attempt}-${of}`,
    run: (memory) => {
      const params = { ...at(memory, of), attempt: String(attempt) };
      return recordPayout(context, cashier, input({ params, body, idempotencyKey: `result-${attempt}` }));
    },
  });
  const arrival = (of: string, arrived: boolean): CaseStep => ({
    name: `${arrived ? 'arrived' : 'missing'}-${of}`,
    run: (memory) => {
      const call = { params: at(memory, of), body: { arrived }, idempotencyKey: arrived ? 'arrived' : 'missing' };
      return confirmArrival(context, manager, input(call));
    },
  });
  return [
    {
      name: 'refund-deposit',
      run: () => {
        const id = documentId('dep', 'wang.fang', 'openingDeposit', 'refund-deposit') as DepositId;
        const amount = { minor: 500_000n, currency: 'CNY' as const };
        return postOpeningDeposit(context, { id, customerId, amount, method: 'bank-transfer', maker: clerk.actor.id });
      },
    },
    {
      name: 'refund-charge',
      run: () =>
        submitCharge(
          context,
          clerk,
          input({ body: chargeBody(customerId, number, '90.00'), idempotencyKey: 'refund-charge' }),
        ),
    },
    ask('refund'),
    decide('refund', 'approve'),
    start('refund'),
    record('refund', 1, failedPayout(true)),
    start('refund', 2),
    record('refund', 2, paidToday()),
    arrival('refund', false),
    arrival('refund', true),
    ask('refund-of-charge', (memory) => ({ from: 'charge', chargeId: idIn(memory, 'refund-charge') as never })),
    decide('refund-of-charge', 'approve'),
    start('refund-of-charge'),
    record('refund-of-charge', 1, paidToday('ICBC20261012002')),
    ask('refund-withdrawn'),
    {
      name: 'withdraw-refund',
      run: (memory) => {
        const call = { params: at(memory, 'refund-withdrawn'), body: {}, idempotencyKey: 'withdraw-refund' };
        return withdrawRefund(context, clerk, input(call));
      },
    },
    ask('refund-rejected'),
    decide('refund-rejected', 'reject'),
    ask('refund-failed'),
    decide('refund-failed', 'approve'),
    start('refund-failed'),
    record('refund-failed', 1, failedPayout(false)),
    ask('refund-expired'),
    {
      name: 'expire-refund',
      run: (memory) => {
        const clock = () => later(context.clock(), sixtyDaysMs);
        return expireRefund({ ...context, clock }, at(memory, 'refund-expired').refundId);
      },
    },
  ];
}
