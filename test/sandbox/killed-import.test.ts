import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { fetchToken } from '../../sandbox/token.ts';
import type { ImportWire } from '../../shared/contracts/imports.ts';
import { chineseHeader, csv, typedRow } from '../imports/tables.ts';
import { KillableSandbox } from './killed-sandbox.ts';

const sandbox = new KillableSandbox(mkdtempSync(join(tmpdir(), 'killed-import-')));
afterAll(() => sandbox.end());

/** Two pieces: the process dies in the second. */
const rowsCount = 400;
const customer = {
  number: 'C-77002',
  name: '海山有限公司',
  kind: 'company',
  preferredChannel: 'phone',
  phone: '13800138000',
};
const rows = Array.from({ length: rowsCount }, (_, index) =>
  typedRow({
    customerNumber: customer.number,
    customerName: customer.name,
    reference: `K-${index}`,
    amount: '9000.00',
  }),
);

test('an import goes on where the sandbox was killed, in its check and between its rows, and nothing doubles', async () => {
  let info = await sandbox.start();
  let token = await fetchToken(info, 'wang.fang');
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': path };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${info.apiUrl}${path}`, { method, headers, ...text });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const killAndStart = async (): Promise<void> => {
    await sandbox.kill();
    info = await sandbox.start();
    token = await fetchToken(info, 'wang.fang');
  };
  const until = async (id: string, isSo: (now: ImportWire) => boolean): Promise<ImportWire> => {
    for (;;) {
      const now = await call<ImportWire>('GET', `/imports/${id}`);
      if (isSo(now)) return now;
      await sleep(20);
    }
  };

  await call('POST', '/customers', customer);
  const id = await upload(call, Buffer.from(csv([chineseHeader, ...rows])));
  await sleep(150);
  await killAndStart();
  const checked = await until(id, ({ state }) => state !== 'awaiting-file');
  expect(checked).toMatchObject({ state: 'checked', progress: { good: rowsCount } });

  await call('POST', `/imports/${id}/entries`, { mode: 'continue' });
  await until(id, ({ progress }) => progress.entered > 0);
  await killAndStart();
  const done = await until(id, ({ state }) => state !== 'entering');
  expect(done).toMatchObject({ state: 'entered', progress: { entered: rowsCount, already: 0, refused: 0 } });
}, 240_000);

async function upload(
  call: <T>(method: string, path: string, body?: object) => Promise<T>,
  bytes: Buffer,
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { fileName: '补费.csv', contentType: 'text/csv', sizeBytes: bytes.length, sha256 };
  type Created = { import: ImportWire; upload: { url: string; fields: Record<string, string> } };
  const created = await call<Created>('POST', '/imports', file);
  const form = new FormData();
  for (const [name, value] of Object.entries(created.upload.fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)]));
  expect((await fetch(created.upload.url, { method: 'POST', body: form })).status).toBe(204);
  return created.import.id;
}
