import type { Head } from '../ledger/journal-entry.ts';
import type { Lot } from '../ledger/lots.ts';
import { type LowBalanceTeller, tellOfLowBalance } from '../notices/tell-of-low-balance.ts';
import type { LedgerContext } from '../table/context.ts';
import { judgeBalance } from './judge-balance.ts';

/** One change of a customer's head, as the table's stream tells it. */
export interface HeadChange {
  readonly before: Head | undefined;
  readonly after: Head;
}

/**
 * Looks at the balance whenever prepaid money came or went, and warns at the moment it falls below the level (C3, C9); a
 * head that changed otherwise costs nothing.
 */
export async function followBalance(
  context: LedgerContext,
  teller: LowBalanceTeller,
  { before, after }: HeadChange,
): Promise<void> {
  if (lotsText(before?.lots ?? []) === lotsText(after.lots)) return;
  const alert = await judgeBalance(context, after);
  if (alert !== undefined) await tellOfLowBalance(context, teller, alert);
}

function lotsText(lots: readonly Lot[]): string {
  return lots.map(({ number, minor }) => `${number}:${minor}`).join();
}
