import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Api } from './api.ts';
import type { Surprise } from './evening-check.ts';

/** What somebody did about money, and what became of it. */
export interface MoneyStep {
  readonly scene: 'deposits' | 'alerts' | 'refunds' | 'corrections';
  readonly what: string;
  readonly became: string;
}

export interface MoneyDay {
  readonly steps: readonly MoneyStep[];
  readonly surprises: readonly Surprise[];
}

const answered = z.object({
  id: z.string().optional(),
  state: z.string().optional(),
  version: z.number().optional(),
  createdAt: z.string().optional(),
  receiptNumber: z.string().optional(),
  voucherNumber: z.string().optional(),
  result: z.object({ replacement: z.string().optional(), refund: z.string().optional() }).optional(),
  items: z.array(z.object({ customerNumber: z.string().optional(), crossings: z.number().optional() })).optional(),
  balances: z
    .array(z.object({ prepaid: z.object({ value: z.string() }), available: z.object({ value: z.string() }) }))
    .optional(),
});
type Answered = z.infer<typeof answered>;

const clerk = 'wang.fang';
const otherClerk = 'li.na';
const reviewer = 'chen.jie';
const finance = 'zhao.min';
const manager = 'zhou.qiang';
const cashier = 'wu.ting';
const otherCashier = 'lin.tao';
const auditor = 'xu.lei';

const alertIsToldWithinMs = 30_000;
const pollMs = 250;

const cny = (value: string) => ({ value, currency: 'CNY' });
const account = { holder: '示例客户', number: '6222020200112233445', bank: '中国工商银行' };

/**
 * Plays what happens to money besides charges: deposits that arrive, bounce and run low, refunds that are paid, refused and fail,
 * corrections of each kind. Every key is fixed, so a second run answers with what the first one did.
 */
export async function playMoneyDay(api: Api): Promise<MoneyDay> {
  const desk = new MoneyDesk(api);
  await desk.open();
  await deposits(desk);
  await alerts(desk);
  await refunds(desk);
  await corrections(desk);
  return { steps: desk.steps, surprises: desk.surprises };
}

class MoneyDesk {
  readonly steps: MoneyStep[] = [];
  readonly surprises: Surprise[] = [];
  readonly #api: Api;
  readonly #customers = new Map<string, string>();
  #today = '';

  constructor(api: Api) {
    this.#api = api;
  }

  get today(): string {
    return this.#today;
  }

  /** Five customers of a group of their own, and the level below which their prepaid money is low. */
  async open(): Promise<void> {
    for (const number of ['M-30001', 'M-30002', 'M-30003', 'M-30004', 'M-30005']) {
      const body = {
        ...{ number, name: `资金演示客户 ${number}`, kind: 'company', group: 'money-demo' },
        email: `${number.toLowerCase()}@customer.example`,
      };
      const { id = '', createdAt = '' } = await this.send(clerk, '/customers', body);
      this.#customers.set(number, id);
      // The same day in every run: what is sent again must say the same.
      this.#today = new Date(Date.parse(createdAt) + 8 * 3_600_000).toISOString().slice(0, 10);
    }
    const path = '/policies/low-balance/versions';
    const list = await this.#api.call('admin', { method: 'GET', path });
    const proposal = {
      reason: '资金演示：预存款低于 500 元时提醒',
      content: { levels: [{ customerGroup: 'money-demo', level: cny('500.00') }], tellsCustomer: true },
    };
    const { version } = await this.send('admin', path, proposal, list.ok ? list.etag : undefined);
    await this.send(manager, `${path}/${version}/decisions`, { decision: 'approve' });
  }

