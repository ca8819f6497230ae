import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type { InputOf, Operation } from '../../shared/contracts/operation.ts';
import { requestCorrection } from '../../shared/corrections/request-correction.ts';
import { withdrawCorrection } from '../../shared/corrections/withdraw-correction.ts';
import { bounceDeposit } from '../../shared/deposits/bounce-deposit.ts';
import { registerDeposit } from '../../shared/deposits/register-deposit.ts';
import { readDeposit } from '../../shared/deposits/stored-deposit.ts';
import { DomainError } from '../../shared/errors/domain-error.ts';
import type { ApprovalPolicy } from '../../shared/model/approval-policy.ts';
import type { ChargeType } from '../../shared/model/charge.ts';
import { newCustomerSchema } from '../../shared/model/customer.ts';
import type { ChargeId, CorrectionId, CustomerId, DepositId, RefundId } from '../../shared/model/ids.ts';
import type { Money } from '../../shared/model/money.ts';
import { recordPayout } from '../../shared/refunds/record-payout.ts';
import { requestRefund } from '../../shared/refunds/request-refund.ts';
import { startPayout } from '../../shared/refunds/start-payout.ts';
import { withdrawRefund } from '../../shared/refunds/withdraw-refund.ts';
import { readReviewed } from '../../shared/requests/stored-request.ts';
import { readHead } from '../../shared/table/commit.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { profileItem } from '../../shared/table/items/customer-item.ts';
import { receivableFromItem } from '../../shared/table/items/ledger-items.ts';
import { policyItem } from '../../shared/table/items/policy-item.ts';
import { keys } from '../../shared/table/keys.ts';
import { queryPartition } from '../../shared/table/ledger-table.ts';
import { putIf } from '../../shared/table/write.ts';
import { date, freshLedger, hire, type TestLedger } from '../support/ledger.ts';
import type { Act, Person, Picture, Source } from './model.ts';

const currency = 'CNY' as const;
export const money = (minor: bigint): Money => ({ minor, currency });
const period = { start: date('2026-10-01'), end: date('2026-10-31') };
const reason = { code: 'upgrade' as const, text: '本期升级服务等级，按约定补收' };

type Hired = Awaited<ReturnType<typeof hire>>;

/** Fills in what an operation does not use. */
export function input<O extends Operation>(given: Partial<InputOf<O>>): InputOf<O> {
  const nothing = { params: undefined, query: undefined, body: undefined, idempotencyKey: undefined };
  return { ...nothing, ifMatch: undefined, ...given } as InputOf<O>;
}

/** The people of the notebook, employed by the product, under a policy in which one of finance decides all but usage. */
export async function openCompany(prepaidUse: ApprovalPolicy['prepaidUse'], ledger?: TestLedger) {
  const { context } = ledger ?? (await freshLedger());
  const finance = [{ upToMinor: null, stages: [{ role: 'finance' as const, deadlineHours: 24 }] }];
  const policy: ApprovalPolicy = {
    version: 1,
    effectiveAt: context.clock(),
    prepaidUse,
    rules: [
      { type: 'usage', currency, tiers: [{ upToMinor: null, stages: [] }] },
      { currency, tiers: finance },
      { kind: 'refund', currency, tiers: finance },
      { kind: 'correction', currency, tiers: finance },
    ],
    otherwise: [{ role: 'finance', deadlineHours: 24 }],
  };
  await putIf(context, policyItem(policy), { expression: 'attribute_not_exists(pk)' });
  const staff: Record<Person, Hired> = {
    'clerk-1': await hire(context, 'clerk-1', 'clerk'),
    'clerk-2': await hire(context, 'clerk-2', 'clerk'),
    'finance-1': await hire(context, 'finance-1', 'finance'),
    'finance-2': await hire(context, 'finance-2', 'finance'),
    'cashier-1': await hire(context, 'cashier-1', 'cashier'),
    'cashier-2': await hire(context, 'cashier-2', 'cashier'),
    everything: await hire(context, 'everything', 'clerk', 'finance', 'cashier'),
  };
  return { context, staff };
}
export type MoneyCompany = Awaited<ReturnType<typeof openCompany>>;

