import { cny } from './example-values.ts';

/** Examples of papers and comments of refunds and corrections, and of refund statistics; `examples.ts` takes them up. */
const refundId = 'rfd_q5zb3k7wn2xv4yd6h3j5r7mpca';
const correctionId = 'cor_7kq2m5xw4zdfoj2gk3tuebqw4z';
const voucherId = 'vou_4zdfoj2gk3tuebqw4z7kq2m5xw';

const file = {
  kind: 'other' as const,
  fileName: '退费申请书.pdf',
  contentType: 'application/pdf' as const,
  sizeBytes: 96_210,
  sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
};
const voucherOf = (requestId: string) => ({
  id: voucherId,
  requestId,
  ...file,
  state: 'accepted',
  attachedBy: 'wang.fang',
  attachedAt: '2026-11-02T01:12:00.000Z',
  checkedAt: '2026-11-02T01:12:05.000Z',
  pages: 1,
  problems: [],
});
const announced = (requestId: string) => ({
  voucher: { ...voucherOf(requestId), state: 'awaiting-upload', checkedAt: undefined, pages: undefined },
  upload: {
    url: 'https://feeledger-vouchers.s3.ap-southeast-1.amazonaws.com/',
    fields: { key: `vouchers/${requestId}/${voucherId}`, 'x-amz-signature': '...' },
    expiresAt: '2026-11-02T01:27:00.000Z',
  },
});
const linkOf = (requestId: string) => ({
  url: `https://feeledger-vouchers.s3.ap-southeast-1.amazonaws.com/vouchers/${requestId}/${voucherId}?X-Amz-Signature=...`,
  expiresAt: '2026-11-02T02:05:00.000Z',
});
const commentOn = (requestId: string, text: string) => ({
  id: 'cmt_wn2xv4yd6h3j5r7mpcaq5zb3k7',
  requestId,
  revision: 1,
  kind: 'question',
  text,
  by: 'zhao.min',
  at: '2026-11-02T02:00:00.000Z',
  mentions: [],
});
const onRefund = commentOn(refundId, '请补充账户证明');
const onCorrection = commentOn(correctionId, '合同附件在哪里？');

const figures = { currency: 'CNY', count: 12, amount: cny('4200.00'), paidCount: 9, paidNet: cny('2990.00') };

export const paperRequestExamples = {
  attachRefundVoucher: file,
  attachCorrectionVoucher: file,
  addRefundComment: { kind: 'question' as const, text: onRefund.text },
  addCorrectionComment: { kind: 'question' as const, text: onCorrection.text },
};

export const paperResponseExamples = {
  attachRefundVoucher: announced(refundId),
  attachCorrectionVoucher: announced(correctionId),
  listRefundVouchers: { items: [{ ...voucherOf(refundId), alsoUsedOn: [] }] },
  listCorrectionVouchers: { items: [{ ...voucherOf(correctionId), alsoUsedOn: [] }] },
  getRefundVoucherLink: linkOf(refundId),
  getCorrectionVoucherLink: linkOf(correctionId),
  addRefundComment: onRefund,
  listRefundComments: { items: [onRefund] },
  addCorrectionComment: onCorrection,
  listCorrectionComments: { items: [onCorrection] },
  refundStatistics: {
    from: '2026-11-01',
    to: '2026-11-30',
    asOf: '2026-12-01T01:00:00.000Z',
    byReason: [{ key: 'service-not-as-expected', ...figures }],
    bySource: [{ key: 'prepaid', ...figures }],
    byState: [{ key: 'paid', ...figures }],
    byMethod: [{ key: 'bank-transfer', ...figures }],
    byMonth: [{ key: '2026-11', ...figures }],
    totals: [{ ...figures, fees: cny('10.00'), charged: cny('40000.00'), refundRate: '7.48', workingDaysToPay: '3.5' }],
  },
};
