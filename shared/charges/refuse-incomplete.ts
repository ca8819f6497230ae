import { DomainError } from '../errors/domain-error.ts';
import type { ChargeContent } from '../model/charge.ts';
import type { ChargeId } from '../model/ids.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import type { VoucherDemand, VoucherPolicy } from '../model/voucher-policy.ts';
import { asksForFile, missingVouchers } from '../policies/voucher-policy.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { readVouchers } from '../vouchers/stored-voucher.ts';

interface ToJudge {
  readonly id: ChargeId;
  readonly content: ChargeContent;
  readonly customerGroup: string;
}

/**
 * Holds a charge against the voucher policy as it is submitted (A17, A44). Its files are read only where the policy asks
 * for one. Answers why policy sends it back, where the policy does that; refuses with VOUCHERS_INCOMPLETE where it blocks.
 */
export async function refuseIncomplete(
  table: LedgerTable,
  { content: policy }: PublishedPolicy<VoucherPolicy>,
  { id, content, customerGroup }: ToJudge,
): Promise<string | undefined> {
  const files = asksForFile(policy, content, customerGroup) ? await readVouchers(table, id) : [];
  const missing = missingVouchers(policy, content, customerGroup, files).map(demandInWords).join('; ');
  if (missing === '') return undefined;
  if (policy.onMissing === 'block') throw new DomainError('VOUCHERS_INCOMPLETE', { missing });
  return `凭证不完整 Vouchers are incomplete: ${missing}`;
}

const kindWords = {
  'contract-change': '合同变更协议 contract-change',
  'service-confirmation': '服务确认单 service-confirmation',
  'fee-notice': '费用调整通知 fee-notice',
  other: '其他凭证 other',
} as const;

function demandInWords({ anyOf, evidence }: VoucherDemand): string {
  const kinds = anyOf.map((kind) => kindWords[kind]).join(' / ');
  return evidence === 'file' ? `${kinds} (文件 file)` : kinds;
}