  /** Does one thing; a refusal is told by its code. */
  async attempt(user: string, path: string, body: unknown, ifMatch?: string): Promise<Answered | { refused: string }> {
    const answer = await this.#api.call(user, {
      method: 'POST',
      path,
      body,
      idempotencyKey: `demo/money/${createHash('sha256')
        .update(`${path} ${JSON.stringify(body)}`)
        .digest('hex')}`,
      ...(ifMatch === undefined ? {} : { ifMatch }),
    });
    return answer.ok ? answered.parse(answer.body) : { refused: answer.problem.code };
  }

  /** Does one thing that must go through. */
  async send(user: string, path: string, body: unknown, ifMatch?: string): Promise<Answered> {
    const answer = await this.attempt(user, path, body, ifMatch);
    if ('refused' in answer) throw new Error(`${user} POST ${path} was refused with ${answer.refused}`);
    return answer;
  }

  async read(user: string, path: string): Promise<Answered> {
    const answer = await this.#api.call(user, { method: 'GET', path });
    if (!answer.ok) throw new Error(`${user} GET ${path} was refused with ${answer.problem.code}`);
    return answered.parse(answer.body);
  }

  /** Keeps what became of something, and that it is not what it should be, where it is not. */
  note(scene: MoneyStep['scene'], what: string, became: string | undefined, expected: string): void {
    this.steps.push({ scene, what, became: became ?? '' });
    if (became !== expected) this.surprises.push({ file: scene, row: what, expected, got: became ?? 'nothing' });
  }

  of(number: string): { customerId: string; customerNumber: string; path: string } {
    const customerId = this.#customers.get(number) ?? '';
    return { customerId, customerNumber: number, path: `/customers/${customerId}` };
  }

  async deposit(user: string, number: string, value: string, method: string, reference: string): Promise<Answered> {
    const { customerNumber, path } = this.of(number);
    const content = { amount: cny(value), method, paidOn: this.#today, reference };
    return await this.send(user, `${path}/deposits`, { customerNumber, ...content });
  }

  async arrived(user: string, { id }: Answered): Promise<Answered> {
    return await this.send(user, `/deposits/${id}/confirmations`, { arrivedOn: this.#today });
  }

  /** A charge that one reviewer approves. */
  async charge(number: string, value: string, more: object = {}): Promise<Answered> {
    const { customerId, customerNumber } = this.of(number);
    const month = this.#today.slice(0, 'YYYY-MM'.length);
    const entered = await this.send(clerk, '/charges', {
      ...{ customerId, customerNumber, type: 'service', amount: cny(value) },
      reason: { code: 'added-items', text: `资金演示：新增服务 ${value} 元` },
      basis: { text: '按报价单计算' },
      period: { start: `${month}-01`, end: `${month}-28` },
      ...more,
    });
    return await this.decide(reviewer, entered, 'approve');
  }

  async decide(user: string, { id }: Answered, decision: 'approve' | 'reject'): Promise<Answered> {
    const comment = decision === 'reject' ? { comment: '不符合规定' } : {};
    return await this.send(user, `/approvals/${id}/decisions`, { decision, revision: 1, stage: 1, ...comment });
  }

  async askBack(number: string, value: string, source: object, text: string): Promise<Answered | { refused: string }> {
    const { customerNumber, path } = this.of(number);
    return await this.attempt(clerk, `${path}/refunds`, {
      ...{ customerNumber, source, amount: cny(value), payout: { method: 'bank-transfer', account } },
      reason: { code: 'business-change', text },
    });
  }

  async payOut(refund: Answered, attempt: number, result: object): Promise<Answered> {
    const started = await this.#start(refund, attempt);
    return await this.send(cashier, `/refunds/${started.id}/payouts/${attempt}/results`, result);
  }

  /** Each attempt is a call of its own, though all say the same. */
  async #start({ id }: Answered, attempt: number): Promise<Answered> {
    const answer = await this.#api.call(cashier, {
      method: 'POST',
      path: `/refunds/${id}/payouts`,
      body: {},
      idempotencyKey: `demo/money/${id}/start-${attempt}`,
    });
    if (!answer.ok) throw new Error(`the payout of ${id} was refused with ${answer.problem.code}`);
    return answered.parse(answer.body);
  }
}

/** What is sent again in a second run is answered with how it stands by now, which is a step further. */
function before({ state }: Answered, now: string, then: string): string | undefined {
  return state === now ? then : state;
}

