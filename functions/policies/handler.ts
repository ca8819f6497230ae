import { getArrivalRules } from '../../shared/arrivals/get-arrival-rules.ts';
import { getCalendar } from '../../shared/arrivals/get-calendar.ts';
import { publishArrivalRules } from '../../shared/arrivals/publish-arrival-rules.ts';
import { publishCalendar } from '../../shared/arrivals/publish-calendar.ts';
import { getApprovalPolicy } from '../../shared/policies/get-approval-policy.ts';
import { getVoucherPolicy } from '../../shared/policies/get-voucher-policy.ts';
import { publishVoucherPolicy } from '../../shared/policies/publish-voucher-policy.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { getAutofillRules } from '../../shared/templates/get-autofill-rules.ts';
import { publishAutofillRules } from '../../shared/templates/publish-autofill-rules.ts';

/** Policies in force: contract in `shared/contracts/policies.ts`. */
export const handler = httpFunction('policies', {
  getApprovalPolicy: () => getApprovalPolicy(ledgerContext()),
  getVoucherPolicy: () => getVoucherPolicy(ledgerContext()),
  publishVoucherPolicy: (input, call) => publishVoucherPolicy(ledgerContext(), call, input),
  getAutofillRules: () => getAutofillRules(ledgerContext()),
  publishAutofillRules: (input, call) => publishAutofillRules(ledgerContext(), call, input),
  getCalendar: () => getCalendar(ledgerContext()),
  publishCalendar: (input, call) => publishCalendar(ledgerContext(), call, input),
  getArrivalRules: () => getArrivalRules(ledgerContext()),
  publishArrivalRules: (input, call) => publishArrivalRules(ledgerContext(), call, input),
});
