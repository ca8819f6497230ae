import type { RefundPolicy } from '../model/refund-policy.ts';
import type { AgreedPolicyOf } from './agreed-policy.ts';

const free = { isAllowed: true, feeBasisPoints: 0, papers: [] };

/** Refund policy (B17). The built-in one: prepaid and unapplied money at any time, a charge within 90 days, no fee. */
export const refundPolicy: AgreedPolicyOf<RefundPolicy> = {
  kind: 'refund',
  builtIn: {
    rules: [
      { ...free, source: 'charge', windowDays: 90 },
      { ...free, source: 'prepaid' },
      { ...free, source: 'unapplied' },
    ],
    workingDays: { online: 3, 'bank-transfer': 5, card: 10, cheque: 10, cash: 1 },
    reviewWorkingDays: 3,
    expiresAfterDays: 60,
    splittingWindowDays: 7,
    text: {
      'zh-CN':
        '预存款和未核销的款项可随时申请退回，已付的补费可在入账后 90 天内申请退费，不收手续费。审核约需 3 个工作日，批准后按原付款方式退回。',
      en: 'Prepaid and unapplied money can be asked back at any time, a paid charge within 90 days of its posting, free of charge. Review takes about 3 working days; the money then goes back the way it came.',
    },
  },
};
