import { getCharge } from '../../shared/charges/get-charge.ts';
import { listCharges } from '../../shared/charges/list-charges.ts';
import { resubmitCharge } from '../../shared/charges/resubmit-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Charges (补费): contracts in `shared/contracts/charges.ts`. */
export const handler = httpFunction('charges', {
  submitCharge: (input, call) => submitCharge(ledgerContext(), call, input),
  getCharge: (input, call) => getCharge(ledgerContext(), call, input),
  listCharges: (input, call) => listCharges(ledgerContext(), call, input),
  resubmitCharge: (input, call) => resubmitCharge(ledgerContext(), call, input),
});
