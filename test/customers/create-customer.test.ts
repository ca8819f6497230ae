import { beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '../../shared/model/ids.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { freshOffice, type Office } from './office.ts';

describe('creating a customer', () => {
  let office: Office;
  beforeAll(async () => {
    office = await freshOffice();
  });

  const fields = (number: string, more: object = {}) => ({
    number,
    name: '北京恒远科技有限公司',
    kind: 'company',
    email: 'kehu@customer.example',
    ...more,
  });

  it('keeps what was entered, by whom and when, at version 1', async () => {
    const reply = await office.create(
      fields('C-1', {
        phone: '+86 138 0013 8000',
        contacts: [{ name: '王芳', role: '财务', email: 'wang@customer.example' }],
        address: '朝阳路 1 号',
        notes: '第一行\n第二行',
        group: 'key',
        creditTermDays: 0,
        language: 'en',
      }),
      'create-1',
    );
    const expected = {
      id: reply.body.id,
      number: 'C-1',
      name: '北京恒远科技有限公司',
      kind: 'company',
      email: 'kehu@customer.example',
      phone: '+86 138 0013 8000',
      contacts: [{ name: '王芳', role: '财务', email: 'wang@customer.example' }],
      address: '朝阳路 1 号',
      notes: '第一行\n第二行',
      group: 'key',
      creditTermDays: 0,
      language: 'en',
      preferredChannel: 'email',
      version: 1,
      createdAt: '2026-10-12T01:00:00.000Z',
      createdBy: 'wang.fang',
      updatedAt: '2026-10-12T01:00:00.000Z',
      updatedBy: 'wang.fang',
    };
    expect(reply).toEqual({ body: expected, etag: '"1"', location: `/customers/${reply.body.id}` });
    expect(reply.body.id).toMatch(/^cus_[a-z2-7]{26}$/);
    expect(await office.get(reply.body.id)).toEqual({ body: expected, etag: '"1"' });
  });

  it('sent again answers the same customer as a replay', async () => {
    const first = await office.create(fields('C-2'), 'create-2');
    expect(await office.create(fields('C-2'), 'create-2')).toEqual({ ...first, replayed: true });
  });

  it('sent again after a change answers the customer as he stands now', async () => {
    const { body } = await office.create(fields('C-3'), 'create-3');
    await office.update(body.id, { name: '上海瑞丰贸易有限公司' }, '"1"', 'change-3');
    expect(await office.create(fields('C-3'), 'create-3')).toMatchObject({
      replayed: true,
      etag: '"2"',
      body: { id: body.id, name: '上海瑞丰贸易有限公司', version: 2 },
    });
  });

  it('refuses another body under the same key', async () => {
    await office.create(fields('C-4'), 'create-4');
    await expect(office.create(fields('C-4', { creditTermDays: 31 }), 'create-4')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('takes the same key from another clerk for another customer', async () => {
    const one = await office.create(fields('C-5'), 'monday-1');
    const other = await office.create(fields('C-6'), 'monday-1', office.otherClerk);
    expect(other.replayed).toBeUndefined();
    expect(other.body.id).not.toBe(one.body.id);
    expect(other.body.createdBy).toBe('li.na');
  });

  it('refuses a number that is taken, and writes nothing', async () => {
    await office.create(fields('C-7'), 'create-7');
    await expect(office.create(fields('C-7', { name: '鼎盛集团' }), 'create-7b')).rejects.toMatchObject({
      code: 'CUSTOMER_NUMBER_TAKEN',
      params: { number: 'C-7' },
    });
    expect(await office.found('鼎盛集团')).toEqual([]);
  });

  it('lets the refused request through under its own key once it has a free number', async () => {
    await office.create(fields('C-8'), 'create-8');
    await expect(office.create(fields('C-8'), 'create-9')).rejects.toMatchObject({ code: 'CUSTOMER_NUMBER_TAKEN' });
    expect((await office.create(fields('C-9'), 'create-9')).body.number).toBe('C-9');
  });

  it('gives a number to exactly one of ten creations that race for it', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        office.create(fields('C-RACE', { name: `赛跑 ${index}` }), `race-${index}`),
      ),
    );
    const refusals = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : [],
    );
    expect(refusals).toEqual(Array.from({ length: 9 }, () => 'CUSTOMER_NUMBER_TAKEN'));
    expect(await office.found('C-RACE')).toEqual(['C-RACE']);
    expect((await office.search('赛跑')).items).toHaveLength(1);
  });

  it('makes one customer of ten equal requests that race, and nine replays', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => office.create(fields('C-SAME'), 'same-key')));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    expect(replies.filter(({ replayed }) => replayed === true)).toHaveLength(9);
  });

  it('is refused to a user who is disabled or unknown, even with a token', async () => {
    const nobody = { actor: { id: 'zhang.wei' as UserId, roles: ['clerk' as const] } };
    await expect(office.create(fields('C-10'), 'create-10', nobody)).rejects.toMatchObject({ code: 'USER_DISABLED' });
    await putUser(office.context, {
      id: 'zhang.wei' as UserId,
      name: '张伟',
      email: 'zhang.wei@feeledger.example',
      language: 'zh-CN',
      roles: ['clerk'],
      disabled: true,
    });
    await expect(office.create(fields('C-10'), 'create-10', nobody)).rejects.toMatchObject({ code: 'USER_DISABLED' });
    expect(await office.found('C-10')).toEqual([]);
  });

  it('is refused to a user whose role was taken away after he signed in', async () => {
    await putUser(office.context, {
      id: office.otherClerk.actor.id,
      name: '李娜',
      email: 'li.na@feeledger.example',
      language: 'zh-CN',
      roles: ['auditor'],
      disabled: false,
    });
    await expect(office.create(fields('C-11'), 'create-11', office.otherClerk)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await office.found('C-11')).toEqual([]);
  });
});
