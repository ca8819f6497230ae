import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type { InputOf, Operation } from '../../shared/contracts/operation.ts';
import type * as contracts from '../../shared/contracts/refunds.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import type { Head } from '../../shared/ledger/journal-entry.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { Currency } from '../../shared/model/currency.ts';
import type { ChargeId, CustomerId, DepositId, RefundId, UserId } from '../../shared/model/ids.ts';
import type { Refund, RefundSource } from '../../shared/model/refund.ts';
import type { RefundPolicy } from '../../shared/model/refund-policy.ts';
import { refundPolicy } from '../../shared/policies/refund-policy.ts';
import { confirmArrival } from '../../shared/refunds/confirm-arrival.ts';
import { getRefund } from '../../shared/refunds/get-refund.ts';
import { listPayouts } from '../../shared/refunds/list-payouts.ts';
import { quoteRefund } from '../../shared/refunds/quote-refund.ts';
import { recordPayout } from '../../shared/refunds/record-payout.ts';
import { requestRefund } from '../../shared/refunds/request-refund.ts';
import { startPayout } from '../../shared/refunds/start-payout.ts';
import { readRefund } from '../../shared/refunds/stored-refund.ts';
import { withdrawRefund } from '../../shared/refunds/withdraw-refund.ts';
import { readHead } from '../../shared/table/commit.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { agreedPolicyItem } from '../../shared/table/items/agreed-policy-item.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { putIf } from '../../shared/table/write.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';
import { date, hire, type TestLedger } from '../support/ledger.ts';

export type Person = Company['clerk'];
type Input<K extends keyof typeof contracts> = Extract<(typeof contracts)[K], Operation>;
type Asked = InputOf<Input<'requestRefund'>>['body'];

const account = { holder: '华夏科技有限公司', number: '6222 0210 0111 6245 702', bank: '中国工商银行北京分行' };

/** What somebody asks for, in CNY unless the source says otherwise: prepaid money by bank transfer. */
export function refundBody(minor: bigint, source: RefundSource = { from: 'prepaid' }, changes: Partial<Asked> = {}) {
  const body: Asked = {
    source,
    amount: { minor, currency: 'CNY' },
    reason: { code: 'business-change', text: '业务调整，不再需要预存' },
    payout: { method: 'bank-transfer', account },
    vouchers: [],
    ...changes,
  };
  return body;
}

