import type { Head } from '../ledger/journal-entry.ts';
import { chargePostings } from '../ledger/posting-rules.ts';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { Charge } from '../model/charge-request.ts';
import { addDays } from '../model/dates.ts';
import { commit, type PostingPlan, type requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import type { Condition } from '../table/write.ts';

interface ChargeToPost {
  /** The charge as it will be, but for its place in the ledger. */
  readonly charge: Charge;
  readonly condition: Condition;
  readonly prepaidUse: ApprovalPolicy['prepaidUse'];
  /** Days the customer has to pay. */
  readonly creditTermDays: number;
}

/**
 * Posts an approved charge: the request's last state, the customer's head, the journal entry and what he then owes are
 * one write (A19, A23, A25). Answers the posted charge, or that the request had moved.
 */
export async function postCharge(context: LedgerContext, toPost: ChargeToPost): Promise<Charge | typeof requestMoved> {
  const { charge, condition } = toPost;
  let posted = charge;
  const outcome = await commit(context, {
    customerId: charge.customerId,
    currency: charge.amount.currency,
    plan: (head) => planPosting(toPost, head),
    requestWrite: (entry) => {
      const { sequence, recordedAt, hash } = entry;
      posted = { ...charge, posting: { sequence, recordedAt, hash } };
      return { item: chargeItem(posted, context.zone), condition };
    },
  });
  return typeof outcome === 'symbol' ? outcome : posted;
}

function planPosting({ charge, prepaidUse, creditTermDays }: ChargeToPost, head: Head): PostingPlan {
  const amountMinor = charge.amount.minor;
  const fromPrepaidMinor = prepaidPart(prepaidUse, amountMinor, head.balances.prepaid);
  const openMinor = amountMinor - fromPrepaidMinor;
  return {
    draft: {
      requestId: charge.id,
      effectiveDate: charge.effectiveDate,
      period: charge.period,
      makers: [charge.maker, ...charge.approvers],
      postings: chargePostings(charge.type, amountMinor, fromPrepaidMinor),
    },
    receivables:
      openMinor === 0n
        ? []
        : [
            {
              customerId: charge.customerId,
              requestId: charge.id,
              currency: charge.amount.currency,
              openMinor,
              originalMinor: amountMinor,
              dueDate: addDays(charge.effectiveDate, creditTermDays),
            },
          ],
  };
}

/** How much of a charge prepaid money pays at once, in minor units. */
function prepaidPart(use: ApprovalPolicy['prepaidUse'], amountMinor: bigint, prepaidMinor: bigint): bigint {
  if (use === 'never') return 0n;
  if (prepaidMinor >= amountMinor) return amountMinor;
  return use === 'partly' ? prepaidMinor : 0n;
}
