import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import { toWire } from '../model/money.ts';
import type { ReviewedRequest } from '../model/request.ts';
import type { Notice } from '../notices/mailer.ts';
import type { LedgerContext } from '../table/context.ts';
import { readUser } from '../users/read-user.ts';
import { readStagePeople, waitingStage } from './stage-people.ts';

/**
 * A mail to each person who may decide the stage that waits, and to the delegates of those who are away; the inbox shows
 * it to all of them anyway. Once the stage was handed to another role, to the people of that role.
 */
export async function reviewNotices(
  context: LedgerContext,
  request: ReviewedRequest,
  template: 'review-requested' | 'review-reminder',
): Promise<Notice[]> {
  const [people, data] = await Promise.all([
    readStagePeople(context, request, request.escalatedTo ?? waitingStage(request).role),
    reviewData(context, request),
  ]);
  return people.map(({ id, name, email, language, inPlaceOf }) => ({
    recipient: id,
    to: email,
    mail: {
      template,
      language,
      data: { ...data, reviewerName: name, ...(inPlaceOf === undefined ? {} : { inPlaceOf }) },
    },
  }));
}

/** What every mail about a stage that waits says of it. */
export async function reviewData(context: LedgerContext, request: ReviewedRequest) {
  invariant(request.dueAt !== undefined, 'a request in review is due');
  const [customer, maker] = await Promise.all([
    readProfile(context.table, request.customerId),
    readUser(context.table, request.maker),
  ]);
  return {
    requestId: request.id,
    customerName: customer?.name ?? '',
    amount: toWire(request.amount),
    ...(request.together === undefined ? {} : { together: request.together }),
    stage: request.stage,
    stageCount: request.stages.length,
    makerName: maker?.name ?? request.maker,
    dueAt: request.dueAt,
  };
}
