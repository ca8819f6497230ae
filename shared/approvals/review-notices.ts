import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import type { Charge } from '../model/charge-request.ts';
import { toWire } from '../model/money.ts';
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
  charge: Charge,
  template: 'review-requested' | 'review-reminder',
): Promise<Notice[]> {
  const [people, data] = await Promise.all([
    readStagePeople(context, charge, charge.escalatedTo ?? waitingStage(charge).role),
    reviewData(context, charge),
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
export async function reviewData(context: LedgerContext, charge: Charge) {
  invariant(charge.dueAt !== undefined, 'a charge in review is due');
  const [customer, maker] = await Promise.all([
    readProfile(context.table, charge.customerId),
    readUser(context.table, charge.maker),
  ]);
  return {
    requestId: charge.id,
    customerName: customer?.name ?? '',
    amount: toWire(charge.amount),
    stage: charge.stage,
    stageCount: charge.stages.length,
    makerName: maker?.name ?? charge.maker,
    dueAt: charge.dueAt,
  };
}
