import { readCalendar } from '../arrivals/working-calendar.ts';
import { invariant } from '../errors/invariant.ts';
import type { ApprovalPolicy, ApprovalStage } from '../model/approval-policy.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Correction, CorrectionContent } from '../model/correction.ts';
import { businessDate, type Instant, later } from '../model/dates.ts';
import type { RefundId, UserId } from '../model/ids.ts';
import type { Refund, RefundTerms } from '../model/refund.ts';
import { readInForce } from '../policies/agreed-policy.ts';
import { stagesFor } from '../policies/approval-policy.ts';
import { refundPolicy } from '../policies/refund-policy.ts';
import { promisedDay } from '../refunds/quote.ts';
import { refundTogether } from '../splitting/refund-together.ts';
import type { LedgerContext } from '../table/context.ts';
import { documentId } from '../table/document-id.ts';
import { accountPrint } from '../table/items/refund-item.ts';
import { rightAmount } from './right-charge.ts';

const dayMs = 86_400_000;

interface ExcessTerms extends RefundTerms {
  readonly now: Instant;
}

/** The terms of the refund of an excess: by the policy in force, without a fee, since the mistake was ours. */
export async function excessRefundTerms(
  { table, clock, zone }: LedgerContext,
  { payout }: Pick<Correction, 'payout'>,
): Promise<ExcessTerms> {
  invariant(payout !== undefined, 'a refund of the excess says where it goes');
  const now = clock();
  const [policy, calendar] = await Promise.all([readInForce(table, refundPolicy, now), readCalendar(table)]);
  const days = policy.content.workingDays[payout.method];
  return {
    now,
    refundPolicyVersion: policy.version,
    feeMinor: 0n,
    promisedBy: promisedDay(calendar.content, businessDate(now, zone), days).day,
    expiresAt: later(now, policy.content.expiresAfterDays * dayMs),
  };
}

interface ExcessAsked {
  readonly charge: Charge;
  readonly content: CorrectionContent;
  readonly customerGroup: string;
  readonly maker: UserId;
}

/**
 * Whom the refund of an excess would be asked of if it were asked for by itself, with the others that belong to it by
 * customer, account or maker (H5): a correction is no way around it. At most the whole excess is paid out. No stages
 * where nothing is.
 */
export async function stagesOfExcess(
  context: LedgerContext,
  policy: ApprovalPolicy,
  { charge, content, customerGroup, maker }: ExcessAsked,
): Promise<{ stages: readonly ApprovalStage[]; why?: string }> {
  const { remedy, payout } = content;
  if (remedy !== 'refund-excess' || payout === undefined) return { stages: [] };
  const { customerId, amount: charged } = charge;
  const amount = { ...charged, minor: charged.minor - rightAmount(charge, content).minor };
  const now = context.clock();
  const { splittingWindowDays: windowDays } = (await readInForce(context.table, refundPolicy, now)).content;
  const staged = await refundTogether(
    context,
    { policy, windowDays },
    { ...{ customerId, customerGroup, amount, maker, now }, account: accountPrint(payout) },
  );
  const stages = stagesFor(policy, { kind: 'refund', customerGroup, amount: staged.stageBy });
  return { stages, ...(staged.why === undefined ? {} : { why: staged.why }) };
}

/**
 * The refund of what was charged too much (A34 多录): made and approved by those of the correction, out of the money the
 * credit note set free, waiting for a cashier who is none of them. Its id comes from the correction.
 */
export function excessRefund(correction: Correction, minor: bigint, { now, ...terms }: ExcessTerms): Refund {
  const { customerId, amount, maker, approvers, stages, policyVersion, submittedAt, bodyPrint, cause, payout } =
    correction;
  invariant(payout !== undefined, 'a refund of the excess says where it goes');
  const by = approvers.at(-1) ?? maker;
  return {
    kind: 'refund',
    id: documentId('rfd', 'correction', 'postCorrection', correction.id) as RefundId,
    customerId,
    state: 'approved',
    revision: 1,
    stage: 0,
    ...{ stages, policyVersion, maker, approvers, bodyPrint },
    openedAt: now,
    submittedAt: now,
    amount: { minor, currency: amount.currency },
    source: { from: 'unapplied' },
    reason: { code: 'over-charged', text: cause.text },
    payout,
    vouchers: [],
    ...(correction.together === undefined ? {} : { together: correction.together }),
    askedByCustomer: false,
    attempts: [],
    ...terms,
    history: [
      { at: submittedAt, by: maker, action: 'submit', to: 'in-review' },
      { at: now, by, action: 'approve', to: 'approved', reason: correction.id },
    ],
  };
}
