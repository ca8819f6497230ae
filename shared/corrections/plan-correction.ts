import { type PostingTerms, planPosting } from '../charges/plan-posting.ts';
import { invariant } from '../errors/invariant.ts';
import {
  type EntryDraft,
  emptyHead,
  type Head,
  headBefore,
  type JournalEntry,
  reversalDraft,
} from '../ledger/journal-entry.ts';
import { applyLots, type Lot, negated, sumOf, takeFrom, usableLots } from '../ledger/lots.ts';
import { creditNotePostings, type Posting, postEvent } from '../ledger/posting-rules.ts';
import type { Charge } from '../model/charge-request.ts';
import { addDays, type CalendarDate, type Instant } from '../model/dates.ts';
import type { LedgerChange, LedgerName, ReceivableChange } from '../table/commit.ts';
import type { OpenReceivable } from '../table/items/ledger-items.ts';
import { type CorrectionToPlan, chargedMinor, rightAmount, rightCharge, rightCustomer } from './right-charge.ts';

/** Prepaid money that was used before its deposit bounced: the customer owes it under the deposit's number. */
export interface BouncedLot {
  readonly number: bigint;
  readonly receivable: OpenReceivable;
}

/** Everything a correction's consequences follow from, besides where the ledgers stand. */
export interface CorrectionFacts {
  readonly correction: CorrectionToPlan;
  /** The charge as it is posted now. */
  readonly charge: Charge;
  readonly entry: JournalEntry;
  /** What the customer still owes of it, if anything. */
  readonly open?: OpenReceivable | undefined;
  readonly bounced: readonly BouncedLot[];
  /** For the customer who was charged, and for the one who should have been. */
  readonly terms: { readonly charged: PostingTerms; readonly right: PostingTerms };
  readonly now: Instant;
  readonly today: CalendarDate;
  /** The last closed month. */
  readonly closedThrough?: string | undefined;
}

/** What a correction does, all of it, before it is written. */
export interface CorrectionPlan {
  readonly ledgers: readonly LedgerChange[];
  readonly receivables: readonly ReceivableChange[];
  /** The charge as it is afterwards. */
  readonly charge: Charge;
  /** The right charge, but for its place in the ledger. */
  readonly replacement?: Charge | undefined;
  readonly replacementDueDate?: CalendarDate | undefined;
  /** Money that became unapplied and is to be refunded, minor units. */
  readonly refundMinor: bigint;
  readonly isCredited: boolean;
  readonly closedMonth?: string | undefined;
}

/** The ledgers a correction touches: the charged customer's, and the right one's where that is another. */
export function ledgersOf(charge: Charge, correction: CorrectionToPlan): readonly LedgerName[] {
  const own = { customerId: charge.customerId, currency: charge.amount.currency };
  if (correction.remedy !== 'replace') return [own];
  const right = { customerId: rightCustomer(charge, correction), currency: rightAmount(charge, correction).currency };
  return right.customerId === own.customerId && right.currency === own.currency ? [own] : [own, right];
}

/** A ledger while its entries are planned. */
interface Page {
  lots: readonly Lot[];
  unappliedMinor: bigint;
  readonly drafts: EntryDraft[];
}

function write(page: Page, draft: EntryDraft): void {
  page.drafts.push(draft);
  page.lots = applyLots(page.lots, draft.lots ?? []);
}

/**
 * What approving a correction would write where the ledgers stand at `heads` (A33–A36, H3): the preview and the posting
 * ask here, so they cannot differ. Pure. Refuses with PREPAID_INSUFFICIENT where policy says that prepaid money has to
 * reach.
 */
export function planCorrection(facts: CorrectionFacts, heads: readonly Head[]): CorrectionPlan {
  const { remedy } = facts.correction;
  if (remedy === 'replace' || remedy === 'cancel') return takeBack(facts, heads);
  return remedy === 'charge-more' ? chargeMore(facts, heads) : credit(facts, heads);
}

/** The whole charge is taken back, and with `replace` the right one posted in its place. */
function takeBack(facts: CorrectionFacts, heads: readonly Head[]): CorrectionPlan {
  const { correction, charge, entry, open } = facts;
  const [own, other] = pagesOf(facts, heads);
  const on = openDate(facts, charge.effectiveDate);
  const by = { requestId: correction.id, makers: makersOf(correction), effectiveDate: on.date };
  const owedMinor = undoWhatFollowed(facts, own, by);
  write(own, reversalDraft(entry, by));
  const bounced = settleBounced(facts, own, by);

  const right = correction.remedy === 'replace' ? postRight(facts, other ?? own) : undefined;
  const debt = payDebt(facts, own, by, owedMinor);
  const corrected: Charge = {
    ...charge,
    state: 'corrected',
    history: [...charge.history, stepOf(facts, 'corrected')],
  };
  return {
    ledgers: [
      { drafts: own.drafts, release: correction.id, issue: ['credit-note'] },
      ...(other === undefined ? [] : [{ drafts: other.drafts }]),
    ],
    receivables: [
      ...(open === undefined ? [] : [{ before: open }]),
      ...bounced,
      ...(right?.receivables ?? []),
      ...debt,
    ],
    charge: corrected,
    replacement: right?.charge,
    replacementDueDate: right?.dueDate,
    refundMinor: 0n,
    isCredited: true,
    closedMonth: on.closedMonth ?? right?.closedMonth,
  };
}

