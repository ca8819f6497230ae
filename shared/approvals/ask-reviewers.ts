import { readCase } from '../charges/stored-charge.ts';
import { invariant } from '../errors/invariant.ts';
import { isDraft } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';
import { sendDue, type Teller } from '../notices/mailer.ts';
import type { LedgerContext } from '../table/context.ts';
import { isStageTold, keepStageToken } from '../table/stage-token.ts';
import { type ApprovalWorkflow, outcomeOf } from './approval-workflow.ts';
import { reviewNotices } from './review-notices.ts';

export interface AskReviewers {
  readonly requestId: ChargeId;
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
  const charge = await readCase(context.table, requestId);
  invariant(charge !== undefined, `charge ${requestId} of the workflow exists`);
  const decided = outcomeOf(charge, revision, 0);
  if (isDraft(charge) || (decided !== undefined && decided !== 'next-stage')) {
    await ports.workflow.report(taskToken, decided ?? 'returned');
    return { untold: 0 };
  }

  const stage = { id: requestId, revision, stage: charge.stage };
  const event = `${requestId} ${revision} ${charge.stage}`;
  const notices = (await isStageTold(context, stage)) ? [] : await reviewNotices(context, charge, 'review-requested');
  const { unsent } = await sendDue(ports, event, notices);
  const isTold = notices.length === 0 || unsent.length < notices.length;
  await keepStageToken(context, stage, taskToken, { isTold });
  ports.memory.delete(event);

  const now = await readCase(context.table, requestId);
  const meanwhile = now && outcomeOf(now, revision, charge.stage);
  if (meanwhile !== undefined) await ports.workflow.report(taskToken, meanwhile);
  return { untold: unsent.length };
}
