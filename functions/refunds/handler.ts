import * as refundsContracts from '../../shared/contracts/refunds.ts';
import { confirmArrival } from '../../shared/refunds/confirm-arrival.ts';
import { getRefund } from '../../shared/refunds/get-refund.ts';
import { listPayouts } from '../../shared/refunds/list-payouts.ts';
import { listRefunds } from '../../shared/refunds/list-refunds.ts';
import { quoteRefund } from '../../shared/refunds/quote-refund.ts';
import { recordPayout } from '../../shared/refunds/record-payout.ts';
import { requestRefund } from '../../shared/refunds/request-refund.ts';
import { searchRefunds } from '../../shared/refunds/search-refunds.ts';
import { startPayout } from '../../shared/refunds/start-payout.ts';
import { withdrawRefund } from '../../shared/refunds/withdraw-refund.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Refunds (退费): contracts in `shared/contracts/refunds.ts`. */
export const handler = httpFunction('refunds', [refundsContracts], {
  quoteRefund: (input, call) => quoteRefund(ledgerContext(), call, input),
  requestRefund: (input, call) => requestRefund(ledgerContext(), call, input),
  listRefunds: (input, call) => listRefunds(ledgerContext(), call, input),
  searchRefunds: (input, call) => searchRefunds(ledgerContext(), call, input),
  listPayouts: (input, call) => listPayouts(ledgerContext(), call, input),
  getRefund: (input, call) => getRefund(ledgerContext(), call, input),
  withdrawRefund: (input, call) => withdrawRefund(ledgerContext(), call, input),
  startPayout: (input, call) => startPayout(ledgerContext(), call, input),
  recordPayout: (input, call) => recordPayout(ledgerContext(), call, input),
  confirmArrival: (input, call) => confirmArrival(ledgerContext(), call, input),
});
