import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { fetchToken } from '../../sandbox/token.ts';

let sandbox: Sandbox;
let requests = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: mkdtempSync(join(tmpdir(), 'after-posting-')) });
}, 120_000);
afterAll(() => sandbox?.stop());

/** Every call signs in anew: a token lives for an hour, and the clock moves by days. */
async function call<T>(user: string, method: string, path: string, body?: object): Promise<T> {
  requests += 1;
  const answer = await fetch(`${sandbox.info.apiUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await fetchToken(sandbox.info, user)}`,
      'content-type': 'application/json',
      'idempotency-key': `after-posting-${requests}`,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result = (await answer.json()) as T;
  expect(answer.ok ? 'accepted' : result, `${method} ${path}`).toBe('accepted');
  return result;
}

/** A posted charge of a new customer who pays within five days. */
async function posted(number: string, fields: object): Promise<string> {
  const customer = { number, name: '华夏科技', kind: 'company', phone: '13800138000', creditTermDays: 5, ...fields };
  const { id: customerId } = await call<{ id: string }>('wang.fang', 'POST', '/customers', customer);
  const { id } = await call<{ id: string }>('wang.fang', 'POST', '/charges', {
    customerId,
    customerNumber: number,
    type: 'upgrade',
    reason: { code: 'upgrade', text: '升级服务等级' },
    amount: { value: '20.00', currency: 'CNY' },
    basis: { text: '差价' },
    period: { start: '2026-10-01', end: '2026-10-31' },
    vouchers: [{ kind: 'contract-change', reference: 'HT-2026-0001' }],
  });
  await sandbox.idle();
  return id;
}

interface Listed {
  readonly items: readonly { readonly task: string; readonly requestId: string; readonly isPaused: boolean }[];
}

const tasksOf = async (id: string) =>
  (await call<Listed>('wang.fang', 'GET', '/tasks')).items.filter(({ requestId }) => requestId === id);
const shortMessages = async () =>
  ((await (await fetch(`${sandbox.info.mailUrl}/sms`)).json()) as { texts: { phone: string; text: string }[] }).texts;
const mailsWith = async (text: string) =>
  (
    (await (await fetch(sandbox.info.mailApiUrl)).json()) as {
      emails: { subject: string; body: { text: string }; tags: { template: string } }[];
    }
  ).emails.filter(({ body }) => body.text.includes(text));

describe('after a charge was posted', () => {
  test('a customer who prefers SMS gets one, with a link at which he answers once (A24, A29)', async () => {
    const id = await posted('C-70001', { preferredChannel: 'sms' });
    const [message] = (await shortMessages()).filter(({ text }) => text.includes(id));
    expect(message).toMatchObject({ phone: '+8613800138000' });
    const link = message?.text.match(/http\S+/)?.[0] ?? '';
    expect(link).toMatch(new RegExp(`^${sandbox.info.apiUrl}/feedback/${id}\\.`));
    const page = await fetch(link, { headers: { 'accept-language': 'en' } });
    expect({ status: page.status, cache: page.headers.get('cache-control') }).toEqual({
      status: 200,
      cache: 'no-store',
    });
    expect(await page.text()).toContain('Was this charge explained clearly?');
    const answer = (rating: number) =>
      fetch(link, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ rating, text: '' }),
      });
    expect([(await answer(5)).status, (await answer(1)).status]).toEqual([201, 409]);
  });

  test('one who prefers the phone is called by his clerk', async () => {
    const id = await posted('C-70002', { preferredChannel: 'phone' });
    expect(await tasksOf(id)).toMatchObject([{ task: 'call-1-posted' }]);
    await call('wang.fang', 'POST', `/requests/${id}/tasks/call-1-posted/outcomes`, {
      outcome: 'reached',
      note: '已告知',
    });
    expect(await tasksOf(id)).toEqual([]);
  });

  test('what is due soon is followed up in the morning, and rests while it is disputed (A27, A45)', async () => {
    const disputed = await posted('C-70003', { email: 'a@seventythree.example' });
    const quiet = await posted('C-70004', { email: 'a@seventyfour.example' });
    await call('wang.fang', 'POST', `/charges/${disputed}/disputes`, { text: '没有升级过', wants: 'explanation' });
    await sandbox.moveClock('+3d');
    await sandbox.idle();
    expect(await tasksOf(disputed)).toEqual([]);
    expect(await tasksOf(quiet)).toMatchObject([{ isPaused: false }]);

    await call('zhao.min', 'POST', `/charges/${disputed}/disputes/1/explanations`, { text: '见合同附件二' });
    await call('wang.fang', 'POST', `/charges/${disputed}/disputes/1/closures`, {
      outcome: 'accepted',
      note: '客户认可',
    });
    await sandbox.idle();
    const told = await mailsWith(disputed);
    expect(told.map(({ tags }) => tags.template)).toEqual(
      expect.arrayContaining(['dispute-opened', 'dispute-explained']),
    );
    expect(told.find(({ tags }) => tags.template === 'dispute-explained')?.body.text).toContain('计算依据：差价');
    await sandbox.moveClock('+1d');
    await sandbox.idle();
    expect(await tasksOf(disputed)).toMatchObject([{ isPaused: false }]);
  }, 120_000);
});
