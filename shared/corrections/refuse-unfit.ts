import { neverThere, readBouncedLots } from '../charges/bounced-lots.ts';
import { readChargeEntry } from '../charges/charge-entry.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { DomainError } from '../errors/domain-error.ts';
import { invariant } from '../errors/invariant.ts';
import type { Head } from '../ledger/journal-entry.ts';
import type { Charge } from '../model/charge-request.ts';
import type { CorrectionContent } from '../model/correction.ts';
import type { Customer } from '../model/customer-record.ts';
import type { CorrectionId } from '../model/ids.ts';
import { openMinor } from '../refunds/source-left.ts';
import { requestMovedError } from '../requests/unchanged.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { excessOf, refuseFurther } from './amount-fit.ts';
import { readFurther } from './further-charges.ts';
import { chargedMinor, type FurtherCharge, rightAmount, rightCustomer, rightDate } from './right-charge.ts';

/**
 * Refuses a correction that does not fit its charge as it is now: with REQUEST_MOVED one that is not posted, with
 * FURTHER_CHARGE_STANDS, CORRECTION_CHANGES_NOTHING, CORRECTION_AMOUNT_UNFIT, NOTHING_TO_REFUND.
 */
export async function refuseUnfit(table: LedgerTable, charge: Charge, content: CorrectionContent): Promise<void> {
  if (charge.state !== 'posted') throw requestMovedError(charge);
  const { mistake, remedy } = content;
  const further = await readFurther(table, charge);
  const isWhole = remedy === 'replace' || remedy === 'cancel';
  if (isWhole) refuseFurther(further);
  if (remedy !== 'cancel' && !changesSomething(charge, content, further)) {
    throw new DomainError('CORRECTION_CHANGES_NOTHING', { mistake });
  }
  if (isWhole) return;
  const excess = excessOf(charge, content, further);
  if (remedy === 'refund-excess' && (await unpaidMinor(table, charge)) >= excess) {
    throw new DomainError('NOTHING_TO_REFUND');
  }
}

/** What the customer owes of a charge, or for deposits that had paid it and bounced, minor units. */
async function unpaidMinor(table: LedgerTable, charge: Charge): Promise<bigint> {
  const bounced = await readBouncedLots(table, await readChargeEntry(table, charge));
  return (await openMinor(table, charge)) + neverThere(bounced);
}

/** Whether what the mistake is about is right otherwise than it was entered. */
function changesSomething(charge: Charge, content: CorrectionContent, further: readonly FurtherCharge[]): boolean {
  const { right, mistake } = content;
  switch (mistake) {
    case 'wrong-customer':
      return rightCustomer(charge, content) !== charge.customerId;
    case 'wrong-amount': {
      const { minor, currency } = rightAmount(charge, content);
      return currency !== charge.amount.currency || minor !== chargedMinor(charge, further);
    }
    case 'wrong-type':
      return right.type !== undefined && right.type !== charge.type;
    case 'wrong-period': {
      const { start, end } = right.period ?? charge.period;
      const isSamePeriod = start === charge.period.start && end === charge.period.end;
      return !isSamePeriod || rightDate(charge, content) !== charge.effectiveDate;
    }
  }
}

/** Refuses a charge that a refund or another correction has its hand on: REFUND_PENDING, CORRECTION_PENDING. */
export function refuseClaimed({ claims }: Pick<Head, 'claims'>, charge: Charge, own?: CorrectionId): void {
  const other = claims.find(({ on, by }) => on === charge.id && by !== own);
  if (other === undefined) return;
  if (other.by.startsWith('rfd_')) throw new DomainError('REFUND_PENDING', { refund: other.by });
  throw new DomainError('CORRECTION_PENDING', { correction: other.by });
}

/**
 * The customer who was charged and the one who should have been; they may be the same. Refuses with CUSTOMER_NOT_FOUND,
 * CUSTOMER_NUMBER_MISMATCH (A49).
 */
export async function readCustomers(
  table: LedgerTable,
  charge: Charge,
  { right }: Pick<CorrectionContent, 'right'>,
): Promise<readonly [charged: Customer, right: Customer]> {
  const [charged, other] = await Promise.all([
    readProfile(table, charge.customerId),
    right.customerId === undefined ? undefined : readProfile(table, right.customerId),
  ]);
  invariant(charged !== undefined, `charge ${charge.id} has a customer`);
  if (right.customerId === undefined) return [charged, charged];
  if (other === undefined) throw new DomainError('CUSTOMER_NOT_FOUND');
  if (other.number !== right.customerNumber) {
    throw new DomainError('CUSTOMER_NUMBER_MISMATCH', { number: right.customerNumber ?? '' });
  }
  return [charged, other];
}
