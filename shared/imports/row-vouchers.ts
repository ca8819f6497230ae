import { refuseIncomplete } from '../charges/refuse-incomplete.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ChargeId } from '../model/ids.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import type { VoucherPolicy } from '../model/voucher-policy.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import type { RowContent } from './check-row.ts';
import { chargeContentOf } from './row-identity.ts';

/** What the voucher policy says to a row (A17, A44): nothing, that its charge comes back at once, or that it is refused. */
export async function judgeVouchers(
  table: LedgerTable,
  policy: PublishedPolicy<VoucherPolicy>,
  row: { id: ChargeId; content: RowContent; customerGroup: string },
): Promise<{ returnedFor?: string } | { missing: string }> {
  try {
    const returnedFor = await refuseIncomplete(table, policy, { ...row, content: chargeContentOf(row.content) });
    return returnedFor === undefined ? {} : { returnedFor };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'VOUCHERS_INCOMPLETE') throw error;
    return { missing: error.params.missing ?? '' };
  }
}
