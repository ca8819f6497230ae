import { planPosting } from '../charges/plan-posting.ts';
import type { EffectWire, PreviewPolicyWire, PreviewVouchersWire } from '../contracts/review.ts';
import { balancesToWire, postingsToWire } from '../customers/entry-wire.ts';
import { applyPostings } from '../ledger/balances.ts';
import type { Head } from '../ledger/journal-entry.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Instant } from '../model/dates.ts';
import { toWire } from '../model/money.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import { togetherToWire } from '../model/together.ts';
import type { Voucher } from '../model/voucher.ts';
import type { VoucherPolicy } from '../model/voucher-policy.ts';
import { missingVouchers } from '../policies/voucher-policy.ts';

/** The very plan that posting follows, applied to where the customer's ledger stands (A18). */
export function effectOf(charge: Charge, head: Head, terms: Parameters<typeof planPosting>[2]): EffectWire {
  const { currency } = charge.amount;
  const { draft, fromPrepaidMinor, openMinor, dueDate } = planPosting(charge, head, terms);
  return {
    currency,
    effectiveDate: draft.effectiveDate,
    period: charge.period,
    postings: postingsToWire(draft.postings, currency),
    balancesBefore: balancesToWire(head.balances, currency),
    balancesAfter: balancesToWire(applyPostings(head.balances, draft.postings), currency),
    fromPrepaid: toWire({ minor: fromPrepaidMinor, currency }),
    open: toWire({ minor: openMinor, currency }),
    ...(dueDate === undefined ? {} : { dueDate }),
    asOfSequence: Number(head.sequence),
  };
}

/** The stages the policy asks for and who approved them. */
export function policyOf(charge: Charge): PreviewPolicyWire {
  const { stages, approvers, policyVersion } = charge;
  return {
    version: policyVersion,
    ...togetherToWire(charge),
    stages: stages.map(({ role, deadlineHours }, index) => {
      const approvedBy = approvers[index];
      return { role, deadlineHours, ...(approvedBy === undefined ? {} : { approvedBy }) };
    }),
  };
}

/** Whose turn it is, and until when. */
export function waitingOf(charge: Charge, now: Instant): Pick<PreviewPolicyWire, 'waiting'> {
  const { stage, stages, dueAt, escalatedTo } = charge;
  const role = stages[stage - 1]?.role;
  if (role === undefined || dueAt === undefined) return {};
  return {
    waiting: { stage, role, ...(escalatedTo === undefined ? {} : { escalatedTo }), dueAt, isOverdue: dueAt < now },
  };
}

/** The files of a charge, and what the voucher policy still asks for (A16, A17). */
export function vouchersOf(
  charge: Charge,
  customerGroup: string,
  files: readonly Voucher[],
  { version, content }: PublishedPolicy<VoucherPolicy>,
): PreviewVouchersWire {
  const missing = missingVouchers(content, charge, customerGroup, files);
  return {
    policyVersion: version,
    missing: missing.map(({ anyOf, evidence }) => ({ anyOf: [...anyOf], evidence })),
    files: files.map(({ id, kind, fileName, state }) => ({ id, kind, fileName, state })),
  };
}
