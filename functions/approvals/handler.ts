import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { listApprovals } from '../../shared/approvals/list-approvals.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** The approval inbox and decisions: contracts in `shared/contracts/approvals.ts`. */
export const handler = httpFunction('approvals', {
  listApprovals: (input, call) => listApprovals(ledgerContext(), call, input),
  decideApproval: (input, call) => decideApproval(ledgerContext(), call, input),
});