/** Two customers, and everything that is done about them: what a name of the notebook is in the product. */
export class LedgerDesk {
  readonly #company: MoneyCompany;
  readonly #name: string;
  readonly #ids = new Map<string, string>();
  #customers: readonly { id: CustomerId; number: string }[] = [];
  #calls = 0;

  constructor(company: MoneyCompany, name: string) {
    this.#company = company;
    this.#name = name;
  }

  async open(): Promise<void> {
    const { context, staff } = this.#company;
    const customers: { id: CustomerId; number: string }[] = [];
    for (const letter of ['A', 'B']) {
      const number = `${this.#name}-${letter}`;
      const id = documentId('cus', 'clerk-1', 'createCustomer', number) as CustomerId;
      const at = context.clock();
      const by = staff['clerk-1'].actor.id;
      const fields = { number, name: `客户 ${number}`, kind: 'company', email: `${number.toLowerCase()}@c.example` };
      const profile = {
        ...newCustomerSchema.parse(fields),
        ...{ id, version: 1, createdAt: at, createdBy: by, updatedAt: at, updatedBy: by, bodyPrint: '' },
      };
      // Without what finds him by name: nobody looks for him here.
      await putIf(context, profileItem(profile), { expression: 'attribute_not_exists(pk)' });
      customers.push({ id, number });
    }
    this.#customers = customers;
  }

  /** One of the two customers. */
  customer(account: number): { id: CustomerId; number: string } {
    const customer = this.#customers[account];
    if (customer === undefined) throw new Error(`there is no account ${account}`);
    return customer;
  }

