import type { Charge, HistoryStep } from '../model/charge-request.ts';
import type { Correction } from '../model/correction.ts';
import type { CalendarDate, Instant } from '../model/dates.ts';
import type { ChargeId, CustomerId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import { documentId } from '../table/document-id.ts';

/** What a correction says that its consequences follow from. */
export type CorrectionToPlan = Pick<
  Correction,
  'id' | 'remedy' | 'right' | 'maker' | 'approvers' | 'stages' | 'policyVersion' | 'submittedAt' | 'bodyPrint'
>;

/** What is charged by a charge now: its amount less what credit notes have taken back, minor units. */
export function chargedMinor({ amount, creditedMinor = 0n }: Pick<Charge, 'amount' | 'creditedMinor'>): bigint {
  return amount.minor - creditedMinor;
}

/** The customer whom the charge should have been for. */
export function rightCustomer(charge: Pick<Charge, 'customerId'>, { right }: Pick<Correction, 'right'>): CustomerId {
  return right.customerId ?? charge.customerId;
}

/** The amount that should have been charged. */
export function rightAmount(charge: Pick<Charge, 'amount'>, { right }: Pick<Correction, 'right'>): Money {
  return right.amount ?? charge.amount;
}

/** The day on which the right charge should have been posted. */
export function rightDate(charge: Pick<Charge, 'effectiveDate'>, { right }: Pick<Correction, 'right'>): CalendarDate {
  return right.effectiveDate ?? charge.effectiveDate;
}

/**
 * The charge that takes the place of a wrong one, or stands beside it over what is missing (A34 少录): posted, made and
 * approved by those of the correction. Its id comes from the correction, so that there is only ever one.
 */
export function rightCharge(
  charge: Charge,
  correction: CorrectionToPlan,
  { amount, now }: { amount: Money; now: Instant },
): Charge {
  const { right, maker, approvers, stages, policyVersion, submittedAt, bodyPrint } = correction;
  const { text, lines } = right.basis ?? charge.basis;
  const isWhole = correction.remedy === 'replace';
  const isAsBefore = right.basis !== undefined || right.amount === undefined;
  const by = approvers.at(-1) ?? maker;
  const history: HistoryStep[] = [
    { at: submittedAt, by: maker, action: 'submit', to: 'in-review' },
    { at: now, by, action: 'approve', to: 'posted', reason: `${correction.id} · ${charge.id}` },
  ];
  return {
    kind: 'charge',
    id: documentId('chg', 'correction', 'postCorrection', correction.id) as ChargeId,
    customerId: rightCustomer(charge, correction),
    state: 'posted',
    revision: 1,
    stage: 0,
    stages,
    policyVersion,
    maker,
    approvers,
    openedAt: submittedAt,
    submittedAt,
    amount,
    type: right.type ?? charge.type,
    reason: charge.reason,
    // Lines explain the whole amount, not the part of it that was missing.
    basis: { text, ...(isWhole && isAsBefore && lines !== undefined ? { lines } : {}) },
    period: right.period ?? charge.period,
    vouchers: charge.vouchers,
    effectiveDate: rightDate(charge, correction),
    history,
    bodyPrint,
  };
}