async function deposits(desk: MoneyDesk): Promise<void> {
  const transfer = await desk.deposit(clerk, 'M-30001', '2000.00', 'bank-transfer', 'ICBC-DEMO-0001');
  desk.note('deposits', '2000.00 by transfer, confirmed', (await desk.arrived(cashier, transfer)).state, 'arrived');
  const cash = await desk.deposit(cashier, 'M-30001', '300.00', 'cash', 'CASH-DEMO-0001');
  desk.note('deposits', '300.00 in cash', cash.state, 'arrived');
  const cheque = await desk.deposit(otherClerk, 'M-30001', '500.00', 'cheque', 'CHEQUE-DEMO-0001');
  const bounced = await desk.send(cashier, `/deposits/${cheque.id}/bounces`, { reason: '支票账户余额不足，银行退票' });
  desk.note('deposits', '500.00 by a cheque that bounces', bounced.state, 'bounced');
  const typo = await desk.deposit(clerk, 'M-30001', '20000.00', 'bank-transfer', 'ICBC-DEMO-0002');
  const cancelled = await desk.send(clerk, `/deposits/${typo.id}/cancellations`, { reason: '金额录入错误' });
  desk.note('deposits', '20000.00 typed wrong, cancelled', cancelled.state, 'cancelled');
  const { balances = [] } = await desk.read(auditor, `${desk.of('M-30001').path}/balance`);
  // Once the charges of the next scene are there, a second run sees less.
  const prepaid = balances[0]?.prepaid.value;
  desk.note('deposits', 'what counts', prepaid === '400.00' ? '2300.00' : prepaid, '2300.00');
}

async function alerts(desk: MoneyDesk): Promise<void> {
  await desk.charge('M-30001', '1900.00');
  await becameLow(desk, 'M-30001', 1);
  const more = await desk.deposit(clerk, 'M-30001', '1000.00', 'bank-transfer', 'ICBC-DEMO-0003');
  await desk.arrived(cashier, more);
  await desk.charge('M-30001', '1000.00', { type: 'training' });
  await becameLow(desk, 'M-30001', 2);
}

