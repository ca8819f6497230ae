import type { EntryDraft, Head } from '../ledger/journal-entry.ts';
import { chargePostings } from '../ledger/posting-rules.ts';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { Charge } from '../model/charge-request.ts';
import { addDays, type CalendarDate } from '../model/dates.ts';
import type { OpenReceivable } from '../table/items/ledger-items.ts';

/** What decides, besides the charge and the balances, how a charge is posted. */
export interface PostingTerms {
  readonly prepaidUse: ApprovalPolicy['prepaidUse'];
  /** Days the customer has to pay. */
  readonly creditTermDays: number;
}

/** What a charge says that its entry follows from. */
export type ChargeToPlan = Pick<
  Charge,
  'id' | 'customerId' | 'type' | 'amount' | 'period' | 'effectiveDate' | 'maker' | 'approvers'
>;

export interface PlannedPosting {
  readonly draft: EntryDraft;
  readonly receivables: readonly OpenReceivable[];
  /** Minor units that prepaid money pays at once. */
  readonly fromPrepaidMinor: bigint;
  /** Minor units that the customer then owes. */
  readonly openMinor: bigint;
  /** Until when he has to pay them; nothing where prepaid money paid all. */
  readonly dueDate?: CalendarDate;
}

/** What posting a charge would write where the customer's ledger stands at `head`: the preview and the posting ask here (A18). */
export function planPosting(charge: ChargeToPlan, head: Pick<Head, 'balances'>, terms: PostingTerms): PlannedPosting {
  const { id: requestId, customerId, amount } = charge;
  const fromPrepaidMinor = prepaidPart(terms.prepaidUse, amount.minor, head.balances.prepaid);
  const openMinor = amount.minor - fromPrepaidMinor;
  const draft: EntryDraft = {
    requestId,
    effectiveDate: charge.effectiveDate,
    period: charge.period,
    makers: [charge.maker, ...charge.approvers],
    postings: chargePostings(charge.type, amount.minor, fromPrepaidMinor),
  };
  if (openMinor === 0n) return { draft, receivables: [], fromPrepaidMinor, openMinor };
  const dueDate = addDays(charge.effectiveDate, terms.creditTermDays);
  const open = { customerId, requestId, currency: amount.currency, openMinor, originalMinor: amount.minor, dueDate };
  return { draft, receivables: [open], fromPrepaidMinor, openMinor, dueDate };
}

/** How much of a charge prepaid money pays at once, in minor units. */
function prepaidPart(use: ApprovalPolicy['prepaidUse'], amountMinor: bigint, prepaidMinor: bigint): bigint {
  if (use === 'never') return 0n;
  if (prepaidMinor >= amountMinor) return amountMinor;
  return use === 'partly' ? prepaidMinor : 0n;
}
