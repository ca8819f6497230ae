import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CellValue, readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../../demo/api.ts';
import { LOCAL_CREDENTIALS } from '../../sandbox/local-account.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { demoCustomers } from '../../scripts/demo-data/customers.ts';
import type { ImportWire } from '../../shared/contracts/imports.ts';
import { createCustomer } from '../../shared/customers/create-customer.ts';
import { inBatches } from '../../shared/imports/in-batches.ts';
import { xlsxType } from '../../shared/imports/read-table.ts';
import { newCustomerSchema } from '../../shared/model/customer.ts';
import { toInstant } from '../../shared/model/dates.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { openLedgerTable } from '../../shared/table/ledger-table.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { workbook } from './tables.ts';

const clerk = 'wang.fang';
const file = readFileSync(join(import.meta.dirname, '../../demo/messy-charges.xlsx'));

let sandbox: Sandbox;
let api: Api;
let table: ReturnType<typeof openLedgerTable>;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: mkdtempSync(join(tmpdir(), 'messy-')), print: () => {} });
  const { info } = sandbox;
  const users = info.users.map(({ username, password, roles }) => ({ username, password, roles: [...roles] }));
  api = new Api({ readInfo: () => ({ ...info, users }), language: 'en', patienceMs: 60_000, onWaiting: () => {} });
  const { dynamodb: endpoint } = info.endpoints;
  const client = new DynamoDBClient({ endpoint, region: info.region, credentials: LOCAL_CREDENTIALS });
  table = openLedgerTable(client, info.tableName);
  await enterCustomers();
}, 300_000);
afterAll(() => sandbox.stop());

/** The company's customers, as a day at the office enters them. */
async function enterCustomers(): Promise<void> {
  const context = {
    table,
    clock: () => toInstant(new Date()),
    timing: { chance: () => 0.5, wait: async (milliseconds: number) => void (await wait(milliseconds)) },
    zone: 'Asia/Shanghai',
  };
  const rows = demoCustomers().filter((row) => row['expect'] === 'created');
  await inBatches(rows, 8, async (row) => {
    const { number, name, kind, group } = row;
    const body = newCustomerSchema.parse({ number, name, kind, group, email: 'caiwu@customer.example' });
    const call = { actor: { id: clerk as UserId, roles: ['clerk' as const] } };
    const input = { body, idempotencyKey: `${number}`, params: undefined, query: undefined, ifMatch: undefined };
    await createCustomer(context, { ...call, language: 'en' } as Parameters<typeof createCustomer>[1], input);
  });
}

async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const key =
    method === 'POST'
      ? {
          idempotencyKey: createHash('sha256')
            .update(`${path} ${JSON.stringify(body)} ${keys++}`)
            .digest('hex'),
        }
      : {};
  const answer = await api.call(clerk, { method, path, ...(body === undefined ? {} : { body }), ...key });
  if (!answer.ok) throw new Error(`${path}: ${answer.problem.code} ${answer.problem.detail}`);
  return answer.body as T;
}
let keys = 0;

async function until(id: string, states: readonly string[], seen: ImportWire[] = []): Promise<ImportWire> {
  for (;;) {
    const now = await call<ImportWire>('GET', `/imports/${id}`);
    seen.push(now);
    if (states.includes(now.state)) return now;
    await wait(100);
  }
}

async function upload(bytes: Uint8Array): Promise<ImportWire> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const body = { fileName: '十月补费.xlsx', contentType: xlsxType, sizeBytes: bytes.length, sha256, language: 'zh-CN' };
  const created = await call<{ import: ImportWire; upload: { url: string; fields: Record<string, string> } }>(
    'POST',
    '/imports',
    body,
  );
  const form = new FormData();
  for (const [name, value] of Object.entries(created.upload.fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)]));
  const { status } = await fetch(created.upload.url, { method: 'POST', body: form });
  expect(status).toBe(204);
  return await until(created.import.id, ['checked', 'refused']);
}

async function download(id: string, name: string) {
  const { url } = await call<{ url: string }>('GET', `/imports/${id}/files/${name}`);
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return (await readXlsx(bytes)).sheets[0]?.rows ?? [];
}

async function enter(id: string): Promise<{ done: ImportWire; seen: ImportWire[] }> {
  const seen: ImportWire[] = [];
  await call('POST', `/imports/${id}/entries`, { mode: 'continue' });
  return { done: await until(id, ['entered', 'stopped'], seen), seen };
}

async function chargesKept(): Promise<number> {
  let count = 0;
  for await (const item of scanItems(table)) if (item.kind === 'charge') count += 1;
  return count;
}

describe('a messy workbook of two thousand rows', () => {
  it('goes in with progress; its bad rows come back in a file that, corrected, completes it; twice doubles nothing', async () => {
    const checked = await upload(file);
    expect(checked).toMatchObject({ state: 'checked', progress: { rows: 2000, good: 1903, bad: 97, entered: 0 } });
    expect(checked.messages.map(({ code }) => code)).toEqual(['SHEETS_HIDDEN', 'SHEETS_NOT_READ', 'ROWS_EMPTY']);
    expect(await chargesKept()).toBe(0);

    const { done, seen } = await enter(checked.id);
    expect(done).toMatchObject({ state: 'entered', progress: { entered: 1903, already: 0, refused: 0 } });
    expect(new Set(seen.map(({ progress }) => progress.entered)).size).toBeGreaterThan(3);
    const [, ...results] = await download(done.id, 'result');
    expect(results.filter((row) => /^chg_/.test(String(row[15])))).toHaveLength(1903);

    const corrected = await upload(await workbook((await download(done.id, 'bad-rows')).map(correct)));
    expect(corrected.progress).toMatchObject({ rows: 97, good: 97, bad: 0 });
    expect((await enter(corrected.id)).done).toMatchObject({ state: 'entered', progress: { entered: 97 } });
    expect(await chargesKept()).toBe(2000);

    const again = await upload(file);
    expect((await enter(again.id)).done.progress).toMatchObject({ entered: 0, already: 1903, bad: 97 });
    expect(await chargesKept()).toBe(2000);
  }, 600_000);
});

const customers = demoCustomers().filter((row) => row['expect'] === 'created');

/** What a clerk does with the file of the bad rows: types what is meant into each cell that was wrong. */
function correct(row: CellValue[], index: number): CellValue[] {
  if (index === 0) return row;
  const fixed = [...row];
  const customer = customers.find((one) => one['number'] === String(row[0]).trim().toUpperCase()) ?? customers[0];
  fixed[0] = customer?.['number'] ?? '';
  fixed[1] = customer?.['name'] ?? '';
  fixed[2] = '服务费';
  fixed[4] = `按服务确认单补收，第 ${index} 行`;
  fixed[5] = '88.00';
  fixed[8] = '2026-10-01';
  fixed[9] = '2026-10-31';
  fixed[12] = `FIX-${index}`;
  return fixed;
}
