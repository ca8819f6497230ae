import { readCharge } from '../charges/stored-charge.ts';
import type { Charge } from '../model/charge-request.ts';
import type { CorrectionId } from '../model/ids.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { chargedMinor, chargeIdOf, type FurtherCharge } from './right-charge.ts';

/**
 * The further charges that stand beside a charge (A34 少录), for the same customer: those it remembers in its history, or
 * what has taken their place. To be read after the head, which every one of them changes.
 */
export async function readFurther(
  table: LedgerTable,
  charge: Charge,
  { customerId, amount }: Pick<Charge, 'customerId' | 'amount'> = charge,
): Promise<readonly FurtherCharge[]> {
  const corrections = charge.history.filter(({ action }) => action === 'correct').map(({ reason }) => reason);
  const beside = await Promise.all(
    corrections.map(async (correction) => {
      const other = await readCharge(table, chargeIdOf(correction as CorrectionId));
      if (other === undefined) return [];
      const further = await readFurther(table, other, { customerId, amount });
      if (other.state === 'corrected') return further;
      const isAlike = other.customerId === customerId && other.amount.currency === amount.currency;
      return isAlike ? [{ id: other.id, minor: chargedMinor(other, further) }] : [];
    }),
  );
  return beside.flat().filter(({ minor }) => minor > 0n);
}
