import type { LowBalancePolicy } from '../model/low-balance-policy.ts';
import type { AgreedPolicyOf } from './agreed-policy.ts';

/** Low-balance policy (C3, C9). The built-in one warns nobody: what is little for one company is much for another. */
export const lowBalancePolicy: AgreedPolicyOf<LowBalancePolicy> = {
  kind: 'low-balance',
  builtIn: { levels: [], tellsCustomer: true },
};
