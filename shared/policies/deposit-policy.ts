import type { DepositPolicy } from '../model/deposit-policy.ts';
import type { AgreedPolicyOf } from './agreed-policy.ts';

/** Deposit policy (C5, C19–C21). The built-in one: money for anything, prepayments for orders, and security deposits. */
export const depositPolicy: AgreedPolicyOf<DepositPolicy> = {
  kind: 'deposit',
  builtIn: {
    purposes: [
      { code: 'general', name: { 'zh-CN': '预存款', en: 'Prepaid money' }, isRefundable: true },
      {
        code: 'training',
        name: { 'zh-CN': '培训与材料预付款', en: 'Training and material' },
        chargeTypes: ['training', 'material'],
        isRefundable: true,
      },
      { code: 'security', name: { 'zh-CN': '押金', en: 'Security deposit' }, chargeTypes: [], isRefundable: true },
    ],
    limits: [],
    text: {
      'zh-CN':
        '预存款用于支付服务费用，先到期、先存入的先用；指定用途的款项只用于该用途，押金不用于支付费用。余额可申请退回。',
      en: 'Prepaid money pays for services, what expires or came first being used first; money for a purpose pays for that alone, and a security deposit pays nothing. What is left can be asked back.',
    },
  },
};
