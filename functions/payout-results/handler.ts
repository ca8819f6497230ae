import * as payoutsContracts from '../../shared/contracts/payouts.ts';
import { receivePayoutResult } from '../../shared/payouts/receive-payout-result.ts';
import { verifySignature } from '../../shared/payouts/webhook-signature.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** What the payment provider says of payouts, signed: contract in `shared/contracts/payouts.ts`. */
export const handler = httpFunction(
  'payout-results',
  [payoutsContracts],
  { receivePayoutResult: (input) => receivePayoutResult(ledgerContext(), input) },
  (message) => verifySignature(ledgerContext(), message),
);
