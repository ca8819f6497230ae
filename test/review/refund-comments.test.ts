import { beforeEach, describe, expect, it } from 'vitest';
import type { addRefundComment as contract } from '../../shared/contracts/review.ts';
import type { CommentId, CorrectionId, RefundId, UserId } from '../../shared/model/ids.ts';
import { tellOfComment } from '../../shared/notices/tell-of-comment.ts';
import { addCorrectionComment, addRefundComment } from '../../shared/review/add-comment.ts';
import { listCorrectionComments, listRefundComments } from '../../shared/review/list-comments.ts';
import { readComment } from '../../shared/review/stored-comments.ts';
import { correctionDesk, rightAmountOf } from '../corrections/correction-desk.ts';
import { mailRoom } from '../notices/mail-room.ts';
import { type Person, type RefundDesk, refundBody, refundDesk } from '../refunds/refund-desk.ts';

let desk: RefundDesk;
let room: ReturnType<typeof mailRoom>;
let refundId: RefundId;

beforeEach(async () => {
  desk = await refundDesk();
  room = mailRoom();
  await desk.deposit(10_000_000n);
  refundId = (await desk.request(desk.own, refundBody(10_000n))).body.id as RefundId;
});

interface Said {
  readonly kind?: 'question' | 'answer' | 'note';
  readonly text?: string;
  readonly mentions?: UserId[];
  readonly replyTo?: CommentId;
}

async function say(who: Person, said: Said = {}, key?: string) {
  desk.clock.move(1_000);
  const body = { kind: 'question' as const, text: '退款什么时候到账？', ...said };
  const input = desk.input<typeof contract>({ params: { refundId }, body, idempotencyKey: desk.next(key) });
  return await addRefundComment(desk.context, who, input);
}

/** Says something and answers who is told of it, by the names in their addresses. */
async function toldOf(who: Person, said: Said = {}): Promise<string[]> {
  const { id } = (await say(who, said)).body;
  const comment = await readComment(desk.context.table, refundId, id as CommentId);
  if (comment === undefined) throw new Error('the comment was written');
  const before = room.sent.length;
  await tellOfComment(desk.context, room.process(), comment);
  return room.sent
    .slice(before)
    .map(({ to }) => to.split('@')[0] ?? '')
    .sort();
}

const list = async (who: Person) =>
  (await listRefundComments(desk.context, who, desk.input({ params: { refundId }, query: { limit: 50 } }))).body.items;
const idOf = (name: string) => name as UserId;

