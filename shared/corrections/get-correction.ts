import { readCharge } from '../charges/stored-charge.ts';
import type { getCorrection as contract, ImpactWire } from '../contracts/corrections.ts';
import type { InputOf, ReplyOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Correction } from '../model/correction.ts';
import type { Language } from '../model/language.ts';
import type { LedgerContext } from '../table/context.ts';
import { readImpact } from './impact.ts';
import { readCorrection, replyFor } from './stored-correction.ts';

/**
 * A correction with its decisions and, while it is in review, what approving it now would do: who decides sees what he
 * decides (A38). Refuses with NOT_FOUND.
 */
export async function getCorrection(
  context: LedgerContext,
  call: { language: Language },
  { params }: InputOf<typeof contract>,
): Promise<ReplyOf<typeof contract>> {
  const correction = await readCorrection(context.table, params.correctionId);
  if (correction === undefined) throw new DomainError('NOT_FOUND');
  const { body, etag } = replyFor(correction);
  const impact = correction.state === 'in-review' ? await impactNow(context, correction, call.language) : undefined;
  return { body: { ...body, ...(impact === undefined ? {} : { impact }) }, etag };
}

/** Approving it is refused with these until something else has changed, and says so. */
const obstacles: readonly string[] = ['PREPAID_INSUFFICIENT', 'CORRECTION_AMOUNT_UNFIT', 'FURTHER_CHARGE_STANDS'];

/** Nothing where it cannot be approved as things are. */
async function impactNow(
  context: LedgerContext,
  correction: Correction,
  language: Language,
): Promise<ImpactWire | undefined> {
  const charge = await readCharge(context.table, correction.chargeId);
  // Decided between the two reads.
  if (charge?.state !== 'posted') return undefined;
  try {
    return await readImpact(context, charge, correction, language);
  } catch (error) {
    if (error instanceof DomainError && obstacles.includes(error.code)) return undefined;
    throw error;
  }
}
