import type { PostingTerms } from '../charges/plan-posting.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { readDeposit } from '../deposits/stored-deposit.ts';
import { invariant } from '../errors/invariant.ts';
import type { JournalEntry } from '../ledger/journal-entry.ts';
import type { Charge } from '../model/charge-request.ts';
import { businessDate } from '../model/dates.ts';
import type { CustomerId, DepositId } from '../model/ids.ts';
import { closedThrough } from '../model/period-lock.ts';
import { readPeriodLock } from '../periods/period-lock.ts';
import { readApprovalPolicyVersion } from '../policies/approval-policy.ts';
import type { LedgerContext } from '../table/context.ts';
import { entryFromItem, type OpenReceivable, receivableFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import type { BouncedLot, CorrectionFacts } from './plan-correction.ts';
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
  const [entry, open, lock, charged, right] = await Promise.all([
    readEntryOf(table, charge),
    readOpenOf(table, charge),
    readPeriodLock(table),
    readTerms(table, charge, charge.customerId),
    readTerms(table, charge, rightCustomer(charge, correction)),
  ]);
  return {
    correction,
    charge,
    entry,
    open,
    bounced: entry.lots === undefined ? [] : await readBounced(table, charge),
    terms: { charged, right },
    now,
    today: businessDate(now, zone),
    closedThrough: closedThrough(lock, now),
  };
}

/** The entry a posted charge was posted by. */
async function readEntryOf(table: LedgerTable, { id, customerId, amount, posting }: Charge): Promise<JournalEntry> {
  invariant(posting !== undefined, `charge ${id} is posted`);
  const key = keys.entry(customerId, amount.currency, posting.recordedAt, posting.sequence);
  const item = await getItem(table, key, { strong: true });
  invariant(item !== undefined, `the entry of charge ${id} is there`);
  return entryFromItem(item);
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

/** The lots of deposits that bounced after they were used, and what is still owed for them. */
async function readBounced(table: LedgerTable, { customerId, amount }: Charge): Promise<BouncedLot[]> {
  const items = await queryPartition(table, { ...keys.receivables(customerId), strong: true });
  const owed = items
    .map(receivableFromItem)
    .filter(({ requestId, currency }) => requestId.startsWith('dep_') && currency === amount.currency);
  const lots = await Promise.all(
    owed.map(async (receivable) => {
      const deposit = await readDeposit(table, receivable.requestId as DepositId);
      return deposit?.posting === undefined ? [] : [{ number: deposit.posting.sequence, receivable }];
    }),
  );
  return lots.flat();
}
