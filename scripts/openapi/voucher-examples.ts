import { chargeId, cny, customerId, otherChargeId, sha256 } from './example-values.ts';

/** Examples of the vouchers of charges and of the voucher policy; `examples.ts` takes them up. */
const voucherFile = {
  kind: 'service-confirmation' as const,
  fileName: '服务确认单-2026-10.pdf',
  contentType: 'application/pdf' as const,
  sizeBytes: 182_340,
  sha256,
};
const voucherId = 'vou_7kq2m5xw4zdfoj2gk3tuebqw4z';
const voucher = {
  id: voucherId,
  requestId: chargeId,
  ...voucherFile,
  state: 'awaiting-upload',
  attachedBy: 'wang.fang',
  attachedAt: '2026-11-02T01:12:00.000Z',
  problems: [],
};
const checkedVoucher = { ...voucher, state: 'accepted', checkedAt: '2026-11-02T01:12:05.000Z', pages: 2 };

const voucherRules = {
  onMissing: 'block' as const,
  rules: [
    {
      reason: 'added-items' as const,
      above: cny('10000.00'),
      anyOf: ['service-confirmation' as const, 'contract-change' as const],
      evidence: 'file' as const,
    },
  ],
};
const voucherPolicy = {
  version: 1,
  publishedAt: '2026-11-01T08:00:00.000Z',
  publishedBy: 'admin',
  ...voucherRules,
};

export const voucherRequestExamples = {
  attachVoucher: voucherFile,
  publishVoucherPolicy: voucherRules,
};

export const voucherResponseExamples = {
  attachVoucher: {
    voucher,
    upload: {
      url: 'https://feeledger-vouchers.s3.ap-southeast-1.amazonaws.com/',
      fields: {
        key: `vouchers/${chargeId}/${voucherId}`,
        'Content-Type': 'application/pdf',
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': 'bxwNmjtefyFEyKC+kdN2JfCpxNgeO3pcLW+AkbPkp8U=',
        Policy: 'eyJleHBpcmF0aW9uIjoi...',
        'X-Amz-Signature': '5f1c0d9a...',
      },
      expiresAt: '2026-11-02T01:27:00.000Z',
    },
  },
  listVouchers: { items: [{ ...checkedVoucher, alsoUsedOn: [{ requestId: otherChargeId, customerId, voucherId }] }] },
  getVoucherLink: {
    url: `https://feeledger-vouchers.s3.ap-southeast-1.amazonaws.com/vouchers/${chargeId}/${voucherId}?X-Amz-Signature=...`,
    expiresAt: '2026-11-02T01:20:00.000Z',
  },
  getVoucherPolicy: voucherPolicy,
  publishVoucherPolicy: voucherPolicy,
};
