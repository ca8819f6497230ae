import type { RefundId } from '../../shared/model/ids.ts';
import { receivePayoutResult } from '../../shared/payouts/receive-payout-result.ts';
import { rotateWebhookSecret } from '../../shared/payouts/webhook-secret.ts';
import type { RefundDesk } from '../refunds/refund-desk.ts';
import { date } from '../support/ledger.ts';
import type { CaseStep } from './case-steps.ts';

/** What the payment provider says of a payout that a cashier has begun, and the secret it signs with. */
export function payoutSteps(desk: RefundDesk, admin: RefundDesk['clerk'], refundOf: () => RefundId): CaseStep[] {
  const { context, input } = desk;
  const message = (eventId: string) => ({ eventId, refundId: refundOf(), attempt: 1 });
  return [
    {
      name: 'rotate-secret',
      run: () => {
        const request = { body: { previousValidHours: 24 }, idempotencyKey: 'rotate-secret' };
        return rotateWebhookSecret(context, admin, () => 'a secret of this test', input(request));
      },
    },
    {
      name: 'provider-paid',
      run: () => {
        const paid = { outcome: 'paid' as const, reference: 'ICBC20261012001', paidOn: date('2026-10-12') };
        return receivePayoutResult(context, { body: { ...message('evt-1'), ...paid } });
      },
    },
  ];
}