/** Waits until the customer is on the list of low balances, and counts how often he fell below his level. */
async function becameLow(desk: MoneyDesk, number: string, times: number): Promise<void> {
  const until = performance.now() + alertIsToldWithinMs;
  let crossings = 0;
  while (performance.now() < until) {
    const { items = [] } = await desk.read(auditor, '/alerts/low-balances?limit=100');
    crossings = items.find(({ customerNumber }) => customerNumber === number)?.crossings ?? 0;
    if (crossings >= times) break;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const what = `${number} falls below 500.00, time ${times}`;
  desk.note('alerts', what, crossings >= times ? 'told' : `${crossings} times`, 'told');
}

async function refunds(desk: MoneyDesk): Promise<void> {
  const money = await desk.deposit(clerk, 'M-30002', '6000.00', 'bank-transfer', 'ICBC-DEMO-0004');
  await desk.arrived(cashier, money);
  const prepaid = { from: 'prepaid' };
  const asked = async (value: string, source: object, text: string): Promise<Answered> => {
    const answer = await desk.askBack('M-30002', value, source, text);
    if ('refused' in answer) throw new Error(`the refund of ${value} was refused with ${answer.refused}`);
    return answer;
  };
  const paid = (reference: string) => ({ outcome: 'paid', reference, paidOn: desk.today });

  const first = await asked('800.00', prepaid, '业务缩减，退回部分预存款');
  await desk.decide(finance, first, 'approve');
  const done = await desk.payOut(first, 1, paid('PAY-DEMO-0001'));
  desk.note('refunds', '800.00 of prepaid money', before(done, 'arrived', 'paid'), 'paid');
  const arrived = await desk.send(otherClerk, `/refunds/${first.id}/arrivals`, { arrived: true });
  desk.note('refunds', 'the customer has it', arrived.state, 'arrived');

  const second = await asked('700.00', prepaid, '客户希望退款，但合同未到期');
  desk.note(
    'refunds',
    '700.00, not allowed by finance',
    (await desk.decide(finance, second, 'reject')).state,
    'rejected',
  );
  const third = await asked('600.00', prepaid, '客户改变主意');
  const withdrawn = await desk.send(clerk, `/refunds/${third.id}/withdrawals`, { reason: '客户不再要求' });
  desk.note('refunds', '600.00, taken back', withdrawn.state, 'withdrawn');

  const fourth = await asked('500.00', prepaid, '账户信息有误的退款');
  await desk.decide(finance, fourth, 'approve');
  const again = await desk.payOut(fourth, 1, { outcome: 'failed', problem: '银行系统维护', retry: true });
  desk.note('refunds', '500.00, the bank is closed', before(again, 'failed', 'approved'), 'approved');
  const failed = await desk.payOut(fourth, 2, { outcome: 'failed', problem: '账号与户名不符', retry: false });
  desk.note('refunds', '500.00, the account is wrong', failed.state, 'failed');

  const charge = await desk.charge('M-30002', '1500.00');
  const fifth = await asked('300.00', { from: 'charge', chargeId: charge.id }, '其中一项服务未交付');
  await desk.decide(finance, fifth, 'approve');
  const credited = await desk.payOut(fifth, 1, paid('PAY-DEMO-0002'));
  desk.note('refunds', '300.00 of a charge, with a credit note', credited.state, 'paid');

  const tooMuch = await desk.askBack('M-30002', '90000.00', prepaid, '超过余额的退款');
  const code = 'refused' in tooMuch ? tooMuch.refused : tooMuch.state;
  desk.note('refunds', '90000.00, more than there is', code, 'REFUND_EXCEEDS_SOURCE');
  const waiting = await asked('200.00', prepaid, '等待出纳付款的退款');
  const { state } = await desk.decide(finance, waiting, 'approve');
  desk.note('refunds', `200.00, waiting for ${otherCashier}`, state, 'approved');
}

async function corrections(desk: MoneyDesk): Promise<void> {
  for (const number of ['M-30003', 'M-30004']) {
    const money = await desk.deposit(clerk, number, '10000.00', 'bank-transfer', `ICBC-DEMO-${number}`);
    await desk.arrived(cashier, money);
  }
  const other = desk.of('M-30004');
  const month = desk.today.slice(0, 'YYYY-MM'.length);
  const basis = { text: '按更正后的报价单计算' };
  const cases = [
    ['wrong-customer', 'replace', { customerId: other.customerId, customerNumber: other.customerNumber }, '1100.00'],
    ['wrong-amount', 'replace', { amount: cny('120.00'), basis }, '1200.00'],
    ['wrong-amount', 'refund-excess', { amount: cny('1000.00'), basis }, '1300.00'],
    ['wrong-amount', 'charge-more', { amount: cny('1900.00'), basis }, '1400.00'],
    ['wrong-type', 'replace', { type: 'training' }, '1500.00'],
    ['wrong-period', 'replace', { period: { start: `${month}-02`, end: `${month}-27` } }, '1600.00'],
    ['wrong-customer', 'cancel', {}, '1700.00'],
  ] as const;
  for (const [mistake, remedy, right, value] of cases) {
    const charge = await desk.charge('M-30003', value);
    const payout = remedy === 'refund-excess' ? { payout: { method: 'bank-transfer', account } } : {};
    const content = { mistake, remedy, right, cause: { code: 'typed-wrong', text: '录入时看错了合同' }, ...payout };
    const asked = await desk.send(otherClerk, `/charges/${charge.id}/corrections`, content);
    const posted = await desk.decide(finance, asked, 'approve');
    desk.note('corrections', `${value}: ${mistake}, ${remedy}`, posted.state, 'posted');
    const { state } = await desk.read(auditor, `/charges/${charge.id}`);
    const stays = remedy === 'refund-excess' || remedy === 'charge-more';
    desk.note('corrections', `${value}: the charge itself`, state, stays ? 'posted' : 'corrected');
    if (posted.result?.refund === undefined) continue;
    const excess = { id: posted.result.refund };
    const paid = await desk.payOut(excess, 1, { outcome: 'paid', reference: 'PAY-DEMO-0003', paidOn: desk.today });
    desk.note('corrections', `${value}: the excess is paid out`, paid.state, 'paid');
  }
}
