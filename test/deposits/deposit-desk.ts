import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { chargeToWire } from '../../shared/charges/charge-wire.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type * as customerContracts from '../../shared/contracts/customers.ts';
import type * as contracts from '../../shared/contracts/deposits.ts';
import type { InputOf } from '../../shared/contracts/operation.ts';
import { getCustomerBalance } from '../../shared/customers/get-customer-balance.ts';
import { bounceDeposit } from '../../shared/deposits/bounce-deposit.ts';
import { cancelDeposit } from '../../shared/deposits/cancel-deposit.ts';
import { confirmDeposit } from '../../shared/deposits/confirm-deposit.ts';
import { depositStatement } from '../../shared/deposits/deposit-statement.ts';
import { getDeposit } from '../../shared/deposits/get-deposit.ts';
import { listDepositUses } from '../../shared/deposits/list-deposit-uses.ts';
import { listDeposits } from '../../shared/deposits/list-deposits.ts';
import { listDepositsToConfirm } from '../../shared/deposits/list-deposits-to-confirm.ts';
import { registerDeposit } from '../../shared/deposits/register-deposit.ts';
import type { ChargeType } from '../../shared/model/charge.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { CalendarDate } from '../../shared/model/dates.ts';
import type { DepositPolicy } from '../../shared/model/deposit-policy.ts';
import type { ChargeId, CustomerId, DepositId, UserId } from '../../shared/model/ids.ts';
import { parseDecimal } from '../../shared/model/money.ts';
import type { Role } from '../../shared/model/role.ts';
import { agreedPolicyItem } from '../../shared/table/items/agreed-policy-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { chargeBody, freshCompany } from '../support/company.ts';
import { date, hire, type TestLedger } from '../support/ledger.ts';

interface Person {
  readonly actor: { readonly id: UserId; readonly roles: readonly Role[] };
}
type Content = Partial<InputOf<typeof contracts.registerDeposit>['body']>;

const page = { limit: 50 };
const language = 'zh-CN' as const;

