import { sumOf } from '../ledger/lots.ts';
import type { Charge, HistoryStep } from '../model/charge-request.ts';
import type { Correction } from '../model/correction.ts';
import type { CalendarDate, Instant } from '../model/dates.ts';
import type { ChargeId, CorrectionId, CustomerId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import { documentId } from '../table/document-id.ts';

/** What a correction says that its consequences follow from. */
export type CorrectionToPlan = Pick<
  Correction,
  'id' | 'remedy' | 'right' | 'maker' | 'approvers' | 'stages' | 'policyVersion' | 'submittedAt' | 'bodyPrint'
>;

/** A charge over what another one had charged too little, as long as it stands. */
export interface FurtherCharge {
  readonly id: ChargeId;
  /** What it charges now, with further ones of its own, minor units. */
  readonly minor: bigint;
}

/**
 * What is charged by a charge now, minor units: its amount less what credit notes have taken back, and what further
 * charges have added to it.
 */
export function chargedMinor(
  { amount, creditedMinor = 0n }: Pick<Charge, 'amount' | 'creditedMinor'>,
  further: readonly FurtherCharge[] = [],
): bigint {
  return amount.minor - creditedMinor + sumOf(further);
}

/** The customer whom the charge should have been for. */
export function rightCustomer(charge: Pick<Charge, 'customerId'>, { right }: Pick<Correction, 'right'>): CustomerId {
  return right.customerId ?? charge.customerId;
}

/**
 * The amount that should have been charged. Where nobody names it, it was right as it stands: what corrections have
 * credited was a mistake and stays one, what was refunded since was not.
 */
export function rightAmount(
  { amount, correctedMinor = 0n }: Pick<Charge, 'amount' | 'correctedMinor'>,
  { right }: Pick<Correction, 'right'>,
): Money {
  return right.amount ?? { ...amount, minor: amount.minor - correctedMinor };
}

/** The day on which the right charge should have been posted. */
export function rightDate(charge: Pick<Charge, 'effectiveDate'>, { right }: Pick<Correction, 'right'>): CalendarDate {
  return right.effectiveDate ?? charge.effectiveDate;
}

/** The charge that a correction posts, if it posts one: there is only ever one. */
export function chargeIdOf(correction: CorrectionId): ChargeId {
  return documentId('chg', 'correction', 'postCorrection', correction) as ChargeId;
}

/**
 * The charge that takes the place of a wrong one, or stands beside it over what is missing (A34 少录): posted, made and
 * approved by those of the correction.
 */
export function rightCharge(
  charge: Charge,
  correction: CorrectionToPlan,
  { amount, now }: { amount: Money; now: Instant },
): Charge {
  const { right, maker, approvers, stages, policyVersion, submittedAt, bodyPrint } = correction;
  const { text, lines } = right.basis ?? charge.basis;
  const isWhole = correction.remedy === 'replace';
  const isExplained = right.basis !== undefined || amount.minor === charge.amount.minor;
  const by = approvers.at(-1) ?? maker;
  const history: HistoryStep[] = [
    { at: submittedAt, by: maker, action: 'submit', to: 'in-review' },
    { at: now, by, action: 'approve', to: 'posted', reason: `${correction.id} · ${charge.id}` },
  ];
  return {
    kind: 'charge',
    id: chargeIdOf(correction.id),
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
    basis: { text, ...(isWhole && isExplained && lines !== undefined ? { lines } : {}) },
    period: right.period ?? charge.period,
    vouchers: charge.vouchers,
    effectiveDate: rightDate(charge, correction),
    history,
    bodyPrint,
  };
}
