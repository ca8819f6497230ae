import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { callSandbox, type SandboxInfo } from '../../sandbox/info.ts';
import { fetchToken } from '../../sandbox/token.ts';
import { KillableSandbox } from './killed-sandbox.ts';
import { notedKeys, putNote } from './running-sandbox.ts';
import { writeSmallApplication } from './small-application.ts';

const started: KillableSandbox[] = [];

function killable(assemblyDir?: string): KillableSandbox {
  const sandbox = new KillableSandbox(mkdtempSync(join(tmpdir(), 'killed-')), assemblyDir);
  started.push(sandbox);
  return sandbox;
}

afterAll(async () => {
  for (const sandbox of started) await sandbox.end();
});

const idle = (info: SandboxInfo): Promise<object> => callSandbox<object>(info, 'POST', '/idle');

describe('a sandbox that is killed at any moment', () => {
  test('delivers every stream record it had not delivered yet', async () => {
    const { assemblyDir, notes } = writeSmallApplication();
    const sandbox = killable(assemblyDir);
    const written: string[] = [];
    let info = await sandbox.start();
    for (const round of [0, 1, 2]) {
      const before = info;
      await Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          await putNote(before, `${round}-${index}`);
          written.push(`${round}-${index}`);
        }),
      );
      await sandbox.kill();
      // The database goes on while there is no sandbox.
      await putNote(before, `${round}-after`);
      written.push(`${round}-after`);
      info = await sandbox.start();
    }
    await idle(info);
    expect(new Set(notedKeys(notes))).toEqual(new Set(written));
  }, 120_000);

  test('loses and doubles nothing of the real application', async () => {
    const sandbox = killable();
    const work = await begin(await sandbox.start());
    const numbers = Array.from({ length: 24 }, (_, index) => index);
    const accepted = new Set<string>();
    const kills = 4;
    for (const patienceMs of [150, 400, 900]) {
      const sending = Promise.allSettled(numbers.map((number) => work.submit(number)));
      await sleep(patienceMs);
      await sandbox.kill();
      for (const result of await sending) if (result.status === 'fulfilled') accepted.add(result.value);
      await work.goOn(await sandbox.start());
    }
    const all = new Set(await Promise.all(numbers.map((number) => work.submit(number))));
    await idle(work.info());
    expect(all.size).toBe(numbers.length);
    expect([...accepted].filter((id) => !all.has(id))).toEqual([]);

    // Half of them are posted without a review, the others wait; the wait goes on after one more kill.
    await sandbox.kill();
    await work.goOn(await sandbox.start());
    for (const id of all) await work.approve(id);
    await idle(work.info());
    expect(await work.receivable()).toBe('7212.00');
    // Everybody is told. A kill may fall between a mail and the row that says so; that one mail then comes again.
    const mailed = await work.mailedCharges();
    expect(new Set(mailed).size).toBe(numbers.length);
    expect(mailed.length - numbers.length).toBeLessThanOrEqual(kills);
  }, 240_000);
});

/** A customer, and charges for him: every second one is small enough to be posted without a review. */
async function begin(first: SandboxInfo) {
  let info = first;
  let tokens: Record<string, string> = {};
  const login = async (): Promise<void> => {
    const users = ['wang.fang', 'chen.jie'];
    tokens = Object.fromEntries(
      await Promise.all(users.map(async (user) => [user, await fetchToken(info, user)] as const)),
    );
  };
  const call = async (
    user: string,
    method: string,
    path: string,
    body?: object,
    key?: string,
  ): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${info.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens[user]}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const result = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(result)}`);
    return result;
  };
  await login();
  const number = 'C-77001';
  const customer = {
    number,
    name: '山海有限公司',
    kind: 'company',
    language: 'zh-CN',
    preferredChannel: 'email',
    email: 'k@customer.example',
    creditTermDays: 30,
  };
  const { id: customerId } = await call('wang.fang', 'POST', '/customers', customer, 'the-customer');
  const charge = (index: number): object => ({
    customerId,
    customerNumber: number,
    type: 'upgrade',
    reason: { code: 'upgrade', text: `第 ${index} 笔` },
    amount: { value: index % 2 === 0 ? '1.00' : '600.00', currency: 'CNY' },
    basis: { text: '差价' },
    period: { start: '2026-10-01', end: '2026-10-31' },
  });
  return {
    info: () => info,
    goOn: async (next: SandboxInfo) => {
      info = next;
      await login();
    },
    submit: async (index: number) =>
      String((await call('wang.fang', 'POST', '/charges', charge(index), `charge-${index}`))['id']),
    approve: async (id: string) => {
      const { state } = await call('wang.fang', 'GET', `/charges/${id}`);
      if (state !== 'in-review') return;
      await call(
        'chen.jie',
        'POST',
        `/approvals/${id}/decisions`,
        { decision: 'approve', revision: 1, stage: 1 },
        `approve-${id}`,
      );
    },
    receivable: async () => {
      const { balances } = (await call('wang.fang', 'GET', `/customers/${customerId}/balance`)) as {
        balances?: { receivable: { value: string } }[];
      };
      return balances?.[0]?.receivable.value;
    },
    mailedCharges: async () => {
      const { emails } = (await (await fetch(info.mailApiUrl)).json()) as {
        emails: { destination: { to: string[] }; body: { text: string } }[];
      };
      const own = emails.filter((mail) => mail.destination.to.includes('k@customer.example'));
      return own.map((mail) => /第 \d+ 笔/.exec(mail.body.text)?.[0] ?? mail.body.text);
    },
  };
}
