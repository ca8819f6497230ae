import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { fetchToken } from '../../sandbox/token.ts';

let sandbox: Sandbox;
let requests = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: mkdtempSync(join(tmpdir(), 'internal-control-')) });
}, 120_000);
afterAll(() => sandbox?.stop());

/** Every call signs in anew: a token lives for an hour, and the clock moves by days. */
async function call<T>(user: string, method: string, path: string, body?: object, ifMatch?: string): Promise<T> {
  requests += 1;
  const answer = await fetch(`${sandbox.info.apiUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await fetchToken(sandbox.info, user)}`,
      'content-type': 'application/json',
      'idempotency-key': `internal-control-${requests}`,
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result = (await answer.json()) as T;
  expect(answer.ok ? 'accepted' : result, `${method} ${path}`).toBe('accepted');
  return result;
}

interface SentMail {
  readonly subject: string;
  readonly tags: { readonly template: string };
  readonly destination: { readonly to: readonly string[] };
}
const mails = async (template: string) =>
  ((await (await fetch(sandbox.info.mailApiUrl)).json()) as { emails: SentMail[] }).emails.filter(
    ({ tags }) => tags.template === template,
  );

test('forty days raise each alert once, one digest a morning, no finding in clean books, and a reconciled month', async () => {
  const policy = {
    reason: '先按客户设定预警线',
    content: { levels: [{ level: { value: '60000.00', currency: 'CNY' } }], tellsCustomer: true },
  };
  const { version } = await call<{ version: number }>('admin', 'POST', '/policies/low-balance/versions', policy, '"0"');
  await call('zhou.qiang', 'POST', `/policies/low-balance/versions/${version}/decisions`, { decision: 'approve' });
  await sandbox.moveClock('+40d');
  await sandbox.idle();

  const { items: low } = await call<{ items: { customerNumber: string; crossings: number }[] }>(
    ...(['wang.fang', 'GET', '/alerts/low-balances'] as const),
  );
  expect(low.map(({ customerNumber, crossings }) => [customerNumber, crossings]).sort()).toEqual([
    ['C-10001', 1],
    ['C-10003', 1],
  ]);
  expect(await mails('top-up-due')).toHaveLength(2);
  const digests = (await mails('low-balances')).filter(({ destination }) =>
    destination.to.includes('zhao.min@feeledger.example'),
  );
  expect(digests.length).toBeGreaterThanOrEqual(39);
  expect(new Set(digests.map(({ subject }) => subject)).size).toBe(digests.length);
  expect(await call('xu.lei', 'GET', '/findings')).toMatchObject({ items: [] });
  const { items: months } = await call<{ items: object[] }>('zhao.min', 'GET', '/reconciliations');
  expect(months).toMatchObject([
    { currency: 'CNY', state: 'open' },
    { currency: 'JPY', state: 'open' },
  ]);
}, 600_000);