  #id<T extends string>(key: string): T {
    const id = this.#ids.get(key);
    if (id === undefined) throw new Error(`${key} was never made`);
    return id as T;
  }

  /** Gives something that was made elsewhere a name of the notebook. */
  name(key: string, id: string): void {
    this.#ids.set(key, id);
  }

  /** The real id of something, once it is there. */
  idOf(key: string): string | undefined {
    return this.#ids.get(key);
  }

  /** Does one act; answers the code it was refused with, if it was. Anything but a refusal is a fault. */
  async perform(act: Act): Promise<string | undefined> {
    try {
      await this.#perform(act);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'BUSY') return error.code;
      throw error;
    }
  }

  async #perform(act: Act): Promise<void> {
    switch (act.do) {
      case 'deposit':
        return await this.#deposit(act);
      case 'bounce':
        return await this.#bounce(act);
      case 'charge':
        return await this.#charge(act);
      case 'refund':
        return await this.#refund(act);
      case 'correct':
        return await this.#correct(act);
      case 'decide':
        return await this.#decide(act);
      case 'withdraw':
        return await this.#withdraw(act);
      case 'start':
        return await this.#start(act);
      case 'end':
        return await this.#end(act);
    }
  }

  #call(who: Person): Hired {
    return this.#company.staff[who];
  }

  /** Every call is a new one: nothing here is a replay. */
  #key(): string {
    this.#calls += 1;
    return `${this.#name}-${this.#calls}`;
  }

  async #deposit({ key, who, account, amount, purpose }: Extract<Act, { do: 'deposit' }>): Promise<void> {
    const { id: customerId, number: customerNumber } = this.customer(account);
    const content = { amount: money(amount), purpose, method: 'cash' as const, paidOn: date('2026-10-12') };
    const call = input<typeof import('../../shared/contracts/deposits.ts').registerDeposit>({
      params: { customerId },
      body: { customerNumber, ...content, confirmDuplicate: true },
      idempotencyKey: this.#key(),
    });
    const { body } = await registerDeposit(this.#company.context, this.#call(who), call);
    this.#ids.set(key, body.id);
  }

  async #bounce({ deposit, who }: Extract<Act, { do: 'bounce' }>): Promise<void> {
    const call = input<typeof import('../../shared/contracts/deposits.ts').bounceDeposit>({
      params: { depositId: this.#id<DepositId>(deposit) },
      body: { reason: '假币，银行退回' },
      idempotencyKey: this.#key(),
    });
    await bounceDeposit(this.#company.context, this.#call(who), call);
  }

  async #charge({ key, who, account, type, amount }: Extract<Act, { do: 'charge' }>): Promise<void> {
    const { id: customerId, number: customerNumber } = this.customer(account);
    const call = input<typeof import('../../shared/contracts/charges.ts').submitCharge>({
      body: {
        ...{ customerId, customerNumber, type: type as ChargeType, reason, amount: money(amount), period },
        basis: { text: '按合同单价计算' },
        vouchers: [],
      },
      idempotencyKey: this.#key(),
    });
    const { body } = await submitCharge(this.#company.context, this.#call(who), call);
    this.#ids.set(key, body.id);
  }

  #source(source: Source) {
    if (source.from === 'charge') return { from: source.from, chargeId: this.#id<ChargeId>(source.charge) };
    if (source.from === 'unapplied') return { from: source.from };
    return {
      from: source.from,
      ...(source.deposit === undefined ? {} : { depositId: this.#id<DepositId>(source.deposit) }),
    };
  }

  async #refund({ key, who, account, source, amount }: Extract<Act, { do: 'refund' }>): Promise<void> {
    const { id: customerId, number: customerNumber } = this.customer(account);
    const call = input<typeof import('../../shared/contracts/refunds.ts').requestRefund>({
      params: { customerId },
      body: {
        ...{ customerNumber, source: this.#source(source), amount: money(amount), vouchers: [] },
        reason: { code: 'business-change', text: '业务变更，不再需要' },
        payout: { method: 'cash' },
      },
      idempotencyKey: this.#key(),
    });
    const { body } = await requestRefund(this.#company.context, this.#call(who), call);
    this.#ids.set(key, body.id);
  }

  async #correct({ key, who, charge, remedy, right }: Extract<Act, { do: 'correct' }>): Promise<void> {
    const other = right.account === undefined ? undefined : this.customer(right.account);
    const mistakes = { account: 'wrong-customer', type: 'wrong-type', amount: 'wrong-amount' } as const;
    const mistake = other ? mistakes.account : right.type ? mistakes.type : mistakes.amount;
    const call = input<typeof import('../../shared/contracts/corrections.ts').requestCorrection>({
      params: { chargeId: this.#id<ChargeId>(charge) },
      body: {
        ...{ mistake, remedy, cause: { code: 'typed-wrong', text: '录入时看错了合同' }, vouchers: [] },
        right: {
          ...(other === undefined ? {} : { customerId: other.id, customerNumber: other.number }),
          ...(right.amount === undefined ? {} : { amount: money(right.amount) }),
          ...(right.type === undefined ? {} : { type: right.type as ChargeType }),
        },
        ...(remedy === 'refund-excess' ? { payout: { method: 'cash' as const } } : {}),
      },
      idempotencyKey: this.#key(),
    });
    const { body } = await requestCorrection(this.#company.context, this.#call(who), call);
    this.#ids.set(key, body.id);
  }

  async #decide({ of, who, approve }: Extract<Act, { do: 'decide' }>): Promise<void> {
    const call = input<typeof import('../../shared/contracts/approvals.ts').decideApproval>({
      params: { requestId: this.#id<ChargeId>(of) },
      body: {
        ...{ decision: approve ? ('approve' as const) : ('reject' as const), revision: 1, stage: 1 },
        ...(approve ? {} : { comment: '不应办理' }),
      },
      idempotencyKey: this.#key(),
    });
    await decideApproval(this.#company.context, this.#call(who), call);
    const decided = await readReviewed(this.#company.context.table, this.#id<CorrectionId>(of));
    if (decided?.kind !== 'correction' || decided.result === undefined) return;
    const { replacement, refund } = decided.result;
    if (replacement !== undefined) this.#ids.set(`${of}-right`, replacement);
    if (refund !== undefined) this.#ids.set(`${of}-refund`, refund);
  }

  async #withdraw({ of, who }: Extract<Act, { do: 'withdraw' }>): Promise<void> {
    const id = this.#id<RefundId | CorrectionId>(of);
    const idempotencyKey = this.#key();
    if (id.startsWith('rfd_')) {
      const params = { refundId: id as RefundId };
      const call = input<typeof import('../../shared/contracts/refunds.ts').withdrawRefund>({
        ...{ params, body: {}, idempotencyKey },
      });
      await withdrawRefund(this.#company.context, this.#call(who), call);
      return;
    }
    const params = { correctionId: id as CorrectionId };
    const call = input<typeof import('../../shared/contracts/corrections.ts').withdrawCorrection>({
      ...{ params, body: { reason: '不需要更正' }, idempotencyKey },
    });
    await withdrawCorrection(this.#company.context, this.#call(who), call);
  }

  async #attempts(refund: string): Promise<number> {
    const found = await readReviewed(this.#company.context.table, this.#id<RefundId>(refund));
    return found?.kind === 'refund' ? found.attempts.length : 0;
  }

  async #start({ refund, who }: Extract<Act, { do: 'start' }>): Promise<void> {
    const call = input<typeof import('../../shared/contracts/refunds.ts').startPayout>({
      params: { refundId: this.#id<RefundId>(refund) },
      body: {},
      idempotencyKey: this.#key(),
    });
    await startPayout(this.#company.context, this.#call(who), call);
  }

  async #end({ refund, who, how }: Extract<Act, { do: 'end' }>): Promise<void> {
    const attempt = String(Math.max(1, await this.#attempts(refund)));
    const call = input<typeof import('../../shared/contracts/refunds.ts').recordPayout>({
      params: { refundId: this.#id<RefundId>(refund), attempt },
      body:
        how === 'paid'
          ? { outcome: 'paid', reference: this.#key(), paidOn: date('2026-10-12') }
          : { outcome: 'failed', problem: `账号有误 ${this.#key()}`, retry: how === 'again' },
      idempotencyKey: this.#key(),
    });
    await recordPayout(this.#company.context, this.#call(who), call);
  }

  /** What the product says of all of it, in the notebook's terms. */
  async picture(): Promise<Picture> {
    const { table } = this.#company.context;
    const keyOf = new Map([...this.#ids].map(([key, id]) => [id, key]));
    const name = (id: string) => keyOf.get(id) ?? id;
    const picture = { lots: {}, held: {}, unapplied: [] as bigint[], owed: {}, states: {} } as unknown as {
      -readonly [Name in keyof Picture]: Picture[Name];
    };
    let cash = 0n;
    const depositOf = new Map<string, string>();
    for (const [key, id] of this.#ids) {
      if (id.startsWith('dep_')) {
        const deposit = await readDeposit(table, id as DepositId);
        depositOf.set(`${deposit?.customerId} ${deposit?.posting?.sequence}`, key);
        continue;
      }
      const found = await readReviewed(table, id as RefundId);
      picture.states[key] = found?.state === 'in-review' && found.kind === 'charge' ? 'waiting' : (found?.state ?? '');
    }
    for (const { id } of this.#customers) {
      const head = await readHead(table, id, currency);
      picture.unapplied = [...picture.unapplied, head.balances.unapplied];
      for (const { number, minor } of head.lots) picture.lots[depositOf.get(`${id} ${number}`) ?? 'nobody'] = minor;
      for (const { by, minor } of head.claims) if (minor > 0n) picture.held[name(by)] = minor;
      for (const item of await queryPartition(table, { ...keys.receivables(id), strong: true })) {
        const { requestId, openMinor } = receivableFromItem(item);
        picture.owed[name(requestId)] = openMinor;
      }
      for (const item of await queryPartition(table, { ...keys.entries(id, currency), strong: true })) {
        for (const [, side, account, minor] of item.post as [string, string, string, bigint][]) {
          if (account.startsWith('clearing:')) cash += side === 'D' ? minor : -minor;
        }
      }
    }
    return { ...picture, cash };
  }
}