describe('what a customer and the service say about a refund (B20)', () => {
  it('is seen by both: his own words, what mentions him, and what answers him; not what colleagues say among them', async () => {
    const asked = (await say(desk.own)).body;
    expect(asked.by).toBe('ke.hu');
    await say(desk.finance, { kind: 'note', text: '此客户信用不佳' });
    await say(desk.finance, { kind: 'note', text: '内部：先核对流水', replyTo: asked.id as CommentId });
    await say(desk.finance, { kind: 'answer', text: '五个工作日内到账', replyTo: asked.id as CommentId });
    await say(desk.cashier, { text: '请确认收款账户', mentions: [idOf('ke.hu'), idOf('zhao.min')] });
    expect((await list(desk.own)).map(({ text, by, mentions }) => [text, by, mentions])).toEqual([
      ['退款什么时候到账？', 'ke.hu', []],
      ['五个工作日内到账', '', []],
      ['请确认收款账户', '', ['ke.hu']],
    ]);
    expect(await list(desk.finance)).toHaveLength(5);
  });

  it('does not exist for another customer', async () => {
    await say(desk.own);
    await expect(say(desk.foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(list(desk.foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('never mentions the customer of another refund, and a customer mentions nobody', async () => {
    const foreign = say(desk.finance, { mentions: [idOf('bie.ren')] });
    await expect(foreign).rejects.toMatchObject({ fields: [{ pointer: '/mentions/0', code: 'COLLEAGUE_UNKNOWN' }] });
    const probing = say(desk.own, { mentions: [idOf('zhao.min')] });
    await expect(probing).rejects.toMatchObject({ fields: [{ pointer: '/mentions/0', code: 'COLLEAGUE_UNKNOWN' }] });
  });

  it('is not a reply to what the customer does not see', async () => {
    const note = (await say(desk.finance, { kind: 'note' })).body.id as CommentId;
    const reply = say(desk.own, { replyTo: note });
    await expect(reply).rejects.toMatchObject({ fields: [{ pointer: '/replyTo', code: 'COMMENT_UNKNOWN' }] });
  });

  it('is at most fifty comments by one customer, so that colleagues can still speak', async () => {
    for (let said = 0; said < 50; said += 1) await say(desk.own);
    await expect(say(desk.own)).rejects.toMatchObject({ code: 'COMMENT_LIMIT', params: { limit: '50' } });
    expect((await say(desk.finance, { kind: 'note' })).body.kind).toBe('note');
  });

  it('sent again with its key is said once', async () => {
    const key = desk.next();
    const first = (await say(desk.own, {}, key)).body;
    expect(await say(desk.own, {}, key)).toMatchObject({ replayed: true, body: { id: first.id, by: 'ke.hu' } });
    await expect(say(desk.own, { text: '改了' }, key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});

describe('a comment of the customer', () => {
  it('goes to those who decide, later to whoever spoke, and to the cashiers where nobody has', async () => {
    expect(await toldOf(desk.own)).toEqual(['he.jing', 'zhao.min']);
    await desk.approve(desk.finance, refundId);
    refundId = (await desk.request(desk.own, refundBody(20_000n))).body.id as RefundId;
    await desk.approve(desk.finance, refundId);
    expect(await toldOf(desk.own)).toEqual(['ma.chao', 'wu.ting']);
    await say(desk.otherCashier, { kind: 'note' });
    expect(await toldOf(desk.own)).toEqual(['ma.chao']);
  });

  it('goes to the clerk who asked for the refund for him', async () => {
    refundId = (await desk.request(desk.clerk, refundBody(20_000n))).body.id as RefundId;
    await desk.approve(desk.finance, refundId);
    expect(await toldOf(desk.own)).toEqual(['wang.fang', 'wu.ting', 'ma.chao'].sort());
  });
});

describe('a comment of the service', () => {
  it('reaches the customer where it is for him, without a name of the staff', async () => {
    expect(await toldOf(desk.finance, { kind: 'note', text: '内部核对' })).toEqual([]);
    expect(await toldOf(desk.finance, { text: '请补充账户证明', mentions: [idOf('ke.hu')] })).toEqual(['ke.hu']);
    const [told] = room.sent;
    expect(told?.mail).toMatchObject({ template: 'comment-for-customer', data: { text: '请补充账户证明' } });
    expect(JSON.stringify(told?.mail)).not.toMatch(/zhao\.min/);
  });
});

describe('the comments of a correction', () => {
  it('are among colleagues, and its maker is told', async () => {
    const office = await correctionDesk();
    const charge = await office.submit(office.own, '400.00');
    const { body } = await office.ask(charge, { mistake: 'wrong-amount', right: rightAmountOf('300.00') });
    const params = { correctionId: body.id as CorrectionId };
    const said = await addCorrectionComment(
      office.context,
      office.finance,
      office.input({ params, body: { kind: 'question' as const, text: '合同附件在哪里？' }, idempotencyKey: 'q' }),
    );
    const { items } = (
      await listCorrectionComments(office.context, office.clerk, office.input({ params, query: { limit: 20 } }))
    ).body;
    expect(items).toMatchObject([{ requestId: body.id, text: '合同附件在哪里？', by: 'zhao.min' }]);
    const comment = await readComment(office.context.table, params.correctionId, said.body.id as CommentId);
    if (comment !== undefined) await tellOfComment(office.context, room.process(), comment);
    expect(room.recipients()).toEqual(['wang.fang@feeledger.example']);
  });
});
