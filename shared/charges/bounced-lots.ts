import { readDeposit } from '../deposits/stored-deposit.ts';
import type { Claim, JournalEntry } from '../ledger/journal-entry.ts';
import type { Lot } from '../ledger/lots.ts';
import type { ChargeId, DepositId } from '../model/ids.ts';
import { type OpenReceivable, receivableFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { type LedgerTable, queryPartition } from '../table/ledger-table.ts';
import { readChargeEntry } from './charge-entry.ts';
import { readCharge } from './stored-charge.ts';

/** Prepaid money that paid a charge and was never there: its deposit bounced later, and some of that is still owed. */
export interface BouncedLot {
  /** What the charge took of the deposit, more than zero, minor units. */
  readonly lot: Lot;
  /** What the customer owes under the number of the deposit. */
  readonly receivable: OpenReceivable;
}

/** What paid the charge of an entry out of deposits that bounced since, the oldest first. To be read after the head (C1). */
export async function readBouncedLots(
  table: LedgerTable,
  { customerId, currency, lots = [] }: JournalEntry,
): Promise<BouncedLot[]> {
  const taken = lots.filter(({ minor }) => minor < 0n);
  if (taken.length === 0) return [];
  const items = await queryPartition(table, { ...keys.receivables(customerId), strong: true });
  const owed = items
    .map(receivableFromItem)
    .filter((one) => one.requestId.startsWith('dep_') && one.currency === currency);
  const bounced = await Promise.all(
    owed.map(async (receivable) => {
      const deposit = await readDeposit(table, receivable.requestId as DepositId);
      const lot = taken.find(({ number }) => number === deposit?.posting?.sequence);
      return lot === undefined ? [] : [{ lot: { ...lot, minor: -lot.minor }, receivable }];
    }),
  );
  return bounced.flat().sort((a, b) => (a.lot.number < b.lot.number ? -1 : 1));
}

/** Whether the money of a lot has paid what a claim has its hand on, where that is a charge. */
export async function hasPaid(table: LedgerTable, number: bigint | undefined, on: Claim['on']): Promise<boolean> {
  const charge = on.startsWith('chg_') ? await readCharge(table, on as ChargeId) : undefined;
  if (charge === undefined) return false;
  const { lots = [] } = await readChargeEntry(table, charge);
  return lots.some((lot) => lot.number === number);
}

/** Of each, how much of some money goes against what is owed for the deposit: minor units, the oldest first. */
export function againstBounced(
  bounced: readonly BouncedLot[],
  minor: bigint,
): (BouncedLot & { readonly minor: bigint })[] {
  let rest = minor;
  return bounced.flatMap((one) => {
    const part = smallest(one.lot.minor, one.receivable.openMinor, rest);
    rest -= part;
    return part === 0n ? [] : [{ ...one, minor: part }];
  });
}

/** What a charge was paid with that was never there, minor units. */
export function neverThere(bounced: readonly BouncedLot[]): bigint {
  return bounced.reduce((sum, { lot, receivable }) => sum + smallest(lot.minor, receivable.openMinor), 0n);
}

function smallest(first: bigint, ...rest: readonly bigint[]): bigint {
  return rest.reduce((least, each) => (each < least ? each : least), first);
}
