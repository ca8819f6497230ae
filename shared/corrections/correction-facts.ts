import { readBouncedLots } from '../charges/bounced-lots.ts';
import { readChargeEntry } from '../charges/charge-entry.ts';
import type { PostingTerms } from '../charges/plan-posting.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { Charge } from '../model/charge-request.ts';
import { businessDate } from '../model/dates.ts';
import type { CustomerId } from '../model/ids.ts';
import { closedThrough } from '../model/period-lock.ts';
import { readPeriodLock } from '../periods/period-lock.ts';
import { readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { type OpenReceivable, receivableFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';
import { readFurther } from './further-charges.ts';
import type { CorrectionFacts } from './plan-correction.ts';
import { type CorrectionToPlan, rightCustomer } from './right-charge.ts';

/**
 * Reads what a correction's consequences follow from. Read after the heads: whatever changes any of it, but the policies
 * and the customers' terms, changes a head. Prepaid money is used as the policy of the wrong charge says, so that the
 * right one is posted as it would have been at once.
 */
export async function readCorrectionFacts(
  { table, clock, zone }: LedgerContext,
  charge: Charge,
  correction: CorrectionToPlan,
): Promise<CorrectionFacts> {
  const now = clock();
  const [entry, open, further, lock, charged, right] = await Promise.all([
    readChargeEntry(table, charge),
    readOpenOf(table, charge),
    readFurther(table, charge),
    readPeriodLock(table),
    readTerms(table, charge, charge.customerId),
    readTerms(table, charge, rightCustomer(charge, correction)),
  ]);
  return {
    correction,
    charge,
    entry,
    open,
    further,
    bounced: await readBouncedLots(table, entry),
    terms: { charged, right },
    now,
    today: businessDate(now, zone),
    closedThrough: closedThrough(lock, now),
  };
}

async function readOpenOf(
  table: LedgerTable,
  { id, customerId, posting }: Charge,
): Promise<OpenReceivable | undefined> {
  if (posting?.dueDate === undefined) return undefined;
  const item = await getItem(table, keys.receivable(customerId, posting.dueDate, id), { strong: true });
  return item && receivableFromItem(item);
}

async function readTerms(table: LedgerTable, charge: Charge, customerId: CustomerId): Promise<PostingTerms> {
  const [customer, { prepaidUse }] = await Promise.all([
    readProfile(table, customerId),
    readApprovalPolicyVersion(table, charge.policyVersion),
  ]);
  invariant(customer !== undefined, `customer ${customerId} of a correction is there`);
  return { prepaidUse, creditTermDays: customer.creditTermDays };
}
