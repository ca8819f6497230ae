import { beforeEach, describe, expect, it } from 'vitest';
import type { addComment as contract } from '../../shared/contracts/review.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { CommentId, UserId } from '../../shared/model/ids.ts';
import { tellOfComment } from '../../shared/notices/tell-of-comment.ts';
import { addComment } from '../../shared/review/add-comment.ts';
import { readComment } from '../../shared/review/stored-comments.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { readUser } from '../../shared/users/read-user.ts';
import { type CompanyWithMail, companyWithMail } from '../notices/mail-room.ts';

let company: CompanyWithMail;
let charge: Charge;
let keys = 0;

beforeEach(async () => {
  company = await companyWithMail();
  charge = await company.submit('9000.00');
});

interface Said {
  readonly kind?: 'question' | 'answer' | 'note';
  readonly mentions?: UserId[];
  readonly replyTo?: CommentId;
}

/** Writes a comment without telling anybody of it yet. */
async function write(who: CompanyWithMail['clerk'], said: Said = {}) {
  keys += 1;
  company.clock.move(1_000);
  const input = company.input<typeof contract>({
    params: { chargeId: charge.id },
    body: { kind: 'question', text: '确认单在哪里？', ...said },
    idempotencyKey: `comment-${keys}`,
  });
  const { id } = (await addComment(company.context, who, input)).body;
  const comment = await readComment(company.context.table, charge.id, id as CommentId);
  if (comment === undefined) throw new Error('the comment was written');
  return comment;
}

/** Writes a comment and answers who is told of it. */
async function toldOf(who: CompanyWithMail['clerk'], said: Said = {}): Promise<string[]> {
  const { context, room } = company;
  const before = room.sent.length;
  await tellOfComment(context, room.process(), await write(who, said));
  return room
    .recipients()
    .slice(before)
    .map((to) => to.split('@')[0] ?? '')
    .sort();
}

const id = (name: string) => name as UserId;

describe('a comment by the clerk of a charge', () => {
  it('goes to the people of the stage that waits, when nobody asked before', async () => {
    expect(await toldOf(company.clerk)).toEqual(['chen.jie', 'he.jing']);
  });

  it('goes to whoever asked before, and not to the others of the stage', async () => {
    await write(company.reviewer);
    await write(company.finance, { kind: 'note' });
    expect(await toldOf(company.clerk, { kind: 'answer' })).toEqual(['chen.jie']);
  });

  it('goes to whom it replies to as well', async () => {
    await write(company.reviewer);
    const note = await write(company.finance, { kind: 'note' });
    expect(await toldOf(company.clerk, { kind: 'answer', replyTo: note.id })).toEqual(['chen.jie', 'zhao.min']);
  });

  it('goes to nobody where no stage waits and nobody asked', async () => {
    charge = await company.returned();
    expect(await toldOf(company.clerk, { kind: 'note' })).toEqual([]);
  });

  it('goes in a later stage to those who may still decide', async () => {
    charge = await company.decide(company.allRounder, await company.submit('50000.00'));
    expect(await toldOf(company.clerk)).toEqual(['zhao.min']);
  });
});

describe('a comment by somebody else', () => {
  it('goes to the clerk of the charge', async () => {
    expect(await toldOf(company.reviewer)).toEqual(['wang.fang']);
  });

  it('goes to whom it replies to as well', async () => {
    const question = await write(company.reviewer);
    expect(await toldOf(company.manager, { kind: 'answer', replyTo: question.id })).toEqual(['chen.jie', 'wang.fang']);
  });
});

describe('a comment', () => {
  it('goes to whom it mentions, and says so to them alone', async () => {
    expect(await toldOf(company.reviewer, { mentions: [id('li.na')] })).toEqual(['li.na', 'wang.fang']);
    const mentioned = company.room.sent.map(({ to, mail }) => [
      to,
      mail.template === 'comment-written' && mail.data.isMentioned,
    ]);
    expect(Object.fromEntries(mentioned)).toEqual({
      'li.na@feeledger.example': true,
      'wang.fang@feeledger.example': false,
    });
  });

  it('never goes to its author, whom it may mention', async () => {
    expect(await toldOf(company.reviewer, { mentions: [id('chen.jie')] })).toEqual(['wang.fang']);
  });

  it('never goes to somebody who has left since', async () => {
    const comment = await write(company.reviewer, { mentions: [id('li.na')] });
    for (const name of ['li.na', 'wang.fang']) {
      const user = await readUser(company.context.table, id(name));
      if (user !== undefined) await putUser(company.context, { ...user, disabled: true });
    }
    await tellOfComment(company.context, company.room.process(), comment);
    expect(company.room.recipients()).toEqual([]);
  });

  it('never goes to the customer', async () => {
    await toldOf(company.clerk);
    await toldOf(company.reviewer);
    expect(company.room.recipients().filter((to) => to.endsWith('customer.example'))).toEqual([]);
  });

  it('is told once, however often it is delivered', async () => {
    const comment = await write(company.reviewer);
    for (let delivery = 0; delivery < 3; delivery += 1) {
      await tellOfComment(company.context, company.room.process(), comment);
    }
    expect(company.room.recipients()).toEqual(['wang.fang@feeledger.example']);
  });

  it('reaches whom the mail service refused by the next delivery, and nobody else again', async () => {
    const comment = await write(company.reviewer, { mentions: [id('li.na')] });
    company.room.unreachable.add('li.na@feeledger.example');
    await expect(tellOfComment(company.context, company.room.process(), comment)).rejects.toThrow();
    company.room.unreachable.clear();
    await tellOfComment(company.context, company.room.process(), comment);
    expect(company.room.recipients().sort()).toEqual(['li.na@feeledger.example', 'wang.fang@feeledger.example']);
  });

  it('that is delivered late tells those it would have told at once', async () => {
    const early = await write(company.clerk, { kind: 'note' });
    await write(company.finance);
    await tellOfComment(company.context, company.room.process(), early);
    expect(company.room.recipients().sort()).toEqual(['chen.jie@feeledger.example', 'he.jing@feeledger.example']);
  });
});
