import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { s3VoucherLinks } from '../../shared/runtime/s3-vouchers.ts';
import { attachVoucher } from '../../shared/vouchers/attach-voucher.ts';
import { getVoucherLink } from '../../shared/vouchers/get-voucher-link.ts';
import { listVouchers } from '../../shared/vouchers/list-vouchers.ts';

const links = once(s3VoucherLinks);

/** Vouchers (凭证) of charges: contracts in `shared/contracts/vouchers.ts`. */
export const handler = httpFunction('vouchers', {
  attachVoucher: (input, call) => attachVoucher(ledgerContext(), links(), call, input),
  listVouchers: (input, call) => listVouchers(ledgerContext(), call, input),
  getVoucherLink: (input, call) => getVoucherLink(ledgerContext(), links(), call, input),
});