/** A company with customers, money to give back, and short ways to everything that happens to a refund. */
export async function refundDesk(ledger?: TestLedger) {
  const company = await freshCompany(ledger);
  const { context, input, clerk } = company;
  const customer = await company.createCustomer('C-8001');
  const other = await company.createCustomer('C-8002');
  const numbers = new Map([customer, other].map(({ id, number }) => [id, number]));
  const cashier = await hire(context, 'wu.ting', 'cashier');
  const otherCashier = await hire(context, 'ma.chao', 'cashier');
  let keys = 0;
  const next = (key?: string): string => {
    keys += 1;
    return key ?? `refund-${keys}`;
  };
  const customerUser = async (id: string, customerId: string): Promise<Person> => {
    const person = await hire(context, id, 'customer');
    const email = `${id}@customer.example`;
    const user = { id: person.actor.id, name: id, email, language: 'zh-CN' as const, disabled: false };
    await putUser(context, { ...user, roles: ['customer'], customerId: customerId as CustomerId });
    return person;
  };
  const at = (id: string) => ({ refundId: id as RefundId });
  const read = async (id: string): Promise<Refund> => (await readRefund(context.table, id as RefundId)) as Refund;
  const desk = {
    ...company,
    customer: { ...customer, id: customer.id as CustomerId },
    other: { ...other, id: other.id as CustomerId },
    cashier,
    otherCashier,
    /** A user of the customer, and one of the other customer. */
    own: await customerUser('ke.hu', customer.id),
    foreign: await customerUser('bie.ren', other.id),
    next,
    read,
    head: (id = customer.id as CustomerId, currency: Currency = 'CNY'): Promise<Head> =>
      readHead(context.table, id, currency),
    /** Money the customer paid in advance; answers the deposit's id. */
    deposit: async (minor: bigint, options: { to?: string; method?: string; currency?: Currency } = {}) => {
      const { to = customer.id, method = 'bank-transfer', currency = 'CNY' } = options;
      const id = documentId('dep', 'wang.fang', 'openingDeposit', next()) as DepositId;
      const maker = clerk.actor.id;
      const customerId = to as CustomerId;
      await postOpeningDeposit(context, { id, customerId, amount: { minor, currency }, method, maker });
      return id;
    },
    /** A charge that policy posts at once: at most 500.00. */
    charge: async (value: string, to: { id: string; number: string } = customer) => {
      const body = chargeBody(to.id as CustomerId, to.number, value);
      const { body: charge } = await submitCharge(context, clerk, input({ body, idempotencyKey: next() }));
      return charge.id as ChargeId;
    },
    /** Puts a refund policy in force: the built-in one with some rules in front. */
    policy: async (version: number, changes: Partial<RefundPolicy> & { first?: RefundPolicy['rules'] }) => {
      const { first = [], ...rest } = changes;
      const { builtIn } = refundPolicy;
      const content = { ...builtIn, ...rest, rules: [...first, ...(rest.rules ?? builtIn.rules)] };
      const said = { at: context.clock(), keyPrint: 'k', bodyPrint: 'b' };
      const item = agreedPolicyItem('refund', {
        version,
        content,
        state: 'approved',
        effectiveAt: context.clock(),
        proposal: { ...said, by: 'zhao.min' as UserId, reason: '试行' },
        decision: { ...said, by: 'zhou.qiang' as UserId },
      });
      await putIf(context, item, { expression: 'attribute_not_exists(pk)' });
    },
    quote: async (who: Person, body: InputOf<Input<'quoteRefund'>>['body'], customerId = customer.id) =>
      (
        await quoteRefund(
          context,
          { ...who, language: 'en' },
          input<Input<'quoteRefund'>>({ params: { customerId: customerId as CustomerId }, body }),
        )
      ).body,
    /** Asks for a refund; staff name the customer's number as the form makes them. */
    request: async (who: Person, body: Asked, options: { key?: string; of?: string } = {}) => {
      const customerId = (options.of ?? customer.id) as CustomerId;
      const isStaff = !who.actor.roles.includes('customer');
      const customerNumber = isStaff ? (numbers.get(customerId) ?? 'C-0000') : undefined;
      const full = { ...(customerNumber === undefined ? {} : { customerNumber }), ...body };
      const call = { params: { customerId }, body: full, idempotencyKey: next(options.key) };
      return await requestRefund(context, who, input<Input<'requestRefund'>>(call));
    },
    approve: async (who: Person, id: string, stage = 1, key?: string) =>
      await decideApproval(
        context,
        who,
        input<typeof import('../../shared/contracts/approvals.ts').decideApproval>({
          params: { requestId: id as RefundId },
          body: { decision: 'approve', revision: 1, stage },
          idempotencyKey: next(key),
        }),
      ),
    reject: async (who: Person, id: string, stage = 1, key?: string) =>
      await decideApproval(
        context,
        who,
        input<typeof import('../../shared/contracts/approvals.ts').decideApproval>({
          params: { requestId: id as RefundId },
          body: { decision: 'reject', revision: 1, stage, comment: '资料与合同不符' },
          idempotencyKey: next(key),
        }),
      ),
    withdraw: async (who: Person, id: string, key?: string) =>
      await withdrawRefund(
        context,
        who,
        input<Input<'withdrawRefund'>>({
          params: at(id),
          body: { reason: '客户改变主意' },
          idempotencyKey: next(key),
        }),
      ),
    start: async (who: Person, id: string, key?: string) =>
      await startPayout(
        context,
        who,
        input<Input<'startPayout'>>({ params: at(id), body: {}, idempotencyKey: next(key) }),
      ),
    record: async (
      who: Person,
      id: string,
      body: InputOf<Input<'recordPayout'>>['body'],
      options: { attempt?: number; key?: string } = {},
    ) =>
      await recordPayout(
        context,
        who,
        input<Input<'recordPayout'>>({
          params: { ...at(id), attempt: String(options.attempt ?? 1) },
          body,
          idempotencyKey: next(options.key),
        }),
      ),
    arrival: async (who: Person, id: string, arrived: boolean, key?: string) =>
      await confirmArrival(
        context,
        who,
        input<Input<'confirmArrival'>>({ params: at(id), body: { arrived }, idempotencyKey: next(key) }),
      ),
    get: async (who: Person, id: string) =>
      (await getRefund(context, { ...who, language: 'en' }, input<Input<'getRefund'>>({ params: at(id) }))).body,
    payouts: async (who: Person, state?: 'approved' | 'executing') =>
      (
        await listPayouts(
          context,
          who,
          input<Input<'listPayouts'>>({ query: { limit: 50, ...(state === undefined ? {} : { state }) } }),
        )
      ).body.items,
    /** Everything that is wrong with the ledger: nothing. */
    verify: async () => {
      const { entries, heads, openItems, requests } = await collectLedger(scanItems(context.table));
      return verifyLedger(entries, heads, openItems, requests);
    },
  };
  /** A refund brought to where a cashier can pay it. */
  const approved = async (body: Asked, who: Person = clerk) => {
    const { id } = (await desk.request(who, body)).body;
    await desk.approve(desk.finance, id);
    return id;
  };
  /** A refund that a cashier is paying. */
  const executing = async (body: Asked, who: Person = clerk) => {
    const id = await approved(body, who);
    await desk.start(cashier, id);
    return id;
  };
  /** A refund that was paid. */
  const paid = async (body: Asked, who: Person = clerk) => {
    const id = await executing(body, who);
    await desk.record(cashier, id, paidToday());
    return id;
  };
  return { ...desk, approved, executing, paid };
}

/** The result of a payout on the first day of the test's calendar. */
export function paidToday(reference = 'ICBC20261012001') {
  return { outcome: 'paid' as const, reference, paidOn: date('2026-10-12') };
}

export function failedPayout(retry: boolean, problem = '收款账户状态异常') {
  return { outcome: 'failed' as const, problem, retry };
}

export type RefundDesk = Awaited<ReturnType<typeof refundDesk>>;
