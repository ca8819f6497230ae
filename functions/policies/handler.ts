import { getApprovalPolicy } from '../../shared/policies/get-approval-policy.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** Policies in force: contract in `shared/contracts/policies.ts`. */
export const handler = httpFunction('policies', {
  getApprovalPolicy: () => getApprovalPolicy(ledgerContext()),
});
