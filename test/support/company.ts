import type { InputOf, Operation } from '../../shared/contracts/operation.ts';
import { createCustomer } from '../../shared/customers/create-customer.ts';
import { newCustomerSchema } from '../../shared/model/customer.ts';
import type { CustomerId } from '../../shared/model/ids.ts';
import { parseDecimal } from '../../shared/model/money.ts';
import { defaultApprovalPolicy } from '../../shared/policies/default-approval-policy.ts';
import { policyItem } from '../../shared/table/items/policy-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { date, freshLedger, hire, type TestLedger } from './ledger.ts';

/** A company with one person of each kind, ready to work. */
export async function freshCompany(ledger?: TestLedger) {
  const { context, clock, table } = ledger ?? (await freshLedger());
  // Tests enter many charges of one customer at one moment; what that means is test/splitting's.
  const policy = { ...defaultApprovalPolicy, version: 1, effectiveAt: context.clock(), splittingWindowHours: 0 };
  await putIf(context, policyItem(policy), { expression: 'attribute_not_exists(pk)' });
  const clerk = await hire(context, 'wang.fang', 'clerk', 'reviewer');
  const company = {
    context,
    clock,
    table,
    clerk,
    otherClerk: await hire(context, 'li.na', 'clerk'),
    reviewer: await hire(context, 'chen.jie', 'reviewer'),
    finance: await hire(context, 'zhao.min', 'finance'),
    manager: await hire(context, 'zhou.qiang', 'manager'),
    allRounder: await hire(context, 'he.jing', 'reviewer', 'finance', 'manager'),
    /** Fills in what an operation does not use, so that a test names only what matters. */
    input: <O extends Operation>(given: Partial<InputOf<O>>): InputOf<O> =>
      ({
        params: undefined,
        query: undefined,
        body: undefined,
        idempotencyKey: undefined,
        ifMatch: undefined,
        ...given,
      }) as InputOf<O>,
    async createCustomer(number: string, fields: object = {}) {
      const body = newCustomerSchema.parse({
        number,
        name: `客户 ${number}`,
        kind: 'company',
        email: `${number.toLowerCase()}@customer.example`,
        ...fields,
      });
      const input = company.input<typeof import('../../shared/contracts/customers.ts').createCustomer>({
        body,
        idempotencyKey: `new-${number}`,
      });
      return (await createCustomer(context, clerk, input)).body;
    },
  };
  return company;
}

export type Company = Awaited<ReturnType<typeof freshCompany>>;

/** The parsed body of a charge in CNY. */
export function chargeBody(customerId: CustomerId, customerNumber: string, value: string) {
  return {
    customerId,
    customerNumber,
    type: 'upgrade' as const,
    reason: { code: 'upgrade' as const, text: '本期升级服务等级，按约定补收差价' },
    amount: { minor: parseDecimal(value, 2) as bigint, currency: 'CNY' as const },
    basis: { text: '高级版席位 10 个，按合同单价计算' },
    period: { start: date('2026-10-01'), end: date('2026-10-31') },
    vouchers: [{ kind: 'contract-change' as const, reference: 'HT-2026-0001' }],
  };
}
