import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChargeId, CommentId } from '../../shared/model/ids.ts';
import { readComment } from '../../shared/review/stored-comments.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { commentItem } from '../../shared/table/items/comment-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { approval, type CustomerInOffice, cny, type Office, oneStage, openOffice } from '../api/office.ts';
import { accepted, type Caller, complaints, refused } from '../support/http.ts';

let office: Office;
let customer: CustomerInOffice;
let chargeId: string;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
  await office.registerCustomer('kehu', customer);
});

beforeEach(async () => {
  chargeId = (await office.submit(customer, oneStage)).id;
});

interface Said {
  readonly kind?: string;
  readonly text: string;
  readonly mentions?: string[];
  readonly replyTo?: string;
}
const call = (as: Caller, said: Said) => ({ as, params: { chargeId }, body: { kind: 'question', ...said } });
const add = async (as: Caller, said: Said) => (await accepted('addComment', call(as, said))).body;
const refuse = (as: Caller, said: Said) => office.writesNothing(() => refused('addComment', call(as, said)));
const list = async (query: Record<string, string> = {}) =>
  (await accepted('listComments', { as: office.auditor, params: { chargeId }, query })).body;

describe('a comment', () => {
  it('keeps who said what about which revision, and whom it names (A21)', async () => {
    const question = await add(office.reviewer, { text: '确认单在哪里？', mentions: ['li.na', 'li.na'] });
    expect(question).toMatchObject({
      requestId: chargeId,
      revision: 1,
      kind: 'question',
      text: '确认单在哪里？',
      by: 'chen.jie',
      mentions: ['li.na'],
    });
    expect(question.id).toMatch(/^cmt_[a-z2-7]{26}$/);
    const answer = await add(office.clerk, { kind: 'answer', text: '已上传', replyTo: question.id });
    expect(answer.replyTo).toBe(question.id);
    expect((await list()).items).toEqual([question, answer]);
  });

  it('may be written whatever the state of the charge', async () => {
    await office.decide(office.reviewer, chargeId, approval(1));
    expect(await add(office.cashier, { kind: 'note', text: '客户来电询问' })).toMatchObject({ by: 'wu.ting' });
    const body = { customerId: customer.id, customerNumber: customer.number, content: cny(oneStage) };
    chargeId = (await accepted('saveDraft', { as: office.clerk, body })).body.id;
    expect(await add(office.manager, { kind: 'note', text: '请先核对合同' })).toMatchObject({ revision: 1 });
  });

  it('sent again with its key is the same comment, and another text under that key is refused', async () => {
    const first = await accepted('addComment', { ...call(office.reviewer, { text: '第一次' }), key: 'c-1' });
    const again = await office.writesNothing(() =>
      accepted('addComment', { ...call(office.reviewer, { text: '第一次' }), key: 'c-1' }),
    );
    expect(again).toMatchObject({ isReplay: true, body: first.body });
    const other = await refused('addComment', { ...call(office.reviewer, { text: '第二次' }), key: 'c-1' });
    expect(other.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await list()).items).toHaveLength(1);
  });

  it('sent ten times at once is one comment', async () => {
    const request = { ...call(office.reviewer, { text: '同时' }), key: 'c-2' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => accepted('addComment', request)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await list()).items).toHaveLength(1);
  });

  it('refuses mentions that would reach nobody, each by its place', async () => {
    await office.register({ username: 'left.us', roles: ['clerk'] }, { disabled: true });
    const mentions = ['li.na', 'nobody.here', 'left.us', 'kehu'];
    const problem = await refuse(office.reviewer, { text: '？', mentions });
    expect(complaints(problem)).toEqual([
      '/mentions/1 COLLEAGUE_UNKNOWN',
      '/mentions/2 COLLEAGUE_UNKNOWN',
      '/mentions/3 COLLEAGUE_UNKNOWN',
    ]);
    expect(problem.errors?.[0]?.detail).toContain('nobody.here');
  });

  it('refuses a reply to a comment of another charge', async () => {
    const { id } = await add(office.reviewer, { text: '？' });
    chargeId = (await office.submit(customer, oneStage)).id;
    const problem = await refuse(office.clerk, { text: '！', replyTo: id });
    expect(complaints(problem)).toEqual(['/replyTo COMMENT_UNKNOWN']);
  });

  it.each([
    [{ text: '' }, ['/text TOO_SHORT']],
    [{ text: '   ' }, ['/text TOO_SHORT']],
    [{ text: '长'.repeat(2001) }, ['/text TOO_LONG']],
    [{ text: 'a\u202eb' }, ['/text CONTROL_CHARACTERS']],
    [{ text: '？', kind: 'shout' }, ['/kind NOT_ALLOWED']],
    [{ text: '？', mentions: Array.from({ length: 11 }, () => 'li.na') }, ['/mentions TOO_LONG']],
    [{ text: '？', mentions: ['Li Na'] }, ['/mentions/0 FORMAT']],
    [{ text: '？', replyTo: 'cmt_1' }, ['/replyTo ID_FORMAT']],
  ] as [Said, string[]][])('refuses %j', async (said, expected) => {
    expect(complaints(await refuse(office.reviewer, said))).toEqual(expected);
  });

  it('is refused beyond two hundred on one charge, and what was said before can be sent again', async () => {
    const request = call(office.reviewer, { text: '第一条' });
    const first = await accepted('addComment', { ...request, key: 'c-first' });
    const stored = await readComment(office.context.table, chargeId as ChargeId, first.body.id as CommentId);
    for (let count = 1; count < 200; count += 1) {
      const id = documentId('cmt', 'test', chargeId, String(count)) as CommentId;
      const item = commentItem({ ...(stored as NonNullable<typeof stored>), id });
      await putIf(office.context, item, { expression: 'attribute_not_exists(pk)' });
    }
    const problem = await refuse(office.reviewer, { text: '第二百零一条' });
    expect(problem).toMatchObject({ code: 'COMMENT_LIMIT', detail: expect.stringContaining('200') });
    expect(await accepted('addComment', { ...request, key: 'c-first' })).toMatchObject({ isReplay: true });
  });

  it('takes 2,000 characters of any script', async () => {
    const text = '客𠮷'.repeat(1000);
    expect((await add(office.reviewer, { text })).text).toBe(text);
  });

  it('is refused from somebody who was disabled a moment ago', async () => {
    const leaver = await office.register({ username: 'qian.tu', roles: ['reviewer'] }, { disabled: true });
    expect(await refuse(leaver, { text: '？' })).toMatchObject({ code: 'USER_DISABLED' });
  });
});

describe('the comments of a charge', () => {
  it('come in pages, oldest first, each comment once', async () => {
    const texts = ['一', '二', '三', '四', '五'];
    for (const text of texts) await add(office.reviewer, { text });
    const seen: string[] = [];
    let page = await list({ limit: '2' });
    seen.push(...page.items.map(({ text }) => text));
    while (page.nextCursor !== undefined) {
      page = await list({ limit: '2', cursor: page.nextCursor });
      seen.push(...page.items.map(({ text }) => text));
    }
    expect(seen).toEqual(texts);
  });

  it('are not shown with a cursor of another charge', async () => {
    for (const text of ['一', '二']) await add(office.reviewer, { text });
    const { nextCursor = '' } = await list({ limit: '1' });
    chargeId = (await office.submit(customer, oneStage)).id;
    const problem = await refused('listComments', {
      as: office.auditor,
      params: { chargeId },
      query: { cursor: nextCursor },
    });
    expect(complaints(problem)).toEqual(['?cursor CURSOR_INVALID']);
  });
});
