import { readCharge } from '../charges/stored-charge.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { Charge } from '../model/charge-request.ts';
import type { ChargeId } from '../model/ids.ts';
import { toWire } from '../model/money.ts';
import { type Notice, sendDue, type Teller } from '../notices/mailer.ts';
import type { LedgerContext } from '../table/context.ts';
import { isStageTold, keepStageToken } from '../table/stage-token.ts';
import { readMembers } from '../users/read-members.ts';
import { readUser } from '../users/read-user.ts';
import { type ApprovalWorkflow, outcomeOf } from './approval-workflow.ts';

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
  const charge = await readCharge(context.table, requestId);
  invariant(charge !== undefined, `charge ${requestId} of the workflow exists`);
  const decided = outcomeOf(charge, revision, 0);
  if (decided !== undefined && decided !== 'next-stage') {
    await ports.workflow.report(taskToken, decided);
    return { untold: 0 };
  }

  const stage = { id: requestId, revision, stage: charge.stage };
  const event = `${requestId} ${revision} ${charge.stage}`;
  const notices = (await isStageTold(context, stage)) ? [] : await reviewNotices(context, charge);
  const { unsent } = await sendDue(ports, event, notices);
  const isTold = notices.length === 0 || unsent.length < notices.length;
  await keepStageToken(context, stage, taskToken, { isTold });
  ports.memory.delete(event);

  const now = await readCharge(context.table, requestId);
  const meanwhile = now && outcomeOf(now, revision, charge.stage);
  if (meanwhile !== undefined) await ports.workflow.report(taskToken, meanwhile);
  return { untold: unsent.length };
}

/** A mail to each person of the stage's role but those who may not decide; the inbox shows it to all anyway. */
async function reviewNotices(context: LedgerContext, charge: Charge): Promise<Notice[]> {
  const waiting = charge.stages[charge.stage - 1];
  invariant(waiting !== undefined && charge.dueAt !== undefined, 'a charge in review has a stage that waits');
  const [members, customer, maker] = await Promise.all([
    readMembers(context.table, waiting.role),
    readProfile(context.table, charge.customerId),
    readUser(context.table, charge.maker),
  ]);
  const unfit = new Set<string>([charge.maker, ...charge.approvers]);
  const data = {
    requestId: charge.id,
    customerName: customer?.name ?? '',
    amount: toWire(charge.amount),
    stage: charge.stage,
    stageCount: charge.stages.length,
    makerName: maker?.name ?? charge.maker,
    dueAt: charge.dueAt,
  };
  return members
    .filter(({ id }) => !unfit.has(id))
    .map(({ id, name, email, language }) => ({
      recipient: id,
      to: email,
      mail: { template: 'review-requested', language, data: { ...data, reviewerName: name } },
    }));
}
