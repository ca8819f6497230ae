import { neverThere, readBouncedLots } from '../charges/bounced-lots.ts';
import { readChargeEntry } from '../charges/charge-entry.ts';
import { readCharge } from '../charges/stored-charge.ts';
import { readDeposit } from '../deposits/stored-deposit.ts';
import { type Claim, type Head, unclaimed } from '../ledger/journal-entry.ts';
import { type Lot, refundableLots, sumOf } from '../ledger/lots.ts';
import type { Charge } from '../model/charge-request.ts';
import type { Deposit } from '../model/deposit.ts';
import type { RefundId } from '../model/ids.ts';
import type { RefundSource } from '../model/refund.ts';
import { receivableFromItem } from '../table/items/ledger-items.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';

/** What of a source can still be refunded, and the document it comes from. */
export interface SourceLeft {
  /** Minor units; what other refunds claim is taken off. */
  readonly leftMinor: bigint;
  /** With prepaid money: the lots it would come from. */
  readonly lots?: readonly Lot[];
  readonly deposit?: Deposit;
  readonly charge?: Charge;
  /** What else has its hand on the charge: a correction under way. */
  readonly correction?: Claim;
}

/**
 * What is left of a source where the ledger stands at `head`, read after it (G1): prepaid money that is not claimed,
 * money not allocated, or of a charge what was paid and neither credited nor claimed. What a deposit paid that bounced
 * since was never there, so it is not left either. A charge or deposit of another customer or currency, and one that is
 * not posted, leaves nothing and names no document.
 */
export async function sourceLeft(table: LedgerTable, head: Head, source: RefundSource): Promise<SourceLeft> {
  if (source.from === 'unapplied') return { leftMinor: unclaimed(head, 'unapplied') };
  if (source.from === 'prepaid') return await prepaidLeft(table, head, source.depositId);

  const charge = await readCharge(table, source.chargeId);
  const isOfHead = charge?.customerId === head.customerId && charge.amount.currency === head.currency;
  if (charge?.state !== 'posted' || !isOfHead) return { leftMinor: 0n };
  const claims = head.claims.filter(({ on }) => on === charge.id);
  const correction = claims.find(({ by }) => !isRefund(by));
  const paidMinor = charge.amount.minor - (charge.creditedMinor ?? 0n) - (await openMinor(table, charge));
  const bounced = await readBouncedLots(table, await readChargeEntry(table, charge));
  const leftMinor = paidMinor - sumOf(claims) - neverThere(bounced);
  return { leftMinor: leftMinor < 0n ? 0n : leftMinor, charge, ...(correction === undefined ? {} : { correction }) };
}

async function prepaidLeft(table: LedgerTable, head: Head, depositId: Deposit['id'] | undefined): Promise<SourceLeft> {
  if (depositId === undefined) {
    const lots = refundableLots(head.lots);
    return { leftMinor: sumOf(lots), lots };
  }
  const deposit = await readDeposit(table, depositId);
  const isOfHead = deposit?.customerId === head.customerId && deposit.amount.currency === head.currency;
  if (deposit?.posting === undefined || !isOfHead) return { leftMinor: 0n };
  const lots = refundableLots(head.lots, deposit.posting.sequence);
  return { leftMinor: sumOf(lots), lots, deposit };
}

/** What the customer still owes of a charge, minor units. */
export async function openMinor(table: LedgerTable, { customerId, posting, id }: Charge): Promise<bigint> {
  if (posting?.dueDate === undefined) return 0n;
  const item = await getItem(table, keys.receivable(customerId, posting.dueDate, id), { strong: true });
  return item === undefined ? 0n : receivableFromItem(item).openMinor;
}

/** Whether a claim is a refund's; the others are corrections'. */
export function isRefund(id: string): id is RefundId {
  return id.startsWith('rfd_');
}