/** A company with two cashiers and a customer, and short ways to everything one does with deposits. */
export async function depositDesk(ledger?: TestLedger) {
  const company = await freshCompany(ledger);
  const { context, clerk, input } = company;
  const customerId = (await company.createCustomer('C-5001')).id as CustomerId;
  const cashier = await hire(context, 'sun.li', 'cashier');
  const otherCashier = await hire(context, 'wu.hao', 'cashier');
  const reviewers = { reviewer: company.reviewer, finance: company.finance, manager: company.manager };
  let keys = 0;
  const nextKey = (key?: string) => {
    keys += 1;
    return key ?? `deposit-${keys}`;
  };
  const on = (id: string) => ({ depositId: id as DepositId });
  const money = (value: string) => ({ minor: parseDecimal(value, 2) as bigint, currency: 'CNY' as const });
  const of = { params: { customerId } };

  const desk = {
    ...company,
    customerId,
    cashier,
    otherCashier,
    nextKey,
    money,
    register: async (value: string, fields: Content = {}, who: Person = clerk, key?: string, of = customerId) => {
      const idempotencyKey = nextKey(key);
      const paid = { method: 'bank-transfer' as const, paidOn: date('2026-10-10'), reference: idempotencyKey };
      const body = { customerNumber: 'C-5001', amount: money(value), purpose: 'general', confirmDuplicate: false };
      return await registerDeposit(
        context,
        who,
        input<typeof contracts.registerDeposit>({
          params: { customerId: of },
          body: { ...body, ...paid, ...fields },
          idempotencyKey,
        }),
      );
    },
    /** Cash, taken by a cashier: it counts at once. */
    cash: (value: string, fields: Content = {}, key?: string, who: Person = cashier, of = customerId) =>
      desk.register(
        value,
        { method: 'cash', paidOn: date('2026-10-12'), reference: undefined, ...fields },
        who,
        key,
        of,
      ),
    confirm: (
      id: string,
      fields: { arrivedOn?: CalendarDate; reference?: string } = {},
      who: Person = cashier,
      key?: string,
    ) =>
      confirmDeposit(
        context,
        who,
        input<typeof contracts.confirmDeposit>({
          params: on(id),
          body: { arrivedOn: date('2026-10-12'), ...fields },
          idempotencyKey: nextKey(key),
        }),
      ),
    bounce: (id: string, who: Person = cashier, key?: string, reason = '银行退票，余额不足') =>
      bounceDeposit(
        context,
        who,
        input<typeof contracts.bounceDeposit>({ params: on(id), body: { reason }, idempotencyKey: nextKey(key) }),
      ),
    cancel: (id: string, who: Person = clerk, key?: string) =>
      cancelDeposit(
        context,
        who,
        input<typeof contracts.cancelDeposit>({
          params: on(id),
          body: { reason: '登记错误' },
          idempotencyKey: nextKey(key),
        }),
      ),
    /** A deposit by transfer whose money is there. */
    arrived: async (value: string, fields: Content = {}) => {
      const { body } = await desk.register(value, fields);
      return (await desk.confirm(body.id)).body;
    },
    /** A charge that is posted, by as many people as it needs. */
    charge: async (value: string, type: ChargeType = 'upgrade', key = nextKey()) => {
      const body = { ...chargeBody(customerId, 'C-5001', value), type };
      let charge = (await submitCharge(context, clerk, input({ body, idempotencyKey: key }))).body;
      while (charge.state === 'in-review') {
        const { stage, stages, revision } = charge;
        const decision = { decision: 'approve' as const, stage, revision };
        const who = reviewers[stages[stage - 1]?.role as keyof typeof reviewers];
        const params = { requestId: charge.id as ChargeId };
        await decideApproval(context, who, input({ params, body: decision, idempotencyKey: `${key}-${stage}` }));
        charge = chargeToWire((await readCharge(context.table, params.requestId)) as Charge);
      }
      return charge;
    },
    read: async (id: string, who: Person = clerk) =>
      (await getDeposit(context, who, input<typeof contracts.getDeposit>({ params: on(id) }))).body,
    uses: async (id: string, query: { limit: number; cursor?: string } = page, who: Person = clerk) =>
      (
        await listDepositUses(
          context,
          { ...who, language },
          input<typeof contracts.listDepositUses>({ params: on(id), query }),
        )
      ).body,
    list: async (query: { limit: number; cursor?: string } = page, who: Person = clerk) =>
      (await listDeposits(context, who, input<typeof contracts.listDeposits>({ ...of, query }))).body,
    toConfirm: async (query: { limit: number; cursor?: string } = page) =>
      (
        await listDepositsToConfirm(
          context,
          input<typeof contracts.listDepositsToConfirm>({ query: { state: 'registered', ...query } }),
        )
      ).body,
    statement: async (query: Partial<InputOf<typeof contracts.depositStatement>['query']> = {}, who: Person = clerk) =>
      (
        await depositStatement(
          context,
          { ...who, language },
          input<typeof contracts.depositStatement>({ ...of, query: { currency: 'CNY', ...page, ...query } }),
        )
      ).body,
    balance: async () => {
      const asked = input<typeof customerContracts.getCustomerBalance>(of);
      return (await getCustomerBalance(context, clerk, asked)).body.balances[0];
    },
    /** Puts a version of the deposit policy in force. */
    agree: async (policy: DepositPolicy, version = 1) => {
      const agreed = {
        ...{ version, state: 'approved' as const, content: policy, effectiveAt: context.clock() },
        proposal: { at: context.clock(), by: 'zhao.min', reason: '预存政策', keyPrint: '', bodyPrint: '' },
        decision: { at: context.clock(), by: 'zhou.qiang', keyPrint: '', bodyPrint: '' },
      };
      await putIf(context, agreedPolicyItem('deposit', agreed as never), { expression: 'attribute_not_exists(pk)' });
    },
    /** Somebody who sees the account of one customer. */
    registerCustomer: async (id: string, customer: CustomerId = customerId): Promise<Person> => {
      const actor = { id: id as UserId, roles: ['customer'] as const };
      const email = `${id}@customer.example`;
      const user = { id: actor.id, name: id, email, language, roles: actor.roles, disabled: false };
      await putUser(context, { ...user, customerId: customer });
      return { actor };
    },
  };
  return desk;
}

export type DepositDesk = Awaited<ReturnType<typeof depositDesk>>;
