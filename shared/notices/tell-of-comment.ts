import { readStagePeople, rolesOfStage } from '../approvals/stage-people.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import { type Comment, inOrder } from '../model/comment.ts';
import type { UserId } from '../model/ids.ts';
import { toWire } from '../model/money.ts';
import { isBeingWritten, type RequestCase } from '../model/request-case.ts';
import type { User } from '../model/user.ts';
import { readReviewed } from '../requests/stored-request.ts';
import { isForCustomer, readThread } from '../review/stored-comments.ts';
import type { LedgerContext } from '../table/context.ts';
import { userFromItem } from '../table/items/user-item.ts';
import { keys } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import { readMembers } from '../users/read-members.ts';
import { isStaff } from '../users/read-user.ts';
import type { MailNotice, Teller } from './mailer.ts';
import { tellOnce } from './tell-once.ts';

/**
 * Tells the other side what was said about a request, once (A21, B20). Its maker wrote: whoever asked before him, or else
 * the people of the stage that waits. Somebody else wrote: its maker. A customer wrote: those, whoever of the staff spoke
 * before, and where nobody is left to ask, the cashiers, who pay his refund. Always whom it replies to and whom it mentions;
 * never its author, nor anybody who has left, nor a customer for whom it is not.
 */
export async function tellOfComment(context: LedgerContext, teller: Teller, comment: Comment): Promise<void> {
  const event = { requestId: comment.requestId, name: `comment#${comment.id}` };
  await tellOnce(context, teller, event, () => notices(context, comment));
}

async function notices(context: LedgerContext, comment: Comment): Promise<MailNotice[]> {
  const { table } = context;
  const [request, thread, author] = await Promise.all([
    readReviewed(table, comment.requestId),
    readThread(table, comment.requestId),
    readPeople(context, [comment.by]),
  ]);
  invariant(request !== undefined, `comment ${comment.id} is on a request`);
  // A delivery that comes late tells the same people: what was said since does not count.
  const before = thread.filter((other) => inOrder(other, comment) < 0);
  const repliedTo = before.filter(({ id }) => id === comment.replyTo).map(({ by }) => by);
  const isCustomers = author.some((user) => !isStaff(user));
  const others = isCustomers
    ? await service(context, request, before)
    : await otherSide(context, request, comment, before);
  const told = new Set([...others, ...repliedTo, ...comment.mentions]);
  told.delete(comment.by);

  const [people, customer] = await Promise.all([
    readPeople(context, [...told]),
    readProfile(table, request.customerId),
  ]);
  const amount = isBeingWritten(request) ? request.content.amount : request.amount;
  const about = {
    kind: comment.kind,
    text: comment.text,
    requestId: request.id,
    customerName: customer?.name ?? '',
    ...(amount === undefined ? {} : { amount: toWire(amount) }),
  };
  const authorName = author[0]?.name ?? comment.by;
  return people
    .filter((user) => !user.disabled && (isStaff(user) || isForCustomer(comment, user.id, before)))
    .map((user): MailNotice => {
      const { id, name, email, language } = user;
      if (!isStaff(user)) {
        const data = { ...about, readerName: name };
        return { recipient: id, to: email, mail: { template: 'comment-for-customer', language, data } };
      }
      const data = { ...about, readerName: name, authorName, isMentioned: comment.mentions.includes(id) };
      return { recipient: id, to: email, mail: { template: 'comment-written', language, data } };
    });
}

async function readPeople({ table }: LedgerContext, ids: readonly UserId[]): Promise<User[]> {
  return (await getItems(table, ids.map(keys.user))).map(userFromItem);
}

async function otherSide(
  context: LedgerContext,
  request: RequestCase,
  comment: Comment,
  before: readonly Comment[],
): Promise<UserId[]> {
  if (comment.by !== request.maker) return [request.maker];
  const askers = before.filter(({ kind, by }) => kind === 'question' && by !== request.maker).map(({ by }) => by);
  return askers.length > 0 ? askers : await peopleOfStage(context, request);
}

/** Who of the staff hears what a customer says about his refund. */
async function service(context: LedgerContext, request: RequestCase, before: readonly Comment[]): Promise<UserId[]> {
  const spoke = before.map(({ by }) => by);
  const deciding = await peopleOfStage(context, request);
  const nobody = deciding.length === 0 && spoke.length === 0;
  const cashiers = nobody ? (await readMembers(context.table, 'cashier')).map(({ id }) => id) : [];
  return [request.maker, ...spoke, ...deciding, ...cashiers];
}

async function peopleOfStage(context: LedgerContext, request: RequestCase): Promise<UserId[]> {
  if (isBeingWritten(request) || request.state !== 'in-review') return [];
  const people = await Promise.all(rolesOfStage(request).map((role) => readStagePeople(context, request, role)));
  return people.flat().map(({ id }) => id);
}
