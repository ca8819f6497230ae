import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../shared/contracts/index.ts';
import { type Role, roles } from '../../shared/model/role.ts';
import { accepted, type Call, type Caller, type OperationId, refused, send } from '../support/http.ts';
import { approval, type CustomerInOffice, chargeContent, cny, type Office, openOffice, threeStages } from './office.ts';

/** Who may do what, written out: a change of roles has to be made here as well. */
const permitted: Record<OperationId, readonly Role[] | 'everybody'> = {
  createCustomer: ['clerk', 'finance', 'manager', 'admin'],
  searchCustomers: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin'],
  getCustomer: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  updateCustomer: ['clerk', 'finance', 'manager', 'admin'],
  getCustomerBalance: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  listCustomerEntries: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  submitCharge: ['clerk', 'manager'],
  listCharges: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getCharge: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  resubmitCharge: ['clerk', 'manager'],
  listApprovals: ['reviewer', 'finance', 'manager'],
  decideApproval: ['reviewer', 'finance', 'manager'],
  getMe: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getApprovalPolicy: ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'],
  getOpenApi: 'everybody',
  getDocs: 'everybody',
  getProblem: 'everybody',
};

let office: Office;
let customer: CustomerInOffice;
let chargeId: string;
let people: Record<Role, Caller>;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
  chargeId = (await office.submit(customer, '120.00')).id;
  const { clerk, reviewer, finance, manager, cashier, auditor, admin } = office;
  const own = await office.registerCustomer('kehu', customer);
  people = { clerk, reviewer, finance, manager, cashier, auditor, admin, customer: own };
});

const charge = () => ({ customerId: customer.id, customerNumber: customer.number, ...chargeContent });

/** A charge that waits for an approval by one role. */
async function waitingFor(role: Role): Promise<Call> {
  if (role === 'finance') {
    const body = { ...charge(), type: 'other', amount: { value: '900.00', currency: 'CNY' } };
    const { id } = (await accepted('submitCharge', { as: office.clerk, body })).body;
    return { params: { requestId: id }, body: approval(1) };
  }
  const { id } = await office.submit(customer, threeStages);
  const params = { requestId: id };
  if (role === 'reviewer') return { params, body: approval(1) };
  await accepted('decideApproval', { as: office.reviewer, params, body: approval(1) });
  await accepted('decideApproval', { as: office.finance, params, body: approval(2) });
  return { params, body: approval(3) };
}

/** A charge of the role's own that came back. */
async function returnedTo(role: Role): Promise<Call> {
  const { id } = await office.submit(customer, '9000.00', people[role]);
  const body = { decision: 'return', revision: 1, stage: 1, comment: '请补充合同' };
  const returned = await accepted('decideApproval', { as: office.reviewer, params: { requestId: id }, body });
  return { params: { chargeId: id }, body: cny('8000.00'), ifMatch: returned.etag };
}

let numbers = 0;

/** For every operation a request that succeeds when somebody of the role sends it. */
const requests: Record<OperationId, (role: Role) => Call | Promise<Call>> = {
  createCustomer: () => {
    numbers += 1;
    const number = `R-${numbers}`.padEnd(6, '0');
    return { body: { number, name: '华夏科技有限公司', kind: 'company', email: 'a@customer.example' } };
  },
  searchCustomers: () => ({ query: { q: '客户' } }),
  getCustomer: () => ({ params: { customerId: customer.id } }),
  updateCustomer: async () => {
    const { id } = await office.createCustomer();
    return { params: { customerId: id }, body: { notes: '重点客户' }, ifMatch: '"1"' };
  },
  getCustomerBalance: () => ({ params: { customerId: customer.id } }),
  listCustomerEntries: () => ({ params: { customerId: customer.id } }),
  submitCharge: () => ({ body: charge() }),
  listCharges: () => ({ query: { customerId: customer.id } }),
  getCharge: () => ({ params: { chargeId } }),
  resubmitCharge: returnedTo,
  listApprovals: () => ({}),
  decideApproval: waitingFor,
  getMe: () => ({}),
  getApprovalPolicy: () => ({}),
  getOpenApi: () => ({}),
  getDocs: () => ({}),
  getProblem: () => ({ params: { code: 'forbidden' } }),
};

describe.each(operations)('$id', ({ id, success }) => {
  const mayCall = permitted[id];
  const [first = 'clerk'] = mayCall === 'everybody' ? [] : mayCall;

  if (mayCall === 'everybody') {
    it('answers whoever asks, without a token', async () => {
      expect((await send(id, await requests[id]('clerk'))).status).toBe(success.status);
    });
  }

  for (const role of roles) {
    if (mayCall === 'everybody' || mayCall.includes(role)) {
      it(`answers ${role}`, async () => {
        const { status } = await send(id, { ...(await requests[id](role)), as: people[role] });
        expect(status).toBe(success.status);
      });
    } else {
      it(`refuses ${role} and writes nothing`, async () => {
        const request = await requests[id](first);
        const { code } = await office.writesNothing(() => refused(id, { ...request, as: people[role] }));
        expect(code).toBe('FORBIDDEN');
      });
    }
  }

  if (mayCall !== 'everybody') {
    it('refuses a user without roles, or with groups that are no roles, and writes nothing', async () => {
      const request = await requests[id](first);
      await office.writesNothing(async () => {
        for (const groups of [[], ['root'], ['CLERK'], ['clerk-admin'], ['constructor']]) {
          const nobody = { username: 'wang.fang', roles: groups as Role[] };
          expect((await refused(id, { ...request, as: nobody })).code).toBe('FORBIDDEN');
        }
      });
    });

    it('refuses a request that says nobody’s name, and writes nothing', async () => {
      const request = await requests[id](first);
      const unnamed = { username: '', roles: [...roles] };
      await office.writesNothing(async () => {
        expect((await refused(id, request)).code).toBe('UNAUTHENTICATED');
        expect((await refused(id, { ...request, as: unnamed })).code).toBe('UNAUTHENTICATED');
      });
    });
  }
});

describe('a token', () => {
  it('gives the rights of every role it names', async () => {
    const both: Caller = { username: 'he.jing', roles: ['auditor', 'clerk', 'finance'] };
    expect((await send('submitCharge', { as: both, body: charge() })).status).toBe(201);
    expect((await send('listApprovals', { as: both })).status).toBe(200);
  });

  it('gives no right to an inbox of another role', async () => {
    const problem = await refused('listApprovals', { as: office.reviewer, query: { role: 'manager' } });
    expect(problem).toMatchObject({ code: 'FORBIDDEN', detail: expect.stringContaining('manager') });
  });
});

it('names the roles that may in the refusal, in both languages', async () => {
  const request = { as: people.auditor, body: charge() };
  expect((await refused('submitCharge', { ...request, language: 'en-GB, zh;q=0.3' })).detail).toBe(
    'This operation needs one of the roles clerk, manager. Ask an administrator for the role, or a colleague who has it.',
  );
  expect((await refused('submitCharge', { ...request, language: 'fr, zh-Hans-CN;q=0.8' })).detail).toBe(
    '此操作需要以下角色之一：clerk, manager。请联系管理员开通权限，或请有权限的同事办理。',
  );
});
