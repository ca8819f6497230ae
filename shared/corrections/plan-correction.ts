import { againstBounced, type BouncedLot } from '../charges/bounced-lots.ts';
import { type PostingTerms, planPosting } from '../charges/plan-posting.ts';
import {
  type EntryDraft,
  emptyHead,
  type Head,
  headBefore,
  type JournalEntry,
  reversalDraft,
} from '../ledger/journal-entry.ts';
import { applyLots, type Lot, type LotChange, negated, sumOf, takeFrom, usableLots } from '../ledger/lots.ts';
import { creditNotePostings, type Posting, postEvent } from '../ledger/posting-rules.ts';
import type { Charge } from '../model/charge-request.ts';
import { addDays, type CalendarDate, type Instant } from '../model/dates.ts';
import type { LedgerChange, LedgerName, ReceivableChange } from '../table/commit.ts';
import type { OpenReceivable } from '../table/items/ledger-items.ts';
import { excessOf, refuseFurther } from './amount-fit.ts';
import { type CorrectionToPlan, type FurtherCharge, rightAmount, rightCharge, rightCustomer } from './right-charge.ts';

/** Everything a correction's consequences follow from, besides where the ledgers stand. */
export interface CorrectionFacts {
  readonly correction: CorrectionToPlan;
  /** The charge as it is posted now. */
  readonly charge: Charge;
  readonly entry: JournalEntry;
  /** What the customer still owes of it, if anything. */
  readonly open?: OpenReceivable | undefined;
  /** What was added to it and stands. */
  readonly further: readonly FurtherCharge[];
  /** What paid it and was never there. */
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

/** The same where there is anything to write. */
function writeAny(page: Page, by: By, postings: readonly Posting[], lots: readonly LotChange[] = []): void {
  if (postings.length > 0) write(page, { ...by, postings, ...(lots.length === 0 ? {} : { lots }) });
}

/**
 * What approving a correction would write where the ledgers stand at `heads` (A33–A36, H3): the preview and the posting
 * ask here, so they cannot differ. Pure. Refuses with PREPAID_INSUFFICIENT where policy says that prepaid money has to
 * reach, and with CORRECTION_AMOUNT_UNFIT or FURTHER_CHARGE_STANDS where a further charge changed meanwhile.
 */
export function planCorrection(facts: CorrectionFacts, heads: readonly Head[]): CorrectionPlan {
  const { remedy } = facts.correction;
  if (remedy === 'replace' || remedy === 'cancel') return takeBack(facts, heads);
  return remedy === 'charge-more' ? chargeMore(facts, heads) : credit(facts, heads);
}

/** The whole charge is taken back, and with `replace` the right one posted in its place. */
function takeBack(facts: CorrectionFacts, heads: readonly Head[]): CorrectionPlan {
  const { correction, charge, entry, open, today } = facts;
  refuseFurther(facts.further);
  const [own, other] = pagesOf(facts, heads);
  const on = openDate(facts, charge.effectiveDate);
  const by = { requestId: correction.id, makers: makersOf(correction), effectiveDate: on.date };
  // What happened later than the charge is undone today, so that its months stay as they were.
  const later = { ...by, effectiveDate: today };
  const owedMinor = undoWhatFollowed(facts, own, { by, later });
  write(own, reversalDraft(entry, by));
  const bounced = settleBounced(facts, own, later);

  const right = correction.remedy === 'replace' ? postRight(facts, other ?? own) : undefined;
  const debt = payDebt(facts, own, later, owedMinor);
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
 * and payments, which become unapplied money. What corrections credited was entered on the day of the charge and goes
 * there; refunds and payments came later. Answers what the customer owes then, because it was credited to him and he has
 * had it: minor units, before any of it is paid.
 */
function undoWhatFollowed(
  { charge, entry, open }: CorrectionFacts,
  own: Page,
  { by, later }: { by: By; later: By },
): bigint {
  const { creditedMinor = 0n, correctedMinor = 0n } = charge;
  const leftMinor = (open?.openMinor ?? 0n) + creditedMinor - owedAtPosting(entry);
  writeAny(own, by, withdrawn(charge, correctedMinor));
  writeAny(own, later, [
    ...withdrawn(charge, creditedMinor - correctedMinor),
    ...(leftMinor < 0n
      ? postEvent('unapplied-deallocated', [['receivable', -leftMinor]], [['unapplied', -leftMinor]])
      : []),
  ]);
  return leftMinor > 0n ? leftMinor : 0n;
}

function withdrawn({ type }: Charge, minor: bigint): Posting[] {
  return postEvent('credit-note-withdrawn', [['receivable', minor]], [[`revenue:${type}`, minor]]);
}

/** What prepaid money did not pay when the charge was posted, minor units. */
function owedAtPosting({ postings }: JournalEntry): bigint {
  const ofReceivable = postings.filter(({ account }) => account === 'receivable');
  return ofReceivable.reduce((sum, { side, amountMinor }) => sum + (side === 'debit' ? amountMinor : -amountMinor), 0n);
}

/** Money that came back into a lot whose deposit has bounced was never there: it pays what is owed for the deposit. */
function settleBounced({ charge, bounced }: CorrectionFacts, own: Page, by: By): ReceivableChange[] {
  const parts = againstBounced(bounced, charge.amount.minor);
  const minor = sumOf(parts);
  writeAny(
    own,
    by,
    postEvent('prepaid-applied', [['prepaid', minor]], [['receivable', minor]]),
    parts.map((part) => ({ ...part.lot, minor: -part.minor })),
  );
  return parts.map((part) => paid(part.receivable, part.minor));
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
  writeAny(own, by, postings, negated(takeFrom(lots, fromPrepaid)));
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

/**
 * A credit note over what was charged too much (A34 多录): off what is still owed of the charge first, then off what is
 * owed for bounced deposits that had paid it; the rest was paid.
 */
function credit(facts: CorrectionFacts, heads: readonly Head[]): CorrectionPlan {
  const { correction, charge, open } = facts;
  const [own] = pagesOf(facts, heads);
  const on = openDate(facts, charge.effectiveDate);
  const excessMinor = excessOf(charge, correction, facts.further);
  const openMinor = smaller(open?.openMinor ?? 0n, excessMinor);
  const bounced = againstBounced(facts.bounced, excessMinor - openMinor);
  const receivableMinor = openMinor + sumOf(bounced);
  const unappliedMinor = excessMinor - receivableMinor;
  write(own, {
    requestId: correction.id,
    makers: makersOf(correction),
    effectiveDate: on.date,
    postings: creditNotePostings(charge.type, { receivableMinor, unappliedMinor }),
  });
  return {
    ledgers: [{ drafts: own.drafts, release: correction.id, issue: ['credit-note'] }],
    receivables: [
      ...(open === undefined || openMinor === 0n ? [] : [paid(open, openMinor)]),
      ...bounced.map(({ receivable, minor }) => paid(receivable, minor)),
    ],
    charge: {
      ...charge,
      creditedMinor: (charge.creditedMinor ?? 0n) + excessMinor,
      correctedMinor: (charge.correctedMinor ?? 0n) + excessMinor,
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
  const minor = -excessOf(charge, correction, facts.further);
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
