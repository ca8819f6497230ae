import { DomainError } from '../errors/domain-error.ts';
import type { EntryDraft, Head } from '../ledger/journal-entry.ts';
import { negated, sumOf, takeFrom, usableLots } from '../ledger/lots.ts';
import { chargePostings } from '../ledger/posting-rules.ts';
import type { ApprovalPolicy } from '../model/approval-policy.ts';
import type { Charge } from '../model/charge-request.ts';
import { addDays, type CalendarDate } from '../model/dates.ts';
import { type Money, moneyText } from '../model/money.ts';
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
export function planPosting(charge: ChargeToPlan, head: Pick<Head, 'lots'>, terms: PostingTerms): PlannedPosting {
  const { id: requestId, customerId, amount } = charge;
  const lots = usableLots(head.lots, charge.type, charge.effectiveDate);
  const fromPrepaidMinor = prepaidPart(terms.prepaidUse, amount, sumOf(lots));
  const openMinor = amount.minor - fromPrepaidMinor;
  const draft: EntryDraft = {
    requestId,
    effectiveDate: charge.effectiveDate,
    period: charge.period,
    makers: [charge.maker, ...charge.approvers],
    postings: chargePostings(charge.type, amount.minor, fromPrepaidMinor),
    ...(fromPrepaidMinor === 0n ? {} : { lots: negated(takeFrom(lots, fromPrepaidMinor)) }),
  };
  if (openMinor === 0n) return { draft, receivables: [], fromPrepaidMinor, openMinor };
  const dueDate = addDays(charge.effectiveDate, terms.creditTermDays);
  const open = { customerId, requestId, currency: amount.currency, openMinor, originalMinor: amount.minor, dueDate };
  return { draft, receivables: [open], fromPrepaidMinor, openMinor, dueDate };
}

/**
 * How much of a charge prepaid money pays at once, in minor units. What happens when it does not reach is policy (C10):
 * nothing of it is used, it is used as far as it goes, or the charge is refused with PREPAID_INSUFFICIENT.
 */
function prepaidPart(use: ApprovalPolicy['prepaidUse'], amount: Money, usableMinor: bigint): bigint {
  if (use === 'never') return 0n;
  if (usableMinor >= amount.minor) return amount.minor;
  if (use === 'block') throw new DomainError('PREPAID_INSUFFICIENT', { needed: moneyText(amount) });
  return use === 'partly' ? usableMinor : 0n;
}
