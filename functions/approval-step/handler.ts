import { Logger } from '@aws-lambda-powertools/logger';
import { type AskReviewers, askReviewers } from '../../shared/approvals/ask-reviewers.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { once } from '../../shared/runtime/once.ts';
import { sesMailer } from '../../shared/runtime/ses-mailer.ts';
import { sfnApprovalWorkflow } from '../../shared/runtime/sfn-approval-workflow.ts';

const logger = new Logger();
const ports = once(() => ({ workflow: sfnApprovalWorkflow(), mailer: sesMailer(), memory: new Map() }));

/** "Wait for a decision" of the approval workflow: keeps the task token and asks the reviewers. */
export async function handler(ask: AskReviewers): Promise<void> {
  const { untold } = await askReviewers(ledgerContext(), ports(), ask);
  if (untold > 0) logger.error('reviewers could not be told by mail', { untold });
}
