import { DomainError } from '../errors/domain-error.ts';
import type { Charge } from '../model/charge-request.ts';
import type { CorrectionContent } from '../model/correction.ts';
import { moneyText } from '../model/money.ts';
import { chargedMinor, type FurtherCharge, rightAmount } from './right-charge.ts';

/**
 * By how much a charge, with the further ones beside it, is too high, or too low where that is less than zero: minor
 * units. Refuses with CORRECTION_AMOUNT_UNFIT where the remedy does not lead to the right amount, and with
 * FURTHER_CHARGE_STANDS where the charge alone does not hold what is too much.
 */
export function excessOf(
  charge: Charge,
  content: Pick<CorrectionContent, 'right' | 'remedy'>,
  further: readonly FurtherCharge[],
): bigint {
  const { remedy } = content;
  const right = rightAmount(charge, content);
  const charged = chargedMinor(charge, further);
  const excess = charged - right.minor;
  const fits = right.currency === charge.amount.currency && (remedy === 'charge-more' ? excess < 0n : excess > 0n);
  if (!fits) {
    const texts = { charged: moneyText({ ...charge.amount, minor: charged }), right: moneyText(right) };
    throw new DomainError('CORRECTION_AMOUNT_UNFIT', { ...texts, remedy });
  }
  if (excess >= chargedMinor(charge)) refuseFurther(further);
  return excess;
}

/** Refuses with FURTHER_CHARGE_STANDS: a charge is not taken back from under what was added to it. */
export function refuseFurther(further: readonly FurtherCharge[]): void {
  if (further.length === 0) return;
  throw new DomainError('FURTHER_CHARGE_STANDS', { charges: further.map(({ id }) => id).join(', ') });
}
