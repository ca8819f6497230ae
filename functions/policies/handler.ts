import { getArrivalRules } from '../../shared/arrivals/get-arrival-rules.ts';
import { getCalendar } from '../../shared/arrivals/get-calendar.ts';
import { publishArrivalRules } from '../../shared/arrivals/publish-arrival-rules.ts';
import { publishCalendar } from '../../shared/arrivals/publish-calendar.ts';
import * as agreedPoliciesContracts from '../../shared/contracts/agreed-policies.ts';
import * as arrivalsContracts from '../../shared/contracts/arrivals.ts';
import * as payoutsContracts from '../../shared/contracts/payouts.ts';
import * as policiesContracts from '../../shared/contracts/policies.ts';
import * as templatesContracts from '../../shared/contracts/templates.ts';
import { getWebhookSecret, rotateWebhookSecret } from '../../shared/payouts/webhook-secret.ts';
import { acknowledgePolicy } from '../../shared/policies/acknowledge-policy.ts';
import { decidePolicy } from '../../shared/policies/decide-policy.ts';
import { getApprovalPolicy } from '../../shared/policies/get-approval-policy.ts';
import { getDepositPolicy } from '../../shared/policies/get-deposit-policy.ts';
import { getLowBalancePolicy } from '../../shared/policies/get-low-balance-policy.ts';
import { getPolicyVersion } from '../../shared/policies/get-policy-version.ts';
import { getRefundPolicy } from '../../shared/policies/get-refund-policy.ts';
import { getVoucherPolicy } from '../../shared/policies/get-voucher-policy.ts';
import { listAcknowledgements } from '../../shared/policies/list-acknowledgements.ts';
import { listPolicyVersions } from '../../shared/policies/list-policy-versions.ts';
import { proposePolicy } from '../../shared/policies/propose-policy.ts';
import { publishVoucherPolicy } from '../../shared/policies/publish-voucher-policy.ts';
import { withdrawPolicy } from '../../shared/policies/withdraw-policy.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { randomSecret } from '../../shared/runtime/random-secret.ts';
import { getAutofillRules } from '../../shared/templates/get-autofill-rules.ts';
import { publishAutofillRules } from '../../shared/templates/publish-autofill-rules.ts';

/** Policies: contracts in `shared/contracts/policies.ts` and `agreed-policies.ts`. */
export const handler = httpFunction(
  'policies',
  [agreedPoliciesContracts, arrivalsContracts, payoutsContracts, policiesContracts, templatesContracts],
  {
    getApprovalPolicy: () => getApprovalPolicy(ledgerContext()),
    getRefundPolicy: (input, call) => getRefundPolicy(ledgerContext(), call, input),
    getDepositPolicy: (input, call) => getDepositPolicy(ledgerContext(), call, input),
    getLowBalancePolicy: () => getLowBalancePolicy(ledgerContext()),
    proposeApprovalPolicy: (input, call) => proposePolicy(ledgerContext(), call, 'approval', input),
    proposeRefundPolicy: (input, call) => proposePolicy(ledgerContext(), call, 'refund', input),
    proposeDepositPolicy: (input, call) => proposePolicy(ledgerContext(), call, 'deposit', input),
    proposeLowBalancePolicy: (input, call) => proposePolicy(ledgerContext(), call, 'low-balance', input),
    listPolicyVersions: (input, call) => listPolicyVersions(ledgerContext(), call, input),
    getPolicyVersion: (input, call) => getPolicyVersion(ledgerContext(), call, input),
    decidePolicy: (input, call) => decidePolicy(ledgerContext(), call, input),
    withdrawPolicy: (input, call) => withdrawPolicy(ledgerContext(), call, input),
    acknowledgePolicy: (input, call) => acknowledgePolicy(ledgerContext(), call, input),
    listAcknowledgements: (input) => listAcknowledgements(ledgerContext(), input),
    getVoucherPolicy: () => getVoucherPolicy(ledgerContext()),
    publishVoucherPolicy: (input, call) => publishVoucherPolicy(ledgerContext(), call, input),
    getAutofillRules: () => getAutofillRules(ledgerContext()),
    publishAutofillRules: (input, call) => publishAutofillRules(ledgerContext(), call, input),
    getCalendar: () => getCalendar(ledgerContext()),
    publishCalendar: (input, call) => publishCalendar(ledgerContext(), call, input),
    getArrivalRules: () => getArrivalRules(ledgerContext()),
    publishArrivalRules: (input, call) => publishArrivalRules(ledgerContext(), call, input),
    getWebhookSecret: (_input, call) => getWebhookSecret(ledgerContext(), call),
    rotateWebhookSecret: (input, call) => rotateWebhookSecret(ledgerContext(), call, randomSecret, input),
  },
);
