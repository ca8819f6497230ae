import type { Instant } from '../model/dates.ts';
import type { RefundId } from '../model/ids.ts';

/** Where the vouchers of refunds are kept. */
export interface RefundVoucherFiles {
  /** Keeps a voucher; the one that is kept already stays. */
  keep(id: RefundId, bytes: Uint8Array): Promise<void>;
}

/** Hands out signed links; nothing is sent to do so. `now` is when they begin to count. */
export interface RefundVoucherLinks {
  downloadLink(id: RefundId, fileName: string, now: Instant): Promise<{ url: string; expiresAt: Instant }>;
}

/** What the file of a voucher is called: `退费凭证 RV-CNY-….pdf`, without what a file system would take for more. */
export function voucherFileName(number: string): string {
  return `退费凭证-${number}.pdf`;
}

export const voucherContentType = 'application/pdf';
