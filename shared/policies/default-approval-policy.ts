import type { ApprovalPolicy, ApprovalStage, SilencePolicy } from '../model/approval-policy.ts';
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

/** What is charged as `other` is always looked at by finance, and above the limit for one person by three. */
function otherOf(currency: Currency, oneUpTo: bigint) {
  const tiers = [
    { upToMinor: oneUpTo, stages: [finance] },
    { upToMinor: null, stages: [business, finance, manager] },
  ];
  return { type: 'other' as const, currency, tiers };
}

/** Refunds and corrections are finance's, and above the limit for one person a manager's as well. */
function financeOf(kind: 'refund' | 'correction', currency: Currency, oneUpTo: bigint) {
  const tiers = [
    { upToMinor: oneUpTo, stages: [finance] },
    { upToMinor: null, stages: [finance, manager] },
  ];
  return { kind, currency, tiers };
}

/** Limits in minor units: nobody up to the first, one person up to the second, two up to the third. */
const limits: readonly (readonly [Currency, bigint, bigint, bigint])[] = [
  ['CNY', 50_000n, 2_000_000n, 20_000_000n],
  ['HKD', 50_000n, 2_000_000n, 20_000_000n],
  ['USD', 7_000n, 280_000n, 2_800_000n],
  ['EUR', 6_500n, 260_000n, 2_600_000n],
  ['JPY', 10_000n, 400_000n, 4_000_000n],
  ['KWD', 20_000n, 850_000n, 8_500_000n],
];

/** Reminded four hours before a stage is due, handed to the manager as well a day after. */
export const defaultSilence: SilencePolicy = { remindBeforeHours: 4, escalateAfterHours: 24, escalateTo: 'manager' };

/** In force until an admin's first version takes effect. A currency it does not name needs everybody. */
export const defaultApprovalPolicy: ApprovalPolicy = {
  version: 0,
  effectiveAt: '1990-01-01T00:00:00.000Z',
  prepaidUse: 'when-covered',
  rules: [
    ...limits.map(([currency, , oneUpTo]) => otherOf(currency, oneUpTo)),
    ...limits.map(([currency, ...upTo]) => tiersOf(currency, ...upTo)),
    ...limits.map(([currency, , oneUpTo]) => financeOf('refund', currency, oneUpTo)),
    ...limits.map(([currency, , oneUpTo]) => financeOf('correction', currency, oneUpTo)),
  ],
  otherwise: [business, finance, manager],
  silence: defaultSilence,
};
