import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { fetchToken } from '../../sandbox/token.ts';

let sandbox: Sandbox;
let requests = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: mkdtempSync(join(tmpdir(), 'silence-')) });
}, 60_000);
afterAll(() => sandbox?.stop());

/** Every call signs in anew: a token lives for an hour, and the clock moves by days. */
async function call<T>(user: string, method: string, path: string, body?: object): Promise<T> {
  requests += 1;
  const answer = await fetch(`${sandbox.info.apiUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await fetchToken(sandbox.info, user)}`,
      'content-type': 'application/json',
      'idempotency-key': `silence-${requests}`,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result = (await answer.json()) as T;
  expect(answer.ok ? 'accepted' : result, `${method} ${path}`).toBe('accepted');
  return result;
}

interface Charge {
  readonly id: string;
  readonly state: string;
  readonly escalatedTo?: string;
  readonly history: readonly {
    readonly at: string;
    readonly by: string;
    readonly action: string;
    readonly for?: string;
  }[];
}

async function submit(): Promise<Charge> {
  const found = await call<{ items: { id: string }[] }>('wang.fang', 'GET', '/customers?q=C-10001');
  return await call<Charge>('wang.fang', 'POST', '/charges', {
    customerId: found.items[0]?.id,
    customerNumber: 'C-10001',
    type: 'upgrade',
    reason: { code: 'upgrade', text: '升级服务等级' },
    amount: { value: '9000.00', currency: 'CNY' },
    basis: { text: '差价' },
    period: { start: '2026-10-01', end: '2026-10-31' },
    vouchers: [{ kind: 'contract-change', reference: 'HT-2026-0001' }],
  });
}

/** Who was told what of a charge, in the order of the mails. */
async function mailsAbout(id: string): Promise<string[]> {
  const { emails } = (await (await fetch(sandbox.info.mailApiUrl)).json()) as {
    emails: { at: string; destination: { to: string[] }; body: { text: string }; tags: { template: string } }[];
  };
  return emails
    .filter(({ body }) => body.text.includes(id))
    .map(({ destination, tags }) => `${tags.template} ${destination.to[0]?.split('@')[0]}`);
}

describe('a stage left alone for three days', () => {
  test('was reminded of, then handed to the managers, and is decided by the delegate of who is away (F15)', async () => {
    const now = sandbox.now().getTime();
    const at = (days: number) => new Date(now + days * 86_400_000).toISOString();
    await call('chen.jie', 'PUT', '/me/delegation', { to: 'sun.li', from: at(0), until: at(10), reason: '出差' });
    const { id } = await submit();
    await sandbox.idle();
    expect((await mailsAbout(id)).sort()).toEqual([
      'review-requested chen.jie',
      'review-requested liu.yang',
      'review-requested sun.li',
    ]);

    await sandbox.moveClock('+3d');
    const mails = (await mailsAbout(id)).filter((mail) => !mail.startsWith('review-requested'));
    expect(mails.findIndex(isReminder)).toBe(0);
    const [reminded, escalated] = [mails.filter(isReminder), mails.filter((mail) => !isReminder(mail))];
    expect(reminded.slice(0, 3).sort()).toEqual([
      'review-reminder chen.jie',
      'review-reminder liu.yang',
      'review-reminder sun.li',
    ]);
    expect(escalated.sort()).toEqual([
      'review-escalated chen.jie',
      'review-escalated he.jing',
      'review-escalated liu.yang',
      'review-escalated sun.li',
      'review-escalated wang.fang',
      'review-escalated zhou.qiang',
    ]);
    const waiting = await call<Charge>('wang.fang', 'GET', `/charges/${id}`);
    expect(waiting).toMatchObject({ state: 'in-review', escalatedTo: 'manager' });
    expect(waiting.history.map(({ action }) => action)).toEqual(['submit', 'escalate']);
    const inbox = await call<{ items: { requestId: string }[] }>('zhou.qiang', 'GET', '/approvals?role=manager');
    expect(inbox.items.map(({ requestId }) => requestId)).toContain(id);

    const decision = { decision: 'approve', revision: 1, stage: 1 };
    const posted = await call<Charge>('sun.li', 'POST', `/approvals/${id}/decisions`, decision);
    expect(posted.state).toBe('posted');
    expect(posted.history.at(-1)).toMatchObject({ by: 'sun.li', action: 'approve', for: 'chen.jie' });
    await sandbox.idle();
    expect(await mailsAbout(id)).toContain('charge-decided wang.fang');
  }, 120_000);
});

function isReminder(mail: string): boolean {
  return mail.startsWith('review-reminder');
}