type By = Pick<EntryDraft, 'requestId' | 'makers' | 'effectiveDate'>;

/**
 * Takes back what followed from the charge since: credit notes, so that revenue is what the charge alone had made of it,
 * and payments, which become unapplied money. Answers what the customer owes then, because it was credited to him and
 * he has had it: minor units, before any of it is paid.
 */
function undoWhatFollowed({ charge, entry, open }: CorrectionFacts, own: Page, by: By): bigint {
  const creditedMinor = charge.creditedMinor ?? 0n;
  const leftMinor = (open?.openMinor ?? 0n) + creditedMinor - owedAtPosting(entry);
  const postings: Posting[] = [
    ...postEvent('credit-note-withdrawn', [['receivable', creditedMinor]], [[`revenue:${charge.type}`, creditedMinor]]),
    ...(leftMinor < 0n
      ? postEvent('unapplied-deallocated', [['receivable', -leftMinor]], [['unapplied', -leftMinor]])
      : []),
  ];
  if (postings.length > 0) write(own, { ...by, postings });
  return leftMinor > 0n ? leftMinor : 0n;
}

/** What prepaid money did not pay when the charge was posted, minor units. */
function owedAtPosting({ postings }: JournalEntry): bigint {
  const ofReceivable = postings.filter(({ account }) => account === 'receivable');
  return ofReceivable.reduce((sum, { side, amountMinor }) => sum + (side === 'debit' ? amountMinor : -amountMinor), 0n);
}

/** Money that came back into a lot whose deposit has bounced was never there: it pays what is owed for the deposit. */
function settleBounced({ entry, bounced }: CorrectionFacts, own: Page, by: By): ReceivableChange[] {
  const changes: ReceivableChange[] = [];
  for (const { number, receivable } of bounced) {
    const back = entry.lots?.find((lot) => lot.number === number);
    if (back === undefined) continue;
    const minor = smaller(-back.minor, receivable.openMinor);
    write(own, {
      ...by,
      postings: postEvent('prepaid-applied', [['prepaid', minor]], [['receivable', minor]]),
      lots: [{ ...back, minor: -minor }],
    });
    changes.push(paid(receivable, minor));
  }
  return changes;
}

/** The right charge, planned as any other, at the ledger it belongs to. */
function postRight(facts: CorrectionFacts, page: Page) {
  const { correction, charge } = facts;
  const right = rightCharge(charge, correction, { amount: rightAmount(charge, correction), now: facts.now });
  return postAt(facts, page, right);
}

function postAt(facts: CorrectionFacts, page: Page, right: Charge) {
  const on = openDate(facts, right.effectiveDate);
  const planned = planPosting(right, { lots: page.lots }, facts.terms.right);
  write(page, { ...planned.draft, effectiveDate: on.date });
  return {
    charge: { ...right, effectiveDate: on.date },
    receivables: planned.receivables.map((after) => ({ after })),
    dueDate: planned.dueDate,
    closedMonth: on.closedMonth,
  };
}

/** What was credited and is now owed again: out of unapplied money first, then out of prepaid money as policy has it. */
function payDebt(
  { charge, correction, terms, today }: CorrectionFacts,
  own: Page,
  by: By,
  owedMinor: bigint,
): ReceivableChange[] {
  if (owedMinor === 0n) return [];
  const fromUnapplied = smaller(own.unappliedMinor, owedMinor);
  const restMinor = owedMinor - fromUnapplied;
  const lots = usableLots(own.lots, charge.type, charge.effectiveDate);
  const fromPrepaid = prepaidPart(terms.charged.prepaidUse, restMinor, sumOf(lots));
  const postings = [
    ...postEvent('unapplied-allocated', [['unapplied', fromUnapplied]], [['receivable', fromUnapplied]]),
    ...postEvent('prepaid-applied', [['prepaid', fromPrepaid]], [['receivable', fromPrepaid]]),
  ];
  if (postings.length > 0) {
    write(own, { ...by, postings, ...(fromPrepaid === 0n ? {} : { lots: negated(takeFrom(lots, fromPrepaid)) }) });
  }
  const openMinor = restMinor - fromPrepaid;
  if (openMinor === 0n) return [];
  const { customerId, amount } = charge;
  const dueDate = addDays(today, terms.charged.creditTermDays);
  return [
    {
      after: {
        customerId,
        requestId: correction.id,
        currency: amount.currency,
        openMinor,
        originalMinor: owedMinor,
        dueDate,
      },
    },
  ];
}

