import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../shared/model/role.ts';
import {
  approval,
  type CustomerInOffice,
  cny,
  type Office,
  oneStage,
  openOffice,
  passes,
  twoStages,
} from '../api/office.ts';
import { accepted, type Call, type Caller, type OperationId, refused, send } from '../support/http.ts';

/** A token says who somebody was when he signed in; the company's own record says who he is. */
let office: Office;
let customer: CustomerInOffice;
let hired = 0;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
});

async function hire(...roles: Role[]): Promise<Caller> {
  hired += 1;
  return await office.register({ username: `person-${hired}`, roles });
}
const dismiss = (person: Caller) => office.register(person, { disabled: true });
const takeRoles = (person: Caller, roles: Role[]) => office.register({ ...person, roles });

const decision = (requestId: string, stage = 1): Call => ({ params: { requestId }, body: approval(stage) });
const charge = (value: string): Call => ({
  body: { customerId: customer.id, customerNumber: customer.number, ...cny(value) },
});
async function returnedTo(maker: Caller): Promise<Call> {
  const { id } = await office.submit(customer, oneStage, maker);
  const { etag } = await office.decide(office.reviewer, id, { ...approval(1), decision: 'return', comment: '请补充' });
  return { params: { chargeId: id }, body: cny('8000.00'), ifMatch: etag };
}

type Writing = [OperationId, (person: Caller) => Promise<Call>];

/** What a clerk may write, ready to be sent. */
const writing: Writing[] = [
  ['submitCharge', async () => charge(passes)],
  ['resubmitCharge', returnedTo],
  [
    'createCustomer',
    async () => ({ body: { number: 'C-70001', name: '新', kind: 'person', email: 'a@customer.example' } }),
  ],
  ['updateCustomer', async () => ({ params: { customerId: customer.id }, body: { notes: '新' }, ifMatch: '"1"' })],
];

describe('somebody who was disabled a moment ago', () => {
  it('decides nothing any more, although his token still says that he may', async () => {
    const reviewer = await hire('reviewer');
    const { id } = await office.submit(customer, oneStage);
    await dismiss(reviewer);
    const problem = await office.writesNothing(() => refused('decideApproval', { as: reviewer, ...decision(id) }));
    expect(problem).toMatchObject({ code: 'USER_DISABLED', status: 403 });
  });

  it.each<Writing>([...writing, ['getMe', async () => ({})]])('is refused by %s', async (operation, request) => {
    const clerk = await hire('clerk');
    const call = await request(clerk);
    await dismiss(clerk);
    const problem = await office.writesNothing(() => refused(operation, { as: clerk, ...call }));
    expect(problem.code).toBe('USER_DISABLED');
  });

  it('works again once he is enabled', async () => {
    const reviewer = await hire('reviewer');
    const { id } = await office.submit(customer, oneStage);
    await dismiss(reviewer);
    await office.register(reviewer);
    expect((await office.decide(reviewer, id, approval(1))).body.state).toBe('posted');
  });
});

describe('somebody whose role was taken a moment ago', () => {
  it('decides no stage of that role any more', async () => {
    const person = await hire('reviewer', 'finance');
    const { id } = await office.submit(customer, twoStages);
    await takeRoles(person, ['finance']);
    const problem = await office.writesNothing(() => refused('decideApproval', { as: person, ...decision(id) }));
    expect(problem).toMatchObject({
      code: 'STAGE_ROLE_MISSING',
      detail: 'Stage 1 needs the role reviewer. A colleague who has that role must decide.',
    });
    await office.decide(office.reviewer, id, approval(1));
    expect((await office.decide(person, id, approval(2))).body.state).toBe('posted');
  });

  it.each(writing)('is refused by %s', async (operation, request) => {
    const person = await hire('clerk', 'auditor');
    const call = await request(person);
    await takeRoles(person, ['auditor']);
    const problem = await office.writesNothing(() => refused(operation, { as: person, ...call }));
    expect(problem.code).toBe('FORBIDDEN');
  });
});

describe('somebody who was given a role a moment ago', () => {
  it('has to sign in again before he may use it', async () => {
    const person = await hire('auditor');
    await takeRoles(person, ['auditor', 'reviewer']);
    const { id } = await office.submit(customer, oneStage);
    expect((await refused('decideApproval', { as: person, ...decision(id) })).code).toBe('FORBIDDEN');
    const signedInAgain: Caller = { ...person, roles: ['auditor', 'reviewer'] };
    expect((await office.decide(signedInAgain, id, approval(1))).body.state).toBe('posted');
  });
});

describe('a race between an approval and the approver’s dismissal', () => {
  it('ends in an approval or in a refusal, and a ledger that says the same', async () => {
    for (let round = 0; round < 8; round += 1) {
      const reviewer = await hire('reviewer');
      const { id } = await office.submit(customer, oneStage);
      const [{ status }] = await Promise.all([
        send('decideApproval', { as: reviewer, ...decision(id) }),
        dismiss(reviewer),
      ]);
      const { body } = await accepted('getCharge', { as: office.auditor, params: { chargeId: id } });
      expect({ status, state: body.state }).toBeOneOf([
        { status: 200, state: 'posted' },
        { status: 403, state: 'in-review' },
      ]);
      expect((await refused('decideApproval', { as: reviewer, ...decision(id) })).code).toBe('USER_DISABLED');
    }
    expect((await office.verify()).findings).toEqual([]);
  });
});
