import type { ReviewedRequest } from '../model/request.ts';
import type { ApprovingRole } from '../model/role.ts';
import type { MailNotice, Teller } from '../notices/mailer.ts';
import { tellOnce } from '../notices/tell-once.ts';
import type { LedgerContext } from '../table/context.ts';
import { readUser } from '../users/read-user.ts';
import { reviewData } from './review-notices.ts';
import { readStagePeople, type StagePerson, waitingStage } from './stage-people.ts';

/** Tells the role a silent stage was handed to, the people who had it and still may decide, and the maker (F15). */
export async function tellOfEscalation(
  context: LedgerContext,
  teller: Teller,
  request: ReviewedRequest & { readonly escalatedTo: ApprovingRole },
): Promise<void> {
  const name = `${request.revision}#${request.stage}#escalated`;
  await tellOnce(context, teller, { requestId: request.id, name }, () => notices(context, request));
}

async function notices(
  context: LedgerContext,
  request: ReviewedRequest & { readonly escalatedTo: ApprovingRole },
): Promise<MailNotice[]> {
  const { escalatedTo } = request;
  const { role } = waitingStage(request);
  const [data, newcomers, people, maker] = await Promise.all([
    reviewData(context, request),
    readStagePeople(context, request, escalatedTo),
    readStagePeople(context, request, role),
    readUser(context.table, request.maker),
  ]);
  const noticeTo = ({ id, name, email, language, inPlaceOf }: StagePerson, reader: Reader): MailNotice => ({
    recipient: id,
    to: email,
    mail: {
      template: 'review-escalated',
      language,
      data: { ...data, readerName: name, reader, role, escalatedTo, ...(inPlaceOf === undefined ? {} : { inPlaceOf }) },
    },
  });
  const told = new Set(newcomers.map(({ id }) => id));
  return [
    ...newcomers.map((person) => noticeTo(person, 'newcomer')),
    ...people.filter(({ id }) => !told.has(id)).map((person) => noticeTo(person, 'reviewer')),
    ...(maker === undefined || maker.disabled ? [] : [noticeTo(maker, 'maker')]),
  ];
}

type Reader = Extract<MailNotice['mail'], { template: 'review-escalated' }>['data']['reader'];
