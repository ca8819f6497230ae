import { expect } from 'vitest';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { Currency } from '../../shared/model/currency.ts';
import { toInstant } from '../../shared/model/dates.ts';
import type { CustomerId, DepositId, UserId } from '../../shared/model/ids.ts';
import type { Role } from '../../shared/model/role.ts';
import type { User } from '../../shared/model/user.ts';
import { defaultApprovalPolicy } from '../../shared/policies/default-approval-policy.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { policyItem } from '../../shared/table/items/policy-item.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { putIf } from '../../shared/table/write.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { heardWrites } from '../support/heard-writes.ts';
import { accepted, type Caller, setFunctionEnvironment } from '../support/http.ts';
import { freshLedger } from '../support/ledger.ts';

/** What a clerk enters for a charge, besides the customer. */
export const chargeContent = {
  type: 'upgrade',
  reason: { code: 'upgrade', text: '本期升级服务等级，按约定补收差价' },
  amount: { value: '120.00', currency: 'CNY' },
  basis: { text: '高级版席位 10 个，按合同单价计算' },
  period: { start: '2026-10-01', end: '2026-10-31' },
  vouchers: [{ kind: 'contract-change', reference: 'HT-2026-0001' }],
};

export const cny = (value: string) => ({ ...chargeContent, amount: { value, currency: 'CNY' } });

/** Amounts by the approvals the built-in policy asks for. */
export const passes = '120.00';
export const oneStage = '9000.00';
export const twoStages = '50000.00';
export const threeStages = '250000.00';

export interface CustomerInOffice {
  readonly id: string;
  readonly number: string;
}

const staff = {
  clerk: { username: 'wang.fang', roles: ['clerk'] },
  otherClerk: { username: 'li.na', roles: ['clerk'] },
  /** Enters charges and approves those of others. */
  approvingClerk: { username: 'zhang.wei', roles: ['clerk', 'reviewer'] },
  reviewer: { username: 'chen.jie', roles: ['reviewer'] },
  otherReviewer: { username: 'liu.yang', roles: ['reviewer'] },
  finance: { username: 'zhao.min', roles: ['finance'] },
  otherFinance: { username: 'sun.li', roles: ['finance'] },
  manager: { username: 'zhou.qiang', roles: ['manager'] },
  allRounder: { username: 'he.jing', roles: ['reviewer', 'finance', 'manager'] },
  cashier: { username: 'wu.ting', roles: ['cashier'] },
  auditor: { username: 'xu.lei', roles: ['auditor'] },
  admin: { username: 'admin', roles: ['admin'] },
  /** Proposes policies that others decide. */
  otherAdmin: { username: 'root', roles: ['admin'] },
} satisfies Record<string, { username: string; roles: Role[] }>;

/** The built-in policy, but tests enter many charges of one customer in one day; what that means is test/splitting's. */
const chargesByThemselves = { ...defaultApprovalPolicy, splittingWindowHours: 0 };

/** A company whose API runs on a table of its own: everybody is registered, the built-in policy is in force. */
export async function openOffice(options: { endpoint?: string } = {}) {
  const ledger = await freshLedger();
  await putIf(ledger.context, policyItem(chargesByThemselves), { expression: 'attribute_not_exists(pk)' });
  const endpoint = options.endpoint ?? process.env.DYNAMODB_LOCAL_ENDPOINT ?? '';
  setFunctionEnvironment({ table: ledger.table.name, endpoint });
  const context: LedgerContext = { ...ledger.context, clock: () => toInstant(new Date()) };
  const register = async (caller: Caller, changes: Partial<User> = {}): Promise<Caller> => {
    const { username, roles } = caller;
    const email = `${username}@feeledger.example`;
    await putUser(context, {
      id: username as UserId,
      name: username,
      email,
      language: 'zh-CN',
      roles,
      disabled: false,
      ...changes,
    });
    return caller;
  };
  for (const person of Object.values(staff)) await register(person);

  let numbers = 0;
  const createCustomer = async (fields: object = {}): Promise<CustomerInOffice> => {
    numbers += 1;
    const number = `C-${10_000 + numbers}`;
    const email = `${number.toLowerCase()}@customer.example`;
    const body = { number, name: `客户 ${number}`, kind: 'company', email, ...fields };
    return (await accepted('createCustomer', { as: staff.clerk, body })).body;
  };
  /** Registers somebody who sees the account of one customer. */
  const registerCustomer = (username: string, customer: CustomerInOffice, changes: Partial<User> = {}) =>
    register({ username, roles: ['customer'] }, { customerId: customer.id as CustomerId, ...changes });

  const submit = async (customer: CustomerInOffice, value: string, as: Caller = staff.clerk) => {
    const body = { customerId: customer.id, customerNumber: customer.number, ...cny(value) };
    return (await accepted('submitCharge', { as, body })).body;
  };
  const decide = async (as: Caller, requestId: string, decision: object, key?: string) =>
    await accepted('decideApproval', {
      as,
      params: { requestId },
      body: decision,
      ...(key === undefined ? {} : { key }),
    });
  const deposit = async (customer: CustomerInOffice, minor: bigint, currency: Currency = 'CNY') => {
    const id = documentId('dep', 'office', 'openingDeposit', `${customer.id}${currency}${minor}`) as DepositId;
    const maker = staff.clerk.username as UserId;
    const customerId = customer.id as CustomerId;
    await postOpeningDeposit(context, { id, customerId, amount: { minor, currency }, method: 'bank-transfer', maker });
  };

  /** Every item there is, as text, to see whether anything changed. */
  const contents = async (): Promise<string[]> => {
    const items: string[] = [];
    for await (const item of scanItems(context.table)) {
      items.push(JSON.stringify(item, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)));
    }
    return items.sort();
  };
  return {
    ...staff,
    context,
    register,
    registerCustomer,
    createCustomer,
    submit,
    decide,
    deposit,
    contents,
    /** Does the work and sees to it that it wrote nothing. */
    async writesNothing<T>(work: () => Promise<T>): Promise<T> {
      const { result, writes } = await heardWrites(work);
      expect(writes, 'nothing was written').toEqual([]);
      return result;
    },
    verify: async () => {
      const { entries, heads, openItems, requests } = await collectLedger(scanItems(context.table));
      return verifyLedger(entries, heads, openItems, requests);
    },
  };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** Hands over to somebody from an hour ago until tomorrow. */
export function away(to: Caller, changes: object = {}) {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  return { to: to.username, from: at(-1), until: at(24), ...changes };
}

/** The decision of a stage as a reviewer sends it. */
export function approval(stage: number, revision = 1) {
  return { decision: 'approve', revision, stage };
}
