import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callSandbox, type SandboxInfo } from '../../sandbox/info.ts';
import { fetchToken } from '../../sandbox/token.ts';
import { KillableSandbox } from '../sandbox/killed-sandbox.ts';
import { announce, greyJpeg, pdf, printedPage } from './files.ts';

interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

interface Attached {
  readonly voucher: { readonly id: string };
  readonly upload: Form;
}

interface Listed {
  readonly items: readonly { readonly id: string; readonly state: string; readonly legibility?: number }[];
}

const sandbox = new KillableSandbox(mkdtempSync(join(tmpdir(), 'vouchers-')));
let info: SandboxInfo;
let chargeId: string;

beforeAll(async () => {
  info = await sandbox.start();
  const customer = await call<{ id: string }>('POST', '/customers', {
    number: 'C-88001',
    name: '云帆有限公司',
    kind: 'company',
    email: 'k@customer.example',
  });
  const charge = await call<{ id: string }>('POST', '/charges', {
    customerId: customer.id,
    customerNumber: 'C-88001',
    type: 'upgrade',
    reason: { code: 'upgrade', text: '本期升级服务等级' },
    amount: { value: '9000.00', currency: 'CNY' },
    basis: { text: '差价' },
    period: { start: '2026-10-01', end: '2026-10-31' },
  });
  chargeId = charge.id;
});

afterAll(async () => {
  await sandbox.end();
});

let keys = 0;

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  keys += 1;
  const answer = await fetch(`${info.apiUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await fetchToken(info, 'wang.fang')}`,
      'content-type': 'application/json',
      'idempotency-key': `key-${keys}`,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result = (await answer.json()) as T;
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(result)}`);
  return result;
}

const attach = (file: object) => call<Attached>('POST', `/charges/${chargeId}/vouchers`, file);
const idle = () => callSandbox<object>(info, 'POST', '/idle');
const stored = async (id: string) =>
  (await call<Listed>('GET', `/charges/${chargeId}/vouchers`)).items.find((item) => item.id === id);

async function upload(
  { url, fields }: Form,
  bytes: Uint8Array,
  changes: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...changes })) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)]));
  return fetch(url, { method: 'POST', body: form });
}

describe('a file goes past us to the bucket', () => {
  it('by the form, is checked when it arrived, and comes back as a download', async () => {
    const photo = greyJpeg(printedPage(900, 1200, 3), 900);
    const { voucher, upload: form } = await attach(announce(photo, 'image/jpeg', '服务确认单.jpg'));
    expect((await upload(form, photo)).status).toBe(204);
    await idle();
    expect(await stored(voucher.id)).toMatchObject({ state: 'accepted', legibility: 100 });
    const { url } = await call<{ url: string }>('GET', `/charges/${chargeId}/vouchers/${voucher.id}/link`);
    const answer = await fetch(url);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="voucher.jpg"; filename*=UTF-8''${encodeURIComponent('服务确认单.jpg')}`,
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(photo)).toBe(true);
    const tampered = await fetch(url.replace(voucher.id, `vou_${'a'.repeat(26)}`));
    expect(tampered.status).toBe(403);
  });

  it('and S3 takes no other file by the form: not longer, not of another type, not under another key, not other bytes', async () => {
    const file = pdf();
    const { voucher, upload: form } = await attach(announce(file, 'application/pdf'));
    const other = Buffer.from(file);
    other.write('9', 5);
    const refusals = [
      await upload(form, pdf({ pages: 40 })),
      await upload(form, file, { 'Content-Type': 'text/html' }),
      await upload(form, file, { key: `vouchers/${chargeId}/vou_${'b'.repeat(26)}` }),
      await upload(form, other),
      await upload(form, other, { 'x-amz-checksum-sha256': Buffer.alloc(32).toString('base64') }),
    ];
    const codes = await Promise.all(refusals.map(async (answer) => /<Code>(\w+)</.exec(await answer.text())?.[1]));
    expect(codes).toEqual(['EntityTooLarge', 'AccessDenied', 'AccessDenied', 'BadDigest', 'AccessDenied']);
    await idle();
    expect(await stored(voucher.id)).toMatchObject({ state: 'awaiting-upload' });
  });

  it('and is checked all the same when everything is killed between its arrival and its check', async () => {
    const file = pdf({ pages: 2 });
    const { voucher, upload: form } = await attach(announce(file, 'application/pdf'));
    expect((await upload(form, file)).status).toBe(204);
    await sandbox.kill();
    info = await sandbox.start();
    await idle();
    expect(await stored(voucher.id)).toMatchObject({ state: 'accepted', pages: 2 });
  });
});
