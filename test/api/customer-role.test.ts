import { beforeAll, describe, expect, it } from 'vitest';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { ChargeId } from '../../shared/model/ids.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { chargeItem } from '../../shared/table/items/charge-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { accepted, type Call, type Caller, type OperationId, refused, send } from '../support/http.ts';
import { type CustomerInOffice, type Office, oneStage, openOffice, passes } from './office.ts';

let office: Office;
let mine: CustomerInOffice;
let foreign: CustomerInOffice;
let kehu: Caller;
let myCharge: string;
let foreignCharge: string;

beforeAll(async () => {
  office = await openOffice();
  [mine, foreign] = [await office.createCustomer(), await office.createCustomer()];
  kehu = await office.registerCustomer('kehu', mine);
  myCharge = (await office.submit(mine, passes)).id;
  await office.submit(mine, oneStage);
  foreignCharge = (await office.submit(foreign, passes)).id;
});

const unknownCustomer = `cus_${'a'.repeat(26)}`;
const unknownCharge = `chg_${'a'.repeat(26)}`;

describe('a customer', () => {
  it('reads himself', async () => {
    const { body, etag } = await accepted('getCustomer', { as: kehu, params: { customerId: mine.id } });
    expect({ id: body.id, number: body.number, etag }).toEqual({ id: mine.id, number: mine.number, etag: '"1"' });
  });

  it('reads his balance', async () => {
    const { body } = await accepted('getCustomerBalance', { as: kehu, params: { customerId: mine.id } });
    expect(body.balances).toMatchObject([{ currency: 'CNY', receivable: { value: '120.00' }, sequence: 1 }]);
  });

  it('reads his journal entries', async () => {
    const { body } = await accepted('listCustomerEntries', { as: kehu, params: { customerId: mine.id } });
    expect(body.items).toMatchObject([{ customerId: mine.id, requestId: myCharge, sequence: 1, makers: [] }]);
  });

  it('reads a charge of his', async () => {
    const { body } = await accepted('getCharge', { as: kehu, params: { chargeId: myCharge } });
    expect(body).toMatchObject({ id: myCharge, customerId: mine.id, state: 'posted', maker: '', earlierRevisions: [] });
    expect(body.entry).toMatchObject({ requestId: myCharge, makers: [] });
    expect(body.history.map(({ by, reason }) => [by, reason])).toEqual(body.history.map(() => ['', undefined]));
  });

  it.each([
    // The other one is still in review, which is the company's own business.
    ['without naming himself', {}, 1],
    ['of a day on which he had none', { date: '2026-01-01' }, 0],
  ])('is answered with his own charges only when he lists them %s', async (_, query, count) => {
    const { body } = await accepted('listCharges', { as: kehu, query });
    expect(body.items.map(({ customerId }) => customerId)).toEqual(Array.from({ length: count }, () => mine.id));
  });

  it('lists his charges by naming himself', async () => {
    const { body } = await accepted('listCharges', { as: kehu, query: { customerId: mine.id, state: 'posted' } });
    expect(body.items.map(({ id }) => id)).toEqual([myCharge]);
  });

  it('sees all of his charges page by page, and no cursor tells of those he may not see', async () => {
    const busy = await office.createCustomer();
    const own = await office.registerCustomer('busy', busy);
    const seen: string[] = [];
    const hidden: string[] = [];
    // The newest are hidden, and so are two of every three.
    for (const value of [passes, oneStage, oneStage, passes, oneStage, oneStage, passes, oneStage, oneStage]) {
      const { id } = await office.submit(busy, value);
      (value === passes ? seen : hidden).push(id);
    }
    for (const limit of ['1', '2', '50']) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit, ...(cursor === undefined ? {} : { cursor }) };
        const { body } = await accepted('listCharges', { as: own, query });
        found.push(...body.items.map(({ id }) => id));
        cursor = body.nextCursor;
        const told = Buffer.from(cursor ?? '', 'base64url').toString();
        for (const id of hidden) expect(told).not.toContain(id);
        if (cursor !== undefined) expect(seen.some((id) => told.includes(id))).toBe(true);
      } while (cursor !== undefined);
      expect(found).toEqual([...seen].reverse());
    }
  });

  it('sees what lies behind more hidden charges than one read takes', async () => {
    const busy = await office.createCustomer();
    const own = await office.registerCustomer('busier', busy);
    const { id } = await office.submit(busy, passes);
    const waiting = await office.submit(busy, oneStage);
    const charge = (await readCharge(office.context.table, waiting.id as ChargeId)) as Charge;
    for (let count = 0; count < 250; count += 1) {
      const other = documentId('chg', 'test', 'hidden', String(count)) as ChargeId;
      const item = chargeItem({ ...charge, id: other }, office.context.zone);
      await putIf(office.context, item, { expression: 'attribute_not_exists(pk)' });
    }
    const { body } = await accepted('listCharges', { as: own });
    expect(body).toEqual({ items: [expect.objectContaining({ id })] });
  });

  it('cannot use a cursor of somebody else’s list', async () => {
    await office.submit(foreign, passes);
    const query = { customerId: foreign.id, limit: '1' };
    const { body } = await accepted('listCharges', { as: office.clerk, query });
    const problem = await refused('listCharges', { as: kehu, query: { cursor: body.nextCursor ?? '' } });
    expect(problem.errors).toMatchObject([{ pointer: '?cursor', code: 'CURSOR_INVALID' }]);
  });

  it.each<[OperationId, (id: string) => Call, () => string, string]>([
    ['getCustomer', (customerId) => ({ params: { customerId } }), () => foreign.id, unknownCustomer],
    ['getCustomerBalance', (customerId) => ({ params: { customerId } }), () => foreign.id, unknownCustomer],
    ['listCustomerEntries', (customerId) => ({ params: { customerId } }), () => foreign.id, unknownCustomer],
    ['getCharge', (chargeId) => ({ params: { chargeId } }), () => foreignCharge, unknownCharge],
    ['listCharges', (customerId) => ({ query: { customerId } }), () => foreign.id, unknownCustomer],
  ])('cannot tell by %s whether what is not his exists', async (operation, request, foreignId, unknownId) => {
    const answers = [];
    for (const id of [foreignId(), unknownId]) {
      const { status, headers, body } = await send(operation, { as: kehu, ...request(id) });
      const text = JSON.stringify(body)
        .replaceAll(id, 'ID')
        .replaceAll(/request-\d+/g, 'REQUEST');
      answers.push({ status, headers, text });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 404, text: expect.stringContaining('"code":"NOT_FOUND"') });
  });

  it('who also works here sees what staff sees', async () => {
    const both: Caller = { ...kehu, roles: ['customer', 'auditor'] };
    const { body } = await accepted('getCustomer', { as: both, params: { customerId: foreign.id } });
    expect(body.id).toBe(foreign.id);
  });
});

