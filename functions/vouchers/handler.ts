import * as payoutsContracts from '../../shared/contracts/payouts.ts';
import * as vouchersContracts from '../../shared/contracts/vouchers.ts';
import { getRefundVoucher } from '../../shared/payouts/get-refund-voucher.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { s3RefundVoucherLinks } from '../../shared/runtime/s3-refund-vouchers.ts';
import { s3VoucherLinks } from '../../shared/runtime/s3-vouchers.ts';
import { attachCorrectionVoucher, attachRefundVoucher, attachVoucher } from '../../shared/vouchers/attach-voucher.ts';
import {
  getCorrectionVoucherLink,
  getRefundVoucherLink,
  getVoucherLink,
} from '../../shared/vouchers/get-voucher-link.ts';
import { listCorrectionVouchers, listRefundVouchers, listVouchers } from '../../shared/vouchers/list-vouchers.ts';

const links = once(s3VoucherLinks);
const refundLinks = once(s3RefundVoucherLinks);

/** Vouchers (凭证) of charges, and of paid refunds: contracts in `shared/contracts/vouchers.ts` and `payouts.ts`. */
export const handler = httpFunction('vouchers', [payoutsContracts, vouchersContracts], {
  attachVoucher: (input, call) => attachVoucher(ledgerContext(), links(), call, input),
  attachRefundVoucher: (input, call) => attachRefundVoucher(ledgerContext(), links(), call, input),
  attachCorrectionVoucher: (input, call) => attachCorrectionVoucher(ledgerContext(), links(), call, input),
  listVouchers: (input, call) => listVouchers(ledgerContext(), call, input),
  listRefundVouchers: (input, call) => listRefundVouchers(ledgerContext(), call, input),
  listCorrectionVouchers: (input, call) => listCorrectionVouchers(ledgerContext(), call, input),
  getVoucherLink: (input, call) => getVoucherLink(ledgerContext(), links(), call, input),
  getRefundVoucherLink: (input, call) => getRefundVoucherLink(ledgerContext(), links(), call, input),
  getCorrectionVoucherLink: (input, call) => getCorrectionVoucherLink(ledgerContext(), links(), call, input),
  getRefundVoucher: (input, call) => getRefundVoucher(ledgerContext(), refundLinks(), call, input),
});
