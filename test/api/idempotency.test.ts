import { beforeAll, describe, expect, it } from 'vitest';
import { accepted, type Call, refused, send } from '../support/http.ts';
import {
  approval,
  type CustomerInOffice,
  chargeContent,
  cny,
  type Office,
  oneStage,
  openOffice,
  passes,
  twoStages,
} from './office.ts';

let office: Office;
let customer: CustomerInOffice;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
});

const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index));
const charge = (key: string, value: string = passes): Call => ({
  as: office.clerk,
  key,
  body: { customerId: customer.id, customerNumber: customer.number, ...cny(value) },
});
const returnedCharge = async () => {
  const { id } = await office.submit(customer, oneStage);
  const { etag } = await office.decide(office.reviewer, id, { ...approval(1), decision: 'return', comment: '请补充' });
  return { id, resubmission: { as: office.clerk, params: { chargeId: id }, body: cny('8000.00'), ifMatch: etag } };
};

describe('submitting a charge', () => {
  it('again with the same key and body answers the same charge and says that it is a replay', async () => {
    const first = await accepted('submitCharge', charge('s-1'));
    const again = await office.writesNothing(() => accepted('submitCharge', charge('s-1')));
    expect(first).toMatchObject({ status: 201, isReplay: false });
    expect(again).toMatchObject({ status: 201, isReplay: true, body: first.body, etag: first.etag });
    expect(again.headers.location).toBe(`/charges/${first.body.id}`);
  });

  it('again with its fields in another order is the same request', async () => {
    const first = await accepted('submitCharge', charge('s-2'));
    const { body, ...request } = charge('s-2');
    const reversed = Object.fromEntries(Object.entries(body as object).reverse());
    expect(await accepted('submitCharge', { ...request, body: reversed })).toMatchObject({
      isReplay: true,
      body: { id: first.body.id },
    });
  });

  it('with the same key and another body is refused', async () => {
    await accepted('submitCharge', charge('s-3'));
    const problem = await office.writesNothing(() => refused('submitCharge', charge('s-3', '120.01')));
    expect(problem).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 409 });
  });

  it('with a key that somebody else used is a request of its own', async () => {
    const first = await accepted('submitCharge', charge('s-4'));
    const other = await accepted('submitCharge', { ...charge('s-4', '99.00'), as: office.otherClerk });
    expect(other.isReplay).toBe(false);
    expect(other.body.id).not.toBe(first.body.id);
  });

  it('with a key that another operation used is a request of its own', async () => {
    const body = { number: 'C-40001', name: '同一个值', kind: 'person', email: 'a@customer.example' };
    await accepted('createCustomer', { as: office.clerk, key: 's-5', body });
    expect((await accepted('submitCharge', charge('s-5'))).isReplay).toBe(false);
  });

  it('again after it was decided answers how it stands now', async () => {
    const { body } = await accepted('submitCharge', charge('s-6', oneStage));
    await office.decide(office.reviewer, body.id, approval(1));
    const again = await accepted('submitCharge', charge('s-6', oneStage));
    expect(again).toMatchObject({ status: 201, isReplay: true, etag: '"1.2"', body: { state: 'posted', stage: 0 } });
  });

  it('again after it was corrected answers the correction, and knows the first body by heart', async () => {
    const { body } = await accepted('submitCharge', charge('s-7', oneStage));
    const back = await office.decide(office.reviewer, body.id, {
      ...approval(1),
      decision: 'return',
      comment: '请补充',
    });
    const resubmission = { params: { chargeId: body.id }, body: cny('8000.00'), ifMatch: back.etag };
    await accepted('resubmitCharge', { as: office.clerk, ...resubmission });
    const again = await accepted('submitCharge', charge('s-7', oneStage));
    expect(again.body).toMatchObject({ id: body.id, revision: 2, amount: { value: '8000.00' } });
    expect((await refused('submitCharge', charge('s-7', '8000.00'))).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('again after the customer got another number answers the same charge', async () => {
    const mover = await office.createCustomer();
    const request = {
      ...charge('s-8'),
      body: { customerId: mover.id, customerNumber: mover.number, ...chargeContent },
    };
    const first = await accepted('submitCharge', request);
    const change = { params: { customerId: mover.id }, body: { number: 'C-40008' }, ifMatch: '"1"' };
    await accepted('updateCustomer', { as: office.clerk, ...change });
    expect(await accepted('submitCharge', request)).toMatchObject({ isReplay: true, body: { id: first.body.id } });
  });

  it.each([
    ['posted at once', passes, 1],
    ['waiting for a review', oneStage, 0],
  ])('ten times at once makes one charge, %s', async (_, value, entries) => {
    const { id, number } = await office.createCustomer();
    const request = { ...charge(`parallel-${value}`), body: { customerId: id, customerNumber: number, ...cny(value) } };
    const answers = await Promise.all(times(10, () => accepted('submitCharge', request)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    const charges = await accepted('listCharges', { as: office.auditor, query: { customerId: id } });
    expect(charges.body.items).toHaveLength(1);
    const journal = await accepted('listCustomerEntries', { as: office.auditor, params: { customerId: id } });
    expect(journal.body.items).toHaveLength(entries);
    expect((await office.verify()).findings).toEqual([]);
  });

  it('ten times at once with one key and ten bodies makes one charge and nine refusals', async () => {
    const answers = await Promise.all(times(10, (index) => send('submitCharge', charge('one-key', `${index + 1}.00`))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...times(9, () => 409)]);
  });
});

describe('deciding', () => {
  const decide = (id: string, key: string, changes: object = {}): Call => ({
    as: office.reviewer,
    key,
    params: { requestId: id },
    body: { ...approval(1), ...changes },
  });

  it('again with the same key and body answers how the request stands and says that it is a replay', async () => {
    const { id } = await office.submit(customer, twoStages);
    const first = await accepted('decideApproval', decide(id, 'd-1'));
    const again = await office.writesNothing(() => accepted('decideApproval', decide(id, 'd-1')));
    expect(first).toMatchObject({ status: 200, isReplay: false, body: { stage: 2 } });
    expect(again).toMatchObject({ status: 200, isReplay: true, body: first.body, etag: first.etag });
    await office.decide(office.finance, id, approval(2));
    expect(await accepted('decideApproval', decide(id, 'd-1'))).toMatchObject({
      isReplay: true,
      body: { state: 'posted' },
    });
  });

  it('with the same key and another body is refused', async () => {
    const { id } = await office.submit(customer, twoStages);
    await accepted('decideApproval', decide(id, 'd-2'));
    for (const changes of [{ comment: '同意' }, { decision: 'reject', comment: '不同意' }, { revision: 2 }]) {
      const problem = await office.writesNothing(() => refused('decideApproval', decide(id, 'd-2', changes)));
      expect(problem.code).toBe('IDEMPOTENCY_KEY_REUSED');
    }
  });

  it('on the next revision with a key of the revision before is refused', async () => {
    const { id, resubmission } = await returnedCharge();
    await accepted('resubmitCharge', resubmission);
    const returning = { revision: 2, decision: 'return', comment: '仍缺合同' };
    const back = await accepted('decideApproval', decide(id, 'd-3', returning));
    await accepted('resubmitCharge', { ...resubmission, ifMatch: back.etag });
    const problem = await office.writesNothing(() => refused('decideApproval', decide(id, 'd-3', { revision: 3 })));
    expect(problem.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('again after the request was corrected is still a replay', async () => {
    const { id } = await office.submit(customer, oneStage);
    const returning = decide(id, 'd-4', { decision: 'return', comment: '请补充' });
    const back = await accepted('decideApproval', returning);
    const resubmission = { params: { chargeId: id }, body: cny('8000.00'), ifMatch: back.etag };
    await accepted('resubmitCharge', { as: office.clerk, ...resubmission });
    expect(await accepted('decideApproval', returning)).toMatchObject({
      isReplay: true,
      body: { revision: 2, stage: 1 },
    });
  });

  it('with a key used for another request, or by somebody else, is a decision of its own', async () => {
    const [one, two] = [await office.submit(customer, oneStage), await office.submit(customer, twoStages)];
    await accepted('decideApproval', decide(one.id, 'd-5'));
    expect((await accepted('decideApproval', decide(two.id, 'd-5'))).isReplay).toBe(false);
    const second = { ...decide(two.id, 'd-5', { stage: 2 }), as: office.finance };
    expect(await accepted('decideApproval', second)).toMatchObject({ isReplay: false, body: { state: 'posted' } });
  });

  it.each([
    ['a stage in between', twoStages],
    ['the last stage', oneStage],
  ])('%s ten times at once makes one decision', async (_, value) => {
    const { id } = await office.submit(customer, value);
    const answers = await Promise.all(times(10, () => accepted('decideApproval', decide(id, `parallel-${value}`))));
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    const { body } = await accepted('getCharge', { as: office.auditor, params: { chargeId: id } });
    expect(body.history.map(({ action }) => action)).toEqual(['submit', 'approve']);
    expect((await office.verify()).findings).toEqual([]);
  });
});

describe('resubmitting a charge', () => {
  it('again with the same key and body answers the same revision and says that it is a replay', async () => {
    const { resubmission } = await returnedCharge();
    const first = await accepted('resubmitCharge', { ...resubmission, key: 'r-1' });
    const again = await office.writesNothing(() => accepted('resubmitCharge', { ...resubmission, key: 'r-1' }));
    expect(first).toMatchObject({ status: 200, isReplay: false, body: { revision: 2 } });
    expect(again).toMatchObject({ status: 200, isReplay: true, body: first.body, etag: first.etag });
  });

  it('again after the next revision is still a replay', async () => {
    const { id, resubmission } = await returnedCharge();
    await accepted('resubmitCharge', { ...resubmission, key: 'r-2' });
    const again = { ...approval(1, 2), decision: 'return', comment: '再补充' };
    const back = await office.decide(office.reviewer, id, again);
    await accepted('resubmitCharge', { ...resubmission, ifMatch: back.etag, key: 'r-3' });
    expect(await accepted('resubmitCharge', { ...resubmission, key: 'r-2' })).toMatchObject({
      isReplay: true,
      body: { revision: 3 },
    });
  });

  it('with the same key and another body is refused', async () => {
    const { resubmission } = await returnedCharge();
    await accepted('resubmitCharge', { ...resubmission, key: 'r-4' });
    const other = { ...resubmission, key: 'r-4', body: cny('7000.00') };
    expect((await office.writesNothing(() => refused('resubmitCharge', other))).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('with the key of its submission is refused', async () => {
    const { body } = await accepted('submitCharge', charge('r-5', oneStage));
    const back = await office.decide(office.reviewer, body.id, {
      ...approval(1),
      decision: 'return',
      comment: '请补充',
    });
    const request = { as: office.clerk, params: { chargeId: body.id }, body: cny('8000.00'), ifMatch: back.etag };
    const problem = await office.writesNothing(() => refused('resubmitCharge', { ...request, key: 'r-5' }));
    expect(problem.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it.each([
    ['that waits again', '8000.00', 0],
    ['that is posted at once', passes, 1],
  ])('ten times at once makes one revision %s', async (_, value, entries) => {
    const { id, resubmission } = await returnedCharge();
    const before = (await office.verify()).entries;
    const request = { ...resubmission, body: cny(value), key: 'r-6' };
    const answers = await Promise.all(times(10, () => accepted('resubmitCharge', request)));
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    const { body } = await accepted('getCharge', { as: office.auditor, params: { chargeId: id } });
    expect(body).toMatchObject({ revision: 2, earlierRevisions: [{ revision: 1 }] });
    const verification = await office.verify();
    expect(verification.findings).toEqual([]);
    expect(verification.entries - before).toBe(entries);
  });
});

describe('creating a customer', () => {
  const request = (key: string, number: string): Call => ({
    as: office.clerk,
    key,
    body: { number, name: '华夏科技', kind: 'company', email: 'a@customer.example' },
  });

  it('again with the same key and body answers the same customer and says that it is a replay', async () => {
    const first = await accepted('createCustomer', request('c-1', 'C-50001'));
    const again = await office.writesNothing(() => accepted('createCustomer', request('c-1', 'C-50001')));
    expect(again).toMatchObject({ status: 201, isReplay: true, body: first.body, etag: '"1"' });
    expect(again.headers.location).toBe(`/customers/${first.body.id}`);
  });

  it('with the same key and another body is refused', async () => {
    await accepted('createCustomer', request('c-2', 'C-50002'));
    const problem = await office.writesNothing(() => refused('createCustomer', request('c-2', 'C-50003')));
    expect(problem.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('ten times at once makes one customer', async () => {
    const answers = await Promise.all(times(10, () => accepted('createCustomer', request('c-3', 'C-50004'))));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
  });

  it('with one number under ten keys at once makes one customer and nine refusals', async () => {
    const answers = await Promise.all(times(10, (index) => send('createCustomer', request(`c-4-${index}`, 'C-50005'))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...times(9, () => 409)]);
    const found = await accepted('searchCustomers', { as: office.clerk, query: { q: 'C-50005' } });
    expect(found.body.items).toHaveLength(1);
  });
});

describe('changing a customer', () => {
  const change = (customerId: string, key: string, notes: string, version = 1): Call => ({
    as: office.clerk,
    key,
    params: { customerId },
    body: { notes },
    ifMatch: `"${version}"`,
  });

  it('again with the same key and body answers the same version and says that it is a replay', async () => {
    const { id } = await office.createCustomer();
    const first = await accepted('updateCustomer', change(id, 'u-1', '甲'));
    const again = await office.writesNothing(() => accepted('updateCustomer', change(id, 'u-1', '甲')));
    expect(first).toMatchObject({ status: 200, isReplay: false, body: { version: 2 } });
    expect(again).toMatchObject({ status: 200, isReplay: true, body: first.body, etag: '"2"' });
  });

  it('with the same key and another body is refused', async () => {
    const { id } = await office.createCustomer();
    await accepted('updateCustomer', change(id, 'u-2', '甲'));
    const problem = await office.writesNothing(() => refused('updateCustomer', change(id, 'u-2', '乙', 2)));
    expect(problem.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('again after somebody else changed the customer is not done twice', async () => {
    const { id } = await office.createCustomer();
    await accepted('updateCustomer', change(id, 'u-3', '甲'));
    await accepted('updateCustomer', { ...change(id, 'u-4', '乙', 2), as: office.otherClerk });
    const { status } = await office.writesNothing(() => send('updateCustomer', change(id, 'u-3', '甲')));
    expect([200, 412]).toContain(status);
    const { body } = await accepted('getCustomer', { as: office.auditor, params: { customerId: id } });
    expect(body).toMatchObject({ notes: '乙', version: 3 });
  });

  it('ten times at once makes one version', async () => {
    const { id } = await office.createCustomer();
    const answers = await Promise.all(times(10, () => accepted('updateCustomer', change(id, 'u-5', '甲'))));
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    expect(new Set(answers.map(({ etag }) => etag))).toEqual(new Set(['"2"']));
  });
});
