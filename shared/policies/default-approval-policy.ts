import type { ApprovalPolicy, ApprovalStage } from '../model/approval-policy.ts';
import type { Currency } from '../model/currency.ts';

const business: ApprovalStage = { role: 'reviewer', deadlineHours: 24 };
const finance: ApprovalStage = { role: 'finance', deadlineHours: 24 };
const manager: ApprovalStage = { role: 'manager', deadlineHours: 48 };

/** Up to the first amount nobody is asked; up to the next one person, two, and above the last three. */
function tiersOf(currency: Currency, passUpTo: bigint, oneUpTo: bigint, twoUpTo: bigint) {
  return {
    currency,
    tiers: [
      { upToMinor: passUpTo, stages: [] },
      { upToMinor: oneUpTo, stages: [business] },
      { upToMinor: twoUpTo, stages: [business, finance] },
      { upToMinor: null, stages: [business, finance, manager] },
    ],
  };
}

/** In force until an admin's first version takes effect. Amounts in minor units: 500.00, 20,000.00 and 200,000.00 CNY. */
export const defaultApprovalPolicy: ApprovalPolicy = {
  version: 0,
  effectiveAt: '1990-01-01T00:00:00.000Z',
  prepaidUse: 'when-covered',
  rules: [
    {
      type: 'other',
      currency: 'CNY',
      tiers: [
        { upToMinor: 2_000_000n, stages: [finance] },
        { upToMinor: null, stages: [business, finance, manager] },
      ],
    },
    tiersOf('CNY', 50_000n, 2_000_000n, 20_000_000n),
    tiersOf('HKD', 50_000n, 2_000_000n, 20_000_000n),
    tiersOf('USD', 7_000n, 280_000n, 2_800_000n),
    tiersOf('EUR', 6_500n, 260_000n, 2_600_000n),
    tiersOf('JPY', 10_000n, 400_000n, 4_000_000n),
    tiersOf('KWD', 20_000n, 850_000n, 8_500_000n),
  ],
  otherwise: [business, finance],
};
