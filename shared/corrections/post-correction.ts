import { readCharge } from '../charges/stored-charge.ts';
import { invariant } from '../errors/invariant.ts';
import { documentNumber } from '../ledger/document-number.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Correction, CorrectionResult } from '../model/correction.ts';
import type { Refund } from '../model/refund.ts';
import { unchanged } from '../requests/unchanged.ts';
import { type Committed, commitTogether, requestMoved } from '../table/commit.ts';
import type { LedgerContext } from '../table/context.ts';
import { chargeItem } from '../table/items/charge-item.ts';
import { correctionItem } from '../table/items/correction-item.ts';
import { refundItem } from '../table/items/refund-item.ts';
import { type Condition, put, type Write } from '../table/write.ts';
import { readCorrectionFacts } from './correction-facts.ts';
import { excessRefund, excessRefundTerms } from './excess-refund.ts';
import { type CorrectionPlan, ledgersOf, planCorrection } from './plan-correction.ts';

const absent = { expression: 'attribute_not_exists(pk)' };

/** What a plan has become, once it is known where it is written. */
interface Outcome {
  readonly correction: Correction;
  readonly replacement?: Charge | undefined;
  readonly refund?: Refund | undefined;
}

/**
 * Puts a posted charge right (A33–A36, H3): the correction, the charge it is about, the reversal, the right entry with
 * its charge, credit note or refund, and what both customers then owe are one write, wholly or not at all. The charge's
 * own state keeps it from being taken back twice. `decided` is the correction as it will be, but for its result.
 * Answers that it had moved when the condition does not hold. Refuses with PREPAID_INSUFFICIENT where policy wants
 * prepaid money to reach, with CORRECTION_AMOUNT_UNFIT or FURTHER_CHARGE_STANDS where a further charge changed
 * meanwhile, and with BUSY.
 */
export async function postCorrection(
  context: LedgerContext,
  decided: Correction,
  condition: Condition,
): Promise<Correction | typeof requestMoved> {
  const first = await readCharge(context.table, decided.chargeId);
  invariant(first !== undefined, `charge ${decided.chargeId} of a correction is there`);
  const terms = decided.remedy === 'refund-excess' ? await excessRefundTerms(context, decided) : undefined;
  let before = first;
  let plan: CorrectionPlan | undefined;
  let outcome: Outcome = { correction: decided };
  const done = await commitTogether(context, {
    ledgers: ledgersOf(first, decided),
    plan: async (heads) => {
      // Without its claim the correction has ended.
      if (!heads[0]?.claims.some(({ by }) => by === decided.id)) return requestMoved;
      before = (await readCharge(context.table, decided.chargeId)) ?? first;
      plan = planCorrection(await readCorrectionFacts(context, before, decided), heads);
      const refund = terms && plan.refundMinor > 0n ? excessRefund(decided, plan.refundMinor, terms) : undefined;
      outcome = { correction: decided, replacement: plan.replacement, refund };
      const [own, ...others] = plan.ledgers;
      invariant(own !== undefined, 'a correction is about a ledger');
      if (refund === undefined) return plan;
      const claim = { by: refund.id, on: 'unapplied' as const, minor: plan.refundMinor };
      return { ...plan, ledgers: [{ ...own, claim }, ...others] };
    },
    requestWrite: (committed) => {
      invariant(plan !== undefined, 'a commit has a plan');
      outcome = placed(outcome, plan, committed);
      return { item: correctionItem(outcome.correction, context.zone), condition };
    },
    alsoWrite: () => writesBeside(context, before, plan, outcome),
  });
  return typeof done === 'symbol' ? done : outcome.correction;
}

function writesBeside(
  { table, zone }: LedgerContext,
  before: Charge,
  plan: CorrectionPlan | undefined,
  { replacement, refund }: Outcome,
): Write[] {
  invariant(plan !== undefined, 'a commit has a plan');
  return [
    put(table, chargeItem(plan.charge, zone), unchanged(before)),
    ...(replacement === undefined ? [] : [put(table, chargeItem(replacement, zone), absent)]),
    ...(refund === undefined ? [] : [put(table, refundItem(refund, zone), absent)]),
  ];
}

/** The same with places in the ledger and numbers of documents. */
function placed({ correction, replacement, refund }: Outcome, plan: CorrectionPlan, committed: Committed): Outcome {
  const entries = committed.entries.flat();
  const [head] = committed.heads;
  invariant(head !== undefined, 'a correction is about a ledger');
  const own = entries.filter(({ requestId }) => requestId === correction.id);
  const right = entries.find(({ requestId }) => requestId === replacement?.id);
  const result: CorrectionResult = {
    postings: own.map(({ sequence, recordedAt, hash, customerId, currency }) => ({
      ...{ sequence, recordedAt, hash, customerId, currency },
    })),
    ...(replacement === undefined ? {} : { replacement: replacement.id }),
    ...(refund === undefined ? {} : { refund: refund.id }),
    ...(plan.isCredited ? { creditNoteNumber: documentNumber(head, 'credit-note') } : {}),
    ...(plan.closedMonth === undefined ? {} : { closedMonth: plan.closedMonth }),
  };
  return {
    correction: { ...correction, result },
    refund,
    ...(replacement === undefined || right === undefined
      ? {}
      : { replacement: { ...replacement, posting: postingOf(right, plan) } }),
  };
}

function postingOf(
  { sequence, recordedAt, hash }: NonNullable<Charge['posting']>,
  { replacementDueDate }: CorrectionPlan,
): NonNullable<Charge['posting']> {
  return { sequence, recordedAt, hash, ...(replacementDueDate === undefined ? {} : { dueDate: replacementDueDate }) };
}
