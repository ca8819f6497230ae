/** Examples of the policies that one proposes and another approves; `examples.ts` takes them up. */
const reviewer = { role: 'reviewer' as const, deadlineHours: 24 };
const finance = { role: 'finance' as const, deadlineHours: 24 };
const manager = { role: 'manager' as const, deadlineHours: 48 };

const approvalContent = {
  prepaidUse: 'when-covered' as const,
  rules: [
    {
      currency: 'CNY',
      tiers: [
        { upTo: '500.00', stages: [] },
        { upTo: '20000.00', stages: [reviewer] },
        { stages: [reviewer, finance] },
      ],
    },
    {
      kind: 'refund' as const,
      currency: 'CNY',
      tiers: [{ upTo: '20000.00', stages: [finance] }, { stages: [finance, manager] }],
    },
  ],
  otherwise: [reviewer, finance, manager],
  silence: { remindBeforeHours: 4, escalateAfterHours: 24, escalateTo: 'manager' as const },
  splittingWindowHours: 24,
};

const workingDays = { online: 3, 'bank-transfer': 5, card: 10, cheque: 10, cash: 1 };
const chargeRule = {
  source: 'charge' as const,
  isAllowed: true,
  windowDays: 60,
  feeAtMost: { value: '200.00', currency: 'CNY' },
  papers: ['service-confirmation' as const],
};
const refundText = {
  'zh-CN': '已付的补费可在入账后 60 天内申请退费，手续费 1.5%，最多 200 元；预存款可随时申请退回。',
  en: 'A paid charge can be asked back within 60 days of its posting for a fee of 1.5%, at most CNY 200; prepaid money at any time.',
};
const refundContent = {
  rules: [
    { ...chargeRule, feeBasisPoints: 150 },
    { source: 'prepaid' as const, isAllowed: true, feeBasisPoints: 0, papers: [] },
  ],
  workingDays,
  reviewWorkingDays: 3,
  expiresAfterDays: 60,
  splittingWindowDays: 7,
  text: refundText,
};

const training = { code: 'training', chargeTypes: ['training' as const, 'material' as const], isRefundable: true };
const depositLimits = [
  {
    smallest: { value: '100.00', currency: 'CNY' },
    largest: { value: '500000.00', currency: 'CNY' },
    mostInAll: { value: '1000000.00', currency: 'CNY' },
  },
];
const depositText = {
  'zh-CN': '预存款用于支付服务费用，先到期、先存入的先用；余额可申请退回。',
  en: 'Prepaid money pays for services, what expires or came first being used first. What is left can be asked back.',
};
const lowBalanceContent = {
  levels: [
    { level: { value: '1000.00', currency: 'CNY' } },
    { customerGroup: 'key', level: { value: '5000.00', currency: 'CNY' } },
  ],
  tellsCustomer: true,
};

const reason = '按 2026 年度评审调整退费期限';
const proposed = {
  kind: 'refund',
  version: 2,
  state: 'proposed',
  wantedEffectiveAt: '2026-12-01T00:00:00.000Z',
  proposedAt: '2026-11-02T01:00:00.000Z',
  proposedBy: 'admin',
  reason,
};
const decided = { decidedAt: '2026-11-03T02:00:00.000Z', decidedBy: 'zhou.qiang' };
const approved = { ...proposed, state: 'approved', effectiveAt: '2026-12-01T00:00:00.000Z', ...decided };
const acknowledgement = { kind: 'refund', version: 2, by: 'wang.fang', at: '2026-11-03T06:00:00.000Z' };

export const policyRequestExamples = {
  proposeApprovalPolicy: { reason: '退费由财务与经理审批', content: approvalContent },
  proposeRefundPolicy: { effectiveAt: '2026-12-01T08:00:00+08:00', reason, content: refundContent },
  proposeDepositPolicy: {
    reason: '增加培训与材料预付款',
    content: {
      purposes: [{ ...training, name: { 'zh-CN': '培训与材料预付款', en: 'Training and material' } }],
      limits: depositLimits,
      text: depositText,
    },
  },
  proposeLowBalancePolicy: { reason: '重点客户提高预警线', content: lowBalanceContent },
  decidePolicy: { decision: 'approve' as const },
  withdrawPolicy: { reason: '期限还要再议' },
};

export const policyResponseExamples = {
  getApprovalPolicy: {
    version: 0,
    effectiveAt: '2026-01-01T00:00:00.000Z',
    prepaidUse: 'when-covered',
    rules: [
      {
        currency: 'CNY',
        tiers: [
          { upTo: '100.00', stages: [] },
          { upTo: '5000.00', stages: [reviewer] },
          { stages: [reviewer, { ...finance, deadlineHours: 48 }] },
        ],
      },
    ],
    otherwise: [manager],
    silence: { remindBeforeHours: 4, escalateAfterHours: 24, escalateTo: 'manager' },
  },
  getRefundPolicy: {
    version: 2,
    effectiveAt: approved.effectiveAt,
    text: refundText.en,
    rules: [
      { ...chargeRule, feePercent: '1.50' },
      { source: 'prepaid', isAllowed: true, feePercent: '0.00', papers: [] },
    ],
    workingDays,
    reviewWorkingDays: 3,
    expiresAfterDays: 60,
  },
  getDepositPolicy: {
    version: 1,
    effectiveAt: '2026-11-03T02:00:00.000Z',
    text: depositText.en,
    purposes: [{ ...training, name: 'Training and material' }],
    limits: depositLimits,
  },
  getLowBalancePolicy: { version: 1, effectiveAt: '2026-11-03T02:00:00.000Z', ...lowBalanceContent },
  proposeApprovalPolicy: { ...proposed, kind: 'approval', reason: '退费由财务与经理审批' },
  proposeRefundPolicy: proposed,
  proposeDepositPolicy: { ...proposed, kind: 'deposit', version: 1, reason: '增加培训与材料预付款' },
  proposeLowBalancePolicy: { ...proposed, kind: 'low-balance', version: 1, reason: '重点客户提高预警线' },
  listPolicyVersions: {
    items: [
      { ...approved, isInForce: false },
      {
        ...{ kind: 'refund', version: 1, state: 'approved', effectiveAt: '2026-10-08T02:00:00.000Z' },
        ...{ proposedAt: '2026-10-08T01:00:00.000Z', proposedBy: 'admin', reason: '首个版本' },
        ...{ decidedAt: '2026-10-08T02:00:00.000Z', decidedBy: 'zhao.min', isInForce: true },
      },
    ],
  },
  getPolicyVersion: {
    ...approved,
    isInForce: false,
    content: refundContent,
    acknowledgements: 1,
    acknowledgedAt: acknowledgement.at,
  },
  decidePolicy: approved,
  withdrawPolicy: {
    ...proposed,
    state: 'withdrawn',
    decidedAt: '2026-11-02T03:00:00.000Z',
    decidedBy: 'admin',
    comment: '期限还要再议',
  },
  acknowledgePolicy: acknowledgement,
  listAcknowledgements: {
    items: [
      { userId: 'li.na', name: '李娜' },
      { userId: 'wang.fang', name: '王芳', acknowledgedAt: acknowledgement.at },
    ],
  },
};
