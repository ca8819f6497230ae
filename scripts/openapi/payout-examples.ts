import { refundId } from './refund-examples.ts';

/** Examples of payouts; `examples.ts` takes them up. */
const secret = {
  since: '2026-11-02T01:00:00.000Z',
  by: 'gao.yuan',
  version: 2,
  previousValidUntil: '2026-11-03T01:00:00.000Z',
};

export const payoutRequestExamples = {
  receivePayoutResult: {
    ...{ eventId: 'evt_20261105_000117', refundId, attempt: 1 },
    ...{ outcome: 'paid' as const, reference: 'ICBC20261105330012', paidOn: '2026-11-05' },
  },
  rotateWebhookSecret: { previousValidHours: 24 },
};

export const payoutResponseExamples = {
  receivePayoutResult: { outcome: 'applied' as const },
  getWebhookSecret: {
    ...secret,
    path: '/webhooks/payouts',
    rotations: [
      { at: '2026-08-03T01:00:00.000Z', by: 'gao.yuan' },
      { at: secret.since, by: secret.by },
    ],
  },
  rotateWebhookSecret: { ...secret, secret: 'q3Zk1d0mUe5l8VtYb2XwR7hNc4GfJ6sPa9iKoLyTzEA' },
  getRefundVoucher: {
    url: `https://vouchers.s3.ap-southeast-1.amazonaws.com/refund-vouchers/${refundId}.pdf?X-Amz-Signature=…`,
    expiresAt: '2026-11-05T02:05:00.000Z',
  },
};
