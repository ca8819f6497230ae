import type { ReasonCode } from '../model/charge.ts';
import type { VoucherKind } from '../model/voucher.ts';
import type { VoucherPolicy } from '../model/voucher-policy.ts';

/** From these amounts on somebody wants to see the paper itself; below, what a charge needs is the reviewers' business. */
const large = [
  { value: '5000000.00', currency: 'CNY' },
  { value: '5000000.00', currency: 'HKD' },
  { value: '700000.00', currency: 'USD' },
  { value: '650000.00', currency: 'EUR' },
  { value: '100000000', currency: 'JPY' },
  { value: '212500.000', currency: 'KWD' },
] as const;

/** What proves each reason (A1, A3): new terms a contract, more services the customer's confirmation, a mistake the notice. */
const proofs: readonly (readonly [ReasonCode, VoucherKind[]])[] = [
  ['upgrade', ['contract-change', 'service-confirmation']],
  ['added-items', ['service-confirmation', 'contract-change']],
  ['miscalculation', ['fee-notice', 'contract-change']],
  ['other', ['contract-change', 'service-confirmation', 'fee-notice', 'other']],
];

/** In force until an admin publishes a first version. */
export const builtInVoucherPolicy: VoucherPolicy = {
  onMissing: 'block',
  rules: large.flatMap((above) =>
    proofs.map(([reason, anyOf]) => ({ reason, above, anyOf, evidence: 'file' as const })),
  ),
};
