import { cancelDraft } from '../../shared/charges/cancel-draft.ts';
import { editDraft } from '../../shared/charges/edit-draft.ts';
import { getCharge } from '../../shared/charges/get-charge.ts';
import { listCharges } from '../../shared/charges/list-charges.ts';
import { listDrafts } from '../../shared/charges/list-drafts.ts';
import { resubmitCharge } from '../../shared/charges/resubmit-charge.ts';
import { saveDraft } from '../../shared/charges/save-draft.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { submitDraft } from '../../shared/charges/submit-draft.ts';
import { withdrawCharge } from '../../shared/charges/withdraw-charge.ts';
import * as chargeDraftsContracts from '../../shared/contracts/charge-drafts.ts';
import * as chargesContracts from '../../shared/contracts/charges.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Charges (补费): contracts in `shared/contracts/charges.ts`. */
export const handler = httpFunction('charges', [chargeDraftsContracts, chargesContracts], {
  submitCharge: (input, call) => submitCharge(ledgerContext(), call, input),
  getCharge: (input, call) => getCharge(ledgerContext(), call, input),
  listCharges: (input, call) => listCharges(ledgerContext(), call, input),
  resubmitCharge: (input, call) => resubmitCharge(ledgerContext(), call, input),
  withdrawCharge: (input, call) => withdrawCharge(ledgerContext(), call, input),
  saveDraft: (input, call) => saveDraft(ledgerContext(), call, input),
  listDrafts: (input, call) => listDrafts(ledgerContext(), call, input),
  editDraft: (input, call) => editDraft(ledgerContext(), call, input),
  submitDraft: (input, call) => submitDraft(ledgerContext(), call, input),
  cancelDraft: (input, call) => cancelDraft(ledgerContext(), call, input),
});