/** Everything a customer may read, with what is his own. */
const readings = (): [OperationId, Call][] => [
  ['getMe', {}],
  ['getCustomer', { params: { customerId: mine.id } }],
  ['getCustomerBalance', { params: { customerId: mine.id } }],
  ['listCustomerEntries', { params: { customerId: mine.id } }],
  ['getCharge', { params: { chargeId: myCharge } }],
  ['listCharges', {}],
];

describe('a customer’s user', () => {
  it('who is not registered here reads nothing', async () => {
    const stranger: Caller = { username: 'stranger', roles: ['customer'] };
    for (const [operation, request] of readings()) {
      expect((await refused(operation, { as: stranger, ...request })).code).toBe('USER_DISABLED');
    }
  });

  it('who was disabled reads nothing any more, although his token still says otherwise', async () => {
    const former = await office.registerCustomer('former', mine);
    await accepted('getCharge', { as: former, params: { chargeId: myCharge } });
    await office.registerCustomer('former', mine, { disabled: true });
    for (const [operation, request] of readings()) {
      expect((await refused(operation, { as: former, ...request })).code).toBe('USER_DISABLED');
    }
  });

  it('who was disabled cannot tell whether a charge exists', async () => {
    const former = await office.registerCustomer('disabled', mine, { disabled: true });
    const codes = [];
    for (const chargeId of [myCharge, foreignCharge, unknownCharge]) {
      codes.push((await refused('getCharge', { as: former, params: { chargeId } })).code);
    }
    expect(new Set(codes).size).toBe(1);
  });

  it('who belongs to no customer sees no account', async () => {
    const unbound = await office.register({ username: 'unbound', roles: ['customer'] });
    for (const [operation, request] of readings().slice(1)) {
      expect((await refused(operation, { as: unbound, ...request })).code).toBe('NOT_FOUND');
    }
  });
});
