import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshOffice, type Office } from './office.ts';

describe('changing a customer', () => {
  let office: Office;
  let id: string;
  let count = 0;
  const number = () => `C-${1000 + count}`;

  beforeAll(async () => {
    office = await freshOffice();
  });
  beforeEach(async () => {
    count += 1;
    const fields = {
      number: number(),
      name: `恒远 ${count}`,
      kind: 'company',
      email: 'kehu@customer.example',
      phone: '13800138000',
      address: '朝阳路 1 号',
      notes: '老客户',
    };
    id = (await office.create(fields, `create-${count}`)).body.id;
  });

  it('touches what it names, and says who changed it when', async () => {
    const before = (await office.get(id)).body;
    office.clock.move(60_000);
    const reply = await office.update(id, { creditTermDays: 60 }, '"1"', 'a', office.otherClerk);
    expect(reply).toEqual({
      body: { ...before, creditTermDays: 60, version: 2, updatedAt: office.clock.now, updatedBy: 'li.na' },
      etag: '"2"',
    });
    expect(await office.get(id)).toEqual(reply);
  });

  it('clears an optional field with null', async () => {
    await office.update(id, { phone: null, address: null, notes: null }, '"1"', 'a');
    const { body } = await office.get(id);
    expect(body).not.toHaveProperty('phone');
    expect(body).not.toHaveProperty('address');
    expect(body).not.toHaveProperty('notes');
    expect(body.email).toBe('kehu@customer.example');
  });

  it('refuses to take away the address of the preferred channel, and names the field', async () => {
    await expect(office.update(id, { email: null }, '"1"', 'a')).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ pointer: '/email', code: 'CHANNEL_WITHOUT_ADDRESS', params: { channel: 'email' } }],
    });
    await expect(office.update(id, { preferredChannel: 'sms', phone: null }, '"1"', 'b')).rejects.toMatchObject({
      fields: [{ pointer: '/phone' }],
    });
    expect((await office.update(id, { preferredChannel: 'sms', email: null }, '"1"', 'c')).body.version).toBe(2);
  });

  it('refuses a stale version and says the current one', async () => {
    await office.update(id, { name: '恒远新名' }, '"1"', 'a');
    await expect(office.update(id, { name: '恒远旧名' }, '"1"', 'b')).rejects.toMatchObject({
      code: 'VERSION_STALE',
      params: { current: '"2"' },
    });
    expect((await office.get(id)).body.name).toBe('恒远新名');
  });

  it.each(['"0"', '"2"', '1', '*', 'W/"1"', ''])('refuses the version %s, which he never had', async (ifMatch) => {
    await expect(office.update(id, { name: '恒远旧名' }, ifMatch, 'a')).rejects.toMatchObject({
      code: 'VERSION_STALE',
    });
  });

  it('sent again answers the same version as a replay, though the version it names is old by then', async () => {
    const first = await office.update(id, { name: '恒远新名' }, '"1"', 'a');
    expect(await office.update(id, { name: '恒远新名' }, '"1"', 'a')).toEqual({ ...first, replayed: true });
    expect((await office.get(id)).body.version).toBe(2);
  });

  it('refuses another body under the key of the last change', async () => {
    await office.update(id, { phone: null }, '"1"', 'a');
    for (const change of [{}, { phone: '13900139000' }, { phone: null, notes: null }]) {
      await expect(office.update(id, change, '"2"', 'a')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    }
  });

  it('lets exactly one of five changes of the same version through', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, (_, index) => office.update(id, { creditTermDays: index }, '"1"', `race-${index}`)),
    );
    const codes = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? 'changed' : (outcome.reason as { code: string }).code,
    );
    expect(codes.sort()).toEqual(['VERSION_STALE', 'VERSION_STALE', 'VERSION_STALE', 'VERSION_STALE', 'changed']);
    expect((await office.get(id)).body.version).toBe(2);
  });

  it('makes one change of five equal requests that race', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => office.update(id, { creditTermDays: 45 }, '"1"', 'same')),
    );
    expect(replies.map(({ body }) => body.version)).toEqual([2, 2, 2, 2, 2]);
    expect(replies.filter(({ replayed }) => replayed === true)).toHaveLength(4);
  });

  it('of the number frees the old one and takes the new one', async () => {
    const old = number();
    await office.update(id, { number: `${old}-NEW` }, '"1"', 'a');
    expect(await office.found(old)).toEqual([`${old}-NEW`]);
    const successor = { number: old, name: '后来者', kind: 'person', email: 'a@customer.example' };
    expect((await office.create(successor, `successor-${count}`)).body.number).toBe(old);
    await expect(office.update(id, { number: old }, '"2"', 'b')).rejects.toMatchObject({
      code: 'CUSTOMER_NUMBER_TAKEN',
      params: { number: old },
    });
  });

  it('of the number there and back leaves it his', async () => {
    const old = number();
    await office.update(id, { number: `${old}-B` }, '"1"', 'a');
    expect((await office.update(id, { number: old }, '"2"', 'b')).body.number).toBe(old);
    const rival = { number: old, name: '后来者', kind: 'person', email: 'a@customer.example' };
    await expect(office.create(rival, `rival-${count}`)).rejects.toMatchObject({ code: 'CUSTOMER_NUMBER_TAKEN' });
    expect((await office.create({ ...rival, number: `${old}-B` }, `rival-b-${count}`)).body.number).toBe(`${old}-B`);
  });

  it('gives a free number to exactly one of two customers who race for it', async () => {
    const rival = { number: `${number()}-R`, name: '后来者', kind: 'person', email: 'a@customer.example' };
    const other = (await office.create(rival, `rival-${count}`)).body.id;
    const wanted = `${number()}-W`;
    const outcomes = await Promise.allSettled([
      office.update(id, { number: wanted }, '"1"', 'a'),
      office.update(other, { number: wanted }, '"1"', 'b'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'CUSTOMER_NUMBER_TAKEN' },
    });
    expect(await office.found(wanted)).toEqual([wanted]);
  });

  it('of the name makes him found by the new one only', async () => {
    const { body } = await office.get(id);
    await office.update(id, { name: '春晖苗圃' }, '"1"', 'a');
    for (const q of ['春晖苗圃', '晖苗', 'chunhui', 'huimiaopu', 'chmp']) {
      expect((await office.search(q)).items.map((item) => item.id)).toContain(id);
    }
    for (const q of [body.name, 'hengyuan']) {
      expect((await office.search(q, { limit: 100 })).items.map((item) => item.id)).not.toContain(id);
    }
    expect(await office.found(number())).toEqual([number()]);
  });

  it('of a phone makes him found by the new one only, also when it is a contact’s', async () => {
    const tail = String(30_000 + count);
    await office.update(
      id,
      { phone: `139001${tail}`, contacts: [{ name: '李娜', phone: `0571-8${tail}` }] },
      '"1"',
      'a',
    );
    expect(await office.found(`1${tail}`)).toEqual([number()]);
    expect(await office.found(`8${tail}`)).toEqual([number()]);
    await office.update(id, { phone: '13700137000', contacts: [] }, '"2"', 'b');
    expect(await office.found(tail)).toEqual([]);
  });

  it('of a customer who does not exist is refused', async () => {
    await expect(office.update(`cus_${'a'.repeat(26)}`, { name: '无' }, '"1"', 'a')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
