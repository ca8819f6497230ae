import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { decideApprovals } from '../../shared/approvals/decide-approvals.ts';
import { listApprovals } from '../../shared/approvals/list-approvals.ts';
import * as approvalsContracts from '../../shared/contracts/approvals.ts';
import * as reviewContracts from '../../shared/contracts/review.ts';
import { addComment, addCorrectionComment, addRefundComment } from '../../shared/review/add-comment.ts';
import { listComments, listCorrectionComments, listRefundComments } from '../../shared/review/list-comments.ts';
import { previewCharge } from '../../shared/review/preview-charge.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';

/** The approval inbox, decisions, and what helps to decide: contracts in `approvals.ts` and `review.ts`. */
export const handler = httpFunction('approvals', [approvalsContracts, reviewContracts], {
  listApprovals: (input, call) => listApprovals(ledgerContext(), call, input),
  decideApproval: (input, call) => decideApproval(ledgerContext(), call, input),
  decideApprovals: (input, call) => decideApprovals(ledgerContext(), call, input),
  previewCharge: (input, call) => previewCharge(ledgerContext(), call, input),
  addComment: (input, call) => addComment(ledgerContext(), call, input),
  addRefundComment: (input, call) => addRefundComment(ledgerContext(), call, input),
  addCorrectionComment: (input, call) => addCorrectionComment(ledgerContext(), call, input),
  listComments: (input, call) => listComments(ledgerContext(), call, input),
  listRefundComments: (input, call) => listRefundComments(ledgerContext(), call, input),
  listCorrectionComments: (input, call) => listCorrectionComments(ledgerContext(), call, input),
});
