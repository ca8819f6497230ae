import type { EntryDraft } from '../ledger/journal-entry.ts';
import { chargePostings } from '../ledger/posting-rules.ts';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { Charge } from '../model/charge-request.ts';
import { addDays, type CalendarDate } from '../model/dates.ts';
import { commit, type requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import type { OpenReceivable } from '../table/items/ledger-items.ts';
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
  let openMinor = 0n;
  const dueDate = addDays(charge.effectiveDate, toPost.creditTermDays);
  const outcome = await commit(context, {
    customerId: charge.customerId,
    currency: charge.amount.currency,
    plan: (head) => {
      const fromPrepaidMinor = prepaidPart(toPost.prepaidUse, charge.amount.minor, head.balances.prepaid);
      openMinor = charge.amount.minor - fromPrepaidMinor;
      return { draft: entryDraft(charge, fromPrepaidMinor), receivables: openReceivables(charge, openMinor, dueDate) };
    },
    requestWrite: ({ sequence, recordedAt, hash }) => {
      posted = { ...charge, posting: { sequence, recordedAt, hash, ...(openMinor === 0n ? {} : { dueDate }) } };
      return { item: chargeItem(posted, context.zone), condition };
    },
  });
  return typeof outcome === 'symbol' ? outcome : posted;
}

function entryDraft(charge: Charge, fromPrepaidMinor: bigint): EntryDraft {
  return {
    requestId: charge.id,
    effectiveDate: charge.effectiveDate,
    period: charge.period,
    makers: [charge.maker, ...charge.approvers],
    postings: chargePostings(charge.type, charge.amount.minor, fromPrepaidMinor),
  };
}

/** What the customer owes for the charge, if prepaid money left anything. */
function openReceivables(charge: Charge, openMinor: bigint, dueDate: CalendarDate): OpenReceivable[] {
  if (openMinor === 0n) return [];
  const { id: requestId, customerId, amount } = charge;
  return [{ customerId, requestId, currency: amount.currency, openMinor, originalMinor: amount.minor, dueDate }];
}

/** How much of a charge prepaid money pays at once, in minor units. */
function prepaidPart(use: ApprovalPolicy['prepaidUse'], amountMinor: bigint, prepaidMinor: bigint): bigint {
  if (use === 'never') return 0n;
  if (prepaidMinor >= amountMinor) return amountMinor;
  return use === 'partly' ? prepaidMinor : 0n;
}