/** A debt is not refused where prepaid money does not reach: the money went to the customer, so he owes it. */
function prepaidPart(use: PostingTerms['prepaidUse'], owedMinor: bigint, usableMinor: bigint): bigint {
  if (use === 'never') return 0n;
  if (usableMinor >= owedMinor) return owedMinor;
  return use === 'partly' ? usableMinor : 0n;
}

/** A credit note over what was charged too much (A34 多录): off what is still owed first, the rest was paid. */
function credit(facts: CorrectionFacts, heads: readonly Head[]): CorrectionPlan {
  const { correction, charge, open } = facts;
  const [own] = pagesOf(facts, heads);
  const on = openDate(facts, charge.effectiveDate);
  const excessMinor = chargedMinor(charge) - rightAmount(charge, correction).minor;
  invariant(excessMinor > 0n, 'a credit note is over something');
  const receivableMinor = smaller(open?.openMinor ?? 0n, excessMinor);
  const unappliedMinor = excessMinor - receivableMinor;
  write(own, {
    requestId: correction.id,
    makers: makersOf(correction),
    effectiveDate: on.date,
    postings: creditNotePostings(charge.type, { receivableMinor, unappliedMinor }),
  });
  return {
    ledgers: [{ drafts: own.drafts, release: correction.id, issue: ['credit-note'] }],
    receivables: open === undefined || receivableMinor === 0n ? [] : [paid(open, receivableMinor)],
    charge: {
      ...charge,
      creditedMinor: (charge.creditedMinor ?? 0n) + excessMinor,
      history: [...charge.history, stepOf(facts, 'posted')],
    },
    refundMinor: correction.remedy === 'refund-excess' ? unappliedMinor : 0n,
    isCredited: true,
    closedMonth: on.closedMonth,
  };
}

/** A further charge over what was charged too little; the first stands as it is. */
function chargeMore(facts: CorrectionFacts, heads: readonly Head[]): CorrectionPlan {
  const { correction, charge } = facts;
  const [own] = pagesOf(facts, heads);
  const right = rightAmount(charge, correction);
  const minor = right.minor - chargedMinor(charge);
  invariant(minor > 0n, 'a further charge is over something');
  const further = postAt(facts, own, rightCharge(charge, correction, { amount: { ...right, minor }, now: facts.now }));
  return {
    ledgers: [{ drafts: own.drafts, release: correction.id }],
    receivables: further.receivables,
    charge: { ...charge, history: [...charge.history, stepOf(facts, 'posted')] },
    replacement: further.charge,
    replacementDueDate: further.dueDate,
    refundMinor: 0n,
    isCredited: false,
    closedMonth: further.closedMonth,
  };
}

function stepOf({ correction, now }: CorrectionFacts, to: 'corrected' | 'posted'): Charge['history'][number] {
  return { at: now, by: correction.approvers.at(-1) ?? correction.maker, action: 'correct', to, reason: correction.id };
}

function makersOf({ maker, approvers }: CorrectionToPlan): string[] {
  return [maker, ...approvers];
}

/** Nothing is entered into a closed month: what belongs there is put right today, and says so (F14). */
function openDate(
  { closedThrough, today }: CorrectionFacts,
  date: CalendarDate,
): { date: CalendarDate; closedMonth?: string } {
  const month = date.slice(0, 'YYYY-MM'.length);
  return closedThrough === undefined || month > closedThrough ? { date } : { date: today, closedMonth: month };
}

function paid(receivable: OpenReceivable, minor: bigint): ReceivableChange {
  const openMinor = receivable.openMinor - minor;
  return openMinor === 0n ? { before: receivable } : { before: receivable, after: { ...receivable, openMinor } };
}

function pagesOf({ charge, correction }: CorrectionFacts, heads: readonly Head[]): [Page, Page | undefined] {
  const [own = emptyHead(charge.customerId, charge.amount.currency), other] = heads;
  return [pageOf(headBefore(own, { release: correction.id })), other && pageOf(other)];
}

function pageOf({ lots, balances, claims }: Head): Page {
  const claimed = sumOf(claims.filter(({ on }) => on === 'unapplied'));
  return { lots, unappliedMinor: balances.unapplied - claimed, drafts: [] };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
