import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { callSandbox, type SandboxInfo } from '../../sandbox/info.ts';
import { fetchToken } from '../../sandbox/token.ts';
import { businessDate, toInstant } from '../../shared/model/dates.ts';
import { KillableSandbox } from './killed-sandbox.ts';

const sandbox = new KillableSandbox(mkdtempSync(join(tmpdir(), 'killed-refund-')));
afterAll(() => sandbox.end());

type Answer = Record<string, unknown>;
type Send = readonly [user: string, path: string, body: object, key: string];

/** People who are logged in again after each start. */
class Office {
  #info: SandboxInfo | undefined;
  #tokens = new Map<string, string>();

  async goOn(info: SandboxInfo): Promise<void> {
    this.#info = info;
    const users = ['wang.fang', 'zhao.min', 'wu.ting', 'kehu'];
    this.#tokens = new Map(await Promise.all(users.map(async (user) => [user, await fetchToken(info, user)] as const)));
  }

  get info(): SandboxInfo {
    if (this.#info === undefined) throw new Error('the sandbox was never started');
    return this.#info;
  }

  async call(user: string, method: string, path: string, body?: object, key?: string): Promise<Answer> {
    const answer = await fetch(`${this.info.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#tokens.get(user)}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const result = (await answer.json()) as Answer;
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(result)}`);
    return result;
  }

  post([user, path, body, key]: Send): Promise<Answer> {
    return this.call(user, 'POST', path, body, key);
  }

  /** Sends a step of several refunds, kills the sandbox while it is at it, and sends the same again after a restart. */
  async throughAKill(steps: readonly Send[], afterMs: number): Promise<Answer[]> {
    const sending = Promise.allSettled(steps.map((step) => this.post(step)));
    await sleep(afterMs);
    await sandbox.kill();
    await sending;
    await this.goOn(await sandbox.start());
    return await Promise.all(steps.map((step) => this.post(step)));
  }
}

describe('a refund whose process is killed at each of its steps', () => {
  test('is paid once or released once, never both and never neither', async () => {
    const office = new Office();
    await office.goOn(await sandbox.start());
    const found = (await office.call('wang.fang', 'GET', '/customers?q=C-10001')) as { items: { id: string }[] };
    const customerId = found.items[0]?.id ?? '';
    const balance = async () => {
      const { balances } = (await office.call('kehu', 'GET', `/customers/${customerId}/balance`)) as {
        balances: { prepaid: { value: string }; held: { value: string }; available: { value: string } }[];
      };
      const [{ prepaid, held, available } = { prepaid: { value: '' }, held: { value: '' }, available: { value: '' } }] =
        balances;
      return [prepaid.value, held.value, available.value];
    };
    expect(await balance()).toEqual(['50000.00', '0.00', '50000.00']);

    const names = ['paid', 'failed', 'rejected', 'withdrawn'] as const;
    const request = (name: string): Send => [
      'wang.fang',
      `/customers/${customerId}/refunds`,
      {
        customerNumber: 'C-10001',
        source: { from: 'prepaid' },
        amount: { value: '1000.00', currency: 'CNY' },
        reason: { code: 'business-change', text: `业务变更：${name}` },
        payout: {
          method: 'bank-transfer',
          account: { holder: '北京华夏云科技有限公司', number: '6222020200112233445', bank: '中国工商银行' },
        },
      },
      `kill-${name}`,
    ];
    const asked = await office.throughAKill(names.map(request), 60);
    expect(asked.map(({ state }) => state)).toEqual(names.map(() => 'in-review'));
    expect(await balance()).toEqual(['50000.00', '4000.00', '46000.00']);
    const [paid, failed, rejected, withdrawn] = asked.map(({ id }) => String(id));

    const decide = (id: string | undefined, decision: string): Send => [
      'zhao.min',
      `/approvals/${id}/decisions`,
      { decision, revision: 1, stage: 1, ...(decision === 'reject' ? { comment: '不符合退费条件' } : {}) },
      `decide-${id}`,
    ];
    const decided = await office.throughAKill(
      [
        decide(paid, 'approve'),
        decide(failed, 'approve'),
        decide(rejected, 'reject'),
        ['wang.fang', `/refunds/${withdrawn}/withdrawals`, {}, 'withdraw'],
      ],
      40,
    );
    expect(decided.map(({ state }) => state)).toEqual(['approved', 'approved', 'rejected', 'withdrawn']);
    expect(await balance()).toEqual(['50000.00', '2000.00', '48000.00']);

    const started = await office.throughAKill(
      [paid, failed].map((id): Send => ['wu.ting', `/refunds/${id}/payouts`, {}, `start-${id}`]),
      30,
    );
    expect(started.map(({ state }) => state)).toEqual(['executing', 'executing']);

    const result = (id: string | undefined, body: object): Send => [
      'wu.ting',
      `/refunds/${id}/payouts/1/results`,
      body,
      `result-${id}`,
    ];
    const ended = await office.throughAKill(
      [
        result(paid, {
          outcome: 'paid',
          reference: 'ICBC-20261122-1',
          paidOn: businessDate(toInstant(new Date()), 'Asia/Shanghai'),
        }),
        result(failed, { outcome: 'failed', problem: '账号与户名不符', retry: false }),
      ],
      30,
    );
    expect(ended.map(({ state }) => state)).toEqual(['paid', 'failed']);
    expect(await balance()).toEqual(['49000.00', '0.00', '49000.00']);

    // Paid, and the process dies before its run has made the voucher.
    await sandbox.kill();
    await office.goOn(await sandbox.start());
    await callSandbox<object>(office.info, 'POST', '/idle');
    await onePayout(office, customerId, String(paid));
    await voucherCame(office, String(ended[0]?.voucherNumber));
  }, 300_000);
});

/** The journal has one entry of all four refunds: that of the one that was paid. */
async function onePayout(office: Office, customerId: string, paid: string): Promise<void> {
  const { items } = (await office.call('wang.fang', 'GET', `/customers/${customerId}/entries?limit=100`)) as {
    items: { requestId: string; postings: { event: string; account: string; amount: { value: string } }[] }[];
  };
  const refunds = items.filter(({ requestId }) => requestId.startsWith('rfd_'));
  expect(refunds.map(({ requestId }) => requestId)).toEqual([paid]);
  const clearing = refunds[0]?.postings.filter(({ account }) => account === 'clearing:bank-transfer');
  expect(clearing?.map(({ amount }) => amount.value)).toEqual(['1000.00']);
}

/** The customer has his voucher; a kill between a mail and its row may send it once more. */
async function voucherCame(office: Office, voucherNumber: string): Promise<void> {
  const { emails } = (await (await fetch(office.info.mailApiUrl)).json()) as {
    emails: { destination: { to: string[] }; body: { text?: string } }[];
  };
  const vouchers = emails.filter(
    ({ destination, body }) =>
      destination.to.some((to) => to.includes('caiwu@huaxia.example')) && body.text?.includes(voucherNumber),
  );
  expect(vouchers.length).toBeGreaterThanOrEqual(1);
  expect(vouchers.length).toBeLessThanOrEqual(2);
}
