import { readStagePeople, rolesOfStage } from '../approvals/stage-people.ts';
import { readCase } from '../charges/stored-charge.ts';
import { readProfile } from '../customers/stored-customer.ts';
import { invariant } from '../errors/invariant.ts';
import { type ChargeCase, isDraft } from '../model/charge-request.ts';
import { type Comment, inOrder } from '../model/comment.ts';
import type { UserId } from '../model/ids.ts';
import { toWire } from '../model/money.ts';
import { readThread } from '../review/stored-comments.ts';
import type { LedgerContext } from '../table/context.ts';
import { userFromItem } from '../table/items/user-item.ts';
import { keys } from '../table/keys.ts';
import { getItems } from '../table/ledger-table.ts';
import type { MailNotice, Teller } from './mailer.ts';
import { tellOnce } from './tell-once.ts';

/**
 * Tells the other side what was said about a charge, once (A21). Its clerk wrote: whoever asked before him, or else the
 * people of the stage that waits. Somebody else wrote: the clerk. Always whom it replies to and whom it mentions; never
 * its author, nor anybody who has left.
 */
export async function tellOfComment(context: LedgerContext, teller: Teller, comment: Comment): Promise<void> {
  const event = { requestId: comment.chargeId, name: `comment#${comment.id}` };
  await tellOnce(context, teller, event, () => notices(context, comment));
}

async function notices(context: LedgerContext, comment: Comment): Promise<MailNotice[]> {
  const { table } = context;
  const [charge, thread] = await Promise.all([readCase(table, comment.chargeId), readThread(table, comment.chargeId)]);
  invariant(charge !== undefined, `comment ${comment.id} is on a charge`);
  // A delivery that comes late tells the same people: what was said since does not count.
  const before = thread.filter((other) => inOrder(other, comment) < 0);
  const repliedTo = before.filter(({ id }) => id === comment.replyTo).map(({ by }) => by);
  const told = new Set([...(await otherSide(context, charge, comment, before)), ...repliedTo, ...comment.mentions]);
  told.delete(comment.by);

  const [people, customer] = await Promise.all([
    getItems(table, [...told, comment.by].map(keys.user)),
    readProfile(table, charge.customerId),
  ]);
  const users = people.map(userFromItem);
  const amount = isDraft(charge) ? charge.content.amount : charge.amount;
  const data = {
    authorName: users.find(({ id }) => id === comment.by)?.name ?? comment.by,
    kind: comment.kind,
    text: comment.text,
    requestId: charge.id,
    customerName: customer?.name ?? '',
    ...(amount === undefined ? {} : { amount: toWire(amount) }),
  };
  return users
    .filter(({ id, disabled }) => told.has(id) && !disabled)
    .map(({ id, name, email, language }) => {
      const isMentioned = comment.mentions.includes(id);
      const mail = { template: 'comment-written' as const, language, data: { ...data, readerName: name, isMentioned } };
      return { recipient: id, to: email, mail };
    });
}

async function otherSide(
  context: LedgerContext,
  charge: ChargeCase,
  comment: Comment,
  before: readonly Comment[],
): Promise<UserId[]> {
  if (comment.by !== charge.maker) return [charge.maker];
  const askers = before.filter(({ kind, by }) => kind === 'question' && by !== charge.maker).map(({ by }) => by);
  if (askers.length > 0 || isDraft(charge) || charge.state !== 'in-review') return askers;
  const people = await Promise.all(rolesOfStage(charge).map((role) => readStagePeople(context, charge, role)));
  return people.flat().map(({ id }) => id);
}
