import { invariant } from '../errors/invariant.ts';
import type { ReviewedId } from '../model/ids.ts';
import { isBeingWritten } from '../model/request-case.ts';
import { sendDue, type Teller } from '../notices/mailer.ts';
import { readReviewed } from '../requests/stored-request.ts';
import type { LedgerContext } from '../table/context.ts';
import { isStageTold, keepStageToken } from '../table/stage-token.ts';
import { type ApprovalWorkflow, outcomeOf } from './approval-workflow.ts';
import { reviewNotices } from './review-notices.ts';

export interface AskReviewers {
  readonly requestId: ReviewedId;
  readonly revision: number;
  readonly taskToken: string;
}

/**
 * What the state machine calls when it waits for a decision: tells the reviewers of the stage, once, and keeps the
 * token. The record says which stage that is, so a run started again never repeats a finished one. A decision that
 * came before the token was kept is reported from here; one that comes after, from the stream: each reads what the
 * other wrote. A mail that cannot be sent stops nothing: the inbox shows the request to all. Answers how many could
 * not be told.
 */
export async function askReviewers(
  context: LedgerContext,
  ports: Teller & { workflow: ApprovalWorkflow },
  { requestId, revision, taskToken }: AskReviewers,
): Promise<{ untold: number }> {
  const request = await readReviewed(context.table, requestId);
  invariant(request !== undefined, `request ${requestId} of the workflow exists`);
  const decided = outcomeOf(request, revision, 0);
  if (isBeingWritten(request) || (decided !== undefined && decided !== 'next-stage')) {
    await ports.workflow.report(taskToken, decided ?? 'returned');
    return { untold: 0 };
  }

  const stage = { id: requestId, revision, stage: request.stage };
  const event = `${requestId} ${revision} ${request.stage}`;
  const notices = (await isStageTold(context, stage)) ? [] : await reviewNotices(context, request, 'review-requested');
  const { unsent } = await sendDue(ports, event, notices);
  const isTold = notices.length === 0 || unsent.length < notices.length;
  await keepStageToken(context, stage, taskToken, { isTold });
  ports.memory.delete(event);

  const now = await readReviewed(context.table, requestId);
  const meanwhile = now && outcomeOf(now, revision, request.stage);
  if (meanwhile !== undefined) await ports.workflow.report(taskToken, meanwhile);
  return { untold: unsent.length };
}
