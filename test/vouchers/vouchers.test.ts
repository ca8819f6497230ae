import { beforeAll, describe, expect, it } from 'vitest';
import { voucherEvents } from '../../shared/charges/timeline/voucher-events.ts';
import type { ChargeId, UserId, VoucherId } from '../../shared/model/ids.ts';
import { voucherItem } from '../../shared/table/items/voucher-item.ts';
import { putIf } from '../../shared/table/write.ts';
import { checkVoucher } from '../../shared/vouchers/check-voucher.ts';
import { readVouchers } from '../../shared/vouchers/stored-voucher.ts';
import { voucherKey } from '../../shared/vouchers/voucher-store.ts';
import { approval, type CustomerInOffice, type Office, oneStage, openOffice, twoStages } from '../api/office.ts';
import { accepted, complaints, refused } from '../support/http.ts';
import { acceptVoucher, memoryFiles, scan } from './accepted-voucher.ts';
import { announce, pdf } from './files.ts';

let office: Office;
let customer: CustomerInOffice;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
});

const openCharge = async () => (await office.submit(customer, oneStage)).id;
const attach = (chargeId: string, body: object = scan, call: object = {}) =>
  accepted('attachVoucher', { as: office.clerk, params: { chargeId }, body, ...call });
const list = async (chargeId: string, as = office.reviewer) =>
  (await accepted('listVouchers', { as, params: { chargeId } })).body.items;
const keyOf = (chargeId: string, id: string) => voucherKey({ requestId: chargeId as ChargeId, id: id as VoucherId });

async function arrive(chargeId: string, id: string, bytes: Uint8Array): Promise<void> {
  const files = memoryFiles();
  files.objects.set(keyOf(chargeId, id), bytes);
  await checkVoucher(office.context, files, keyOf(chargeId, id));
}

describe('announcing a file', () => {
  it('answers a form that takes this very file: key, type, size and SHA-256 are signed', async () => {
    const chargeId = await openCharge();
    const { voucher, upload } = (await attach(chargeId)).body;
    expect(voucher).toMatchObject({
      requestId: chargeId,
      state: 'awaiting-upload',
      attachedBy: 'wang.fang',
      problems: [],
    });
    expect(upload?.fields).toMatchObject({
      key: `vouchers/${chargeId}/${voucher.id}`,
      'Content-Type': 'application/pdf',
      'x-amz-checksum-sha256': Buffer.from(scan.sha256, 'hex').toString('base64'),
    });
    const policy = JSON.parse(Buffer.from(upload?.fields['Policy'] ?? '', 'base64').toString());
    expect(policy.conditions).toEqual(
      expect.arrayContaining([
        ['content-length-range', scan.sizeBytes, scan.sizeBytes],
        { key: `vouchers/${chargeId}/${voucher.id}` },
        { 'Content-Type': 'application/pdf' },
        { 'x-amz-checksum-sha256': Buffer.from(scan.sha256, 'hex').toString('base64') },
      ]),
    );
  });

  it('sent again is the same voucher, with a form as long as its file has not come', async () => {
    const chargeId = await openCharge();
    const first = await attach(chargeId, scan, { key: 'again' });
    const second = await attach(chargeId, scan, { key: 'again' });
    expect(second.isReplay).toBe(true);
    expect(second.body.voucher).toEqual(first.body.voucher);
    expect(second.body.upload?.fields['key']).toBe(first.body.upload?.fields['key']);
    await arrive(chargeId, first.body.voucher.id, pdf());
    const third = await attach(chargeId, scan, { key: 'again' });
    expect(third.body).toMatchObject({ voucher: { id: first.body.voucher.id, state: 'accepted' } });
    expect(third.body.upload).toBeUndefined();
    expect(await list(chargeId)).toHaveLength(1);
  });

  it('sent again after the charge was decided is the same voucher, without a form', async () => {
    const chargeId = await openCharge();
    const { voucher } = (await attach(chargeId, scan, { key: 'late' })).body;
    await office.decide(office.reviewer, chargeId, approval(1));
    const again = await attach(chargeId, scan, { key: 'late' });
    expect({ isReplay: again.isReplay, body: again.body }).toEqual({ isReplay: true, body: { voucher } });
  });

  it('is refused under a key that announced another file', async () => {
    const chargeId = await openCharge();
    await attach(chargeId, scan, { key: 'once' });
    const params = { chargeId };
    const body = { ...scan, fileName: '另一份.pdf' };
    expect((await refused('attachVoucher', { as: office.clerk, params, body, key: 'once' })).code).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('writes its own row and leaves the charge alone', async () => {
    const chargeId = await openCharge();
    const before = await office.contents();
    await attach(chargeId);
    const after = await office.contents();
    expect(after).toHaveLength(before.length + 1);
    expect(after.filter((item) => !before.includes(item))).toHaveLength(1);
  });

  it('is refused to whoever did not make the charge', async () => {
    const params = { chargeId: await openCharge() };
    const problem = await office.writesNothing(() =>
      refused('attachVoucher', { as: office.otherClerk, params, body: scan }),
    );
    expect(problem.code).toBe('NOT_THE_MAKER');
  });

  it('is refused for a charge that is posted, and for one that does not exist', async () => {
    const { id } = await office.submit(customer, '120.00');
    const call = { as: office.clerk, body: scan };
    expect((await refused('attachVoucher', { ...call, params: { chargeId: id } })).code).toBe('REQUEST_MOVED');
    const unknown = `chg_${'a'.repeat(26)}`;
    expect((await refused('attachVoucher', { ...call, params: { chargeId: unknown } })).code).toBe('NOT_FOUND');
  });

  it.each<[string, object, string]>([
    ['a file of 100 MB', { sizeBytes: 100 * 1024 * 1024 }, '/sizeBytes TOO_LARGE'],
    ['an empty file', { sizeBytes: 0 }, '/sizeBytes TOO_SMALL'],
    ['a program', { contentType: 'application/x-msdownload' }, '/contentType NOT_ALLOWED'],
    ['a drawing that may run scripts', { contentType: 'image/svg+xml' }, '/contentType NOT_ALLOWED'],
    ['a hash in capitals', { sha256: 'A'.repeat(64) }, '/sha256 SHA256_FORMAT'],
    ['a name with a line break', { fileName: 'a\nb.pdf' }, '/fileName CONTROL_CHARACTERS'],
    ['a name that turns the direction of text', { fileName: 'a\u202efdp.exe' }, '/fileName CONTROL_CHARACTERS'],
  ])('is refused for %s', async (_, changes, complaint) => {
    const params = { chargeId: await openCharge() };
    const problem = await refused('attachVoucher', { as: office.clerk, params, body: { ...scan, ...changes } });
    expect(complaints(problem)).toEqual([complaint]);
  });

  it('is refused beyond twenty files; replacing one is not', async () => {
    const chargeId = await openCharge();
    const attached = (await attach(chargeId)).body.voucher;
    const stored = (await readVouchers(office.context.table, chargeId as ChargeId))[0];
    for (let index = 0; index < 19; index += 1) {
      const id = `vou_${String.fromCharCode(97 + index).repeat(26)}` as VoucherId;
      const item = voucherItem({ ...(stored as NonNullable<typeof stored>), id });
      await putIf(office.context, item, { expression: 'attribute_not_exists(pk)' });
    }
    const params = { chargeId };
    const problem = await refused('attachVoucher', { as: office.clerk, params, body: scan });
    expect(problem).toMatchObject({ code: 'VOUCHER_LIMIT', detail: expect.stringContaining('20') });
    await attach(chargeId, { ...scan, replaces: attached.id });
  });
});

describe('replacing a file', () => {
  it('is refused by one of another kind, which may prove something else', async () => {
    const chargeId = await openCharge();
    const replaces = (await attach(chargeId)).body.voucher.id;
    const call = { as: office.clerk, params: { chargeId }, body: { ...scan, kind: 'other', replaces } };
    const problem = await office.writesNothing(() => refused('attachVoucher', call));
    expect(complaints(problem)).toEqual(['/replaces VOUCHER_KIND_DIFFERS']);
    expect(problem.errors?.[0]?.detail).toContain(scan.kind);
  });

  it('is refused once somebody approved on it; another file may still be added', async () => {
    const chargeId = (await office.submit(customer, twoStages)).id;
    const replaces = await acceptVoucher(office.context, office.clerk, chargeId);
    await office.decide(office.reviewer, chargeId, approval(1));
    const call = { as: office.clerk, params: { chargeId } };
    const problem = await office.writesNothing(() =>
      refused('attachVoucher', { ...call, body: { ...scan, replaces } }),
    );
    expect(problem.code).toBe('VOUCHER_FIXED');
    expect((await accepted('attachVoucher', { ...call, body: scan })).body.voucher.state).toBe('awaiting-upload');
  });

  it('is possible again once the charge came back', async () => {
    const chargeId = (await office.submit(customer, twoStages)).id;
    const replaces = await acceptVoucher(office.context, office.clerk, chargeId);
    await office.decide(office.reviewer, chargeId, approval(1));
    await office.decide(office.finance, chargeId, { ...approval(2), decision: 'return', comment: '请换清晰的' });
    expect((await attach(chargeId, { ...scan, replaces })).body.voucher.replaces).toBe(replaces);
  });
});

describe('a file that arrived', () => {
  it('is accepted, once, however often its event comes', async () => {
    const chargeId = await openCharge();
    const { id } = (await attach(chargeId)).body.voucher;
    await arrive(chargeId, id, pdf());
    const [first] = await list(chargeId);
    expect(first).toMatchObject({ state: 'accepted', pages: 1, problems: [], checkedAt: expect.any(String) });
    await office.writesNothing(() => arrive(chargeId, id, pdf()));
  });

  it('is refused with what is wrong and the way out, in the reader’s language', async () => {
    const chargeId = await openCharge();
    const fake = Buffer.from('MZ this is a program');
    const { id } = (await attach(chargeId, announce(fake, 'application/pdf'))).body.voucher;
    await arrive(chargeId, id, fake);
    const params = { chargeId };
    const read = async (language: string) =>
      (await accepted('listVouchers', { as: office.reviewer, params, language })).body.items[0]?.problems;
    expect(await read('zh-CN')).toEqual([
      { code: 'CONTENT_NOT_AS_DECLARED', detail: expect.stringContaining('上传原始文件') },
    ]);
    expect(await read('en')).toEqual([
      { code: 'CONTENT_NOT_AS_DECLARED', detail: expect.stringContaining('Upload the original') },
    ]);
  });

  it('under a key we never made is left alone', async () => {
    await office.writesNothing(async () => {
      const files = memoryFiles();
      for (const key of ['vouchers/x/y', 'imports/a', `vouchers/chg_${'a'.repeat(26)}/vou_${'b'.repeat(26)}`]) {
        files.objects.set(key, pdf());
        await checkVoucher(office.context, files, key);
      }
    });
  });

  it('takes the place of another only when it is accepted, and the other stays in the case', async () => {
    const chargeId = await openCharge();
    const old = await acceptVoucher(office.context, office.clerk, chargeId);
    const better = pdf({ pages: 2 });
    const { id } = (await attach(chargeId, { ...announce(better, 'application/pdf'), replaces: old })).body.voucher;
    const stateOf = async (which: string) => (await list(chargeId)).find((one) => one.id === which);
    expect(await stateOf(old)).toMatchObject({ state: 'accepted' });
    await arrive(chargeId, id, better);
    expect(await stateOf(id)).toMatchObject({ state: 'accepted', replaces: old });
    expect(await stateOf(old)).toMatchObject({ state: 'replaced', replacedBy: id });
    const params = { chargeId, voucherId: old };
    expect((await accepted('getVoucherLink', { as: office.reviewer, params })).status).toBe(200);
  });

  it('takes the place of none after somebody approved meanwhile: both stay', async () => {
    const chargeId = (await office.submit(customer, twoStages)).id;
    const old = await acceptVoucher(office.context, office.clerk, chargeId);
    const better = pdf({ pages: 2 });
    const { id } = (await attach(chargeId, { ...announce(better, 'application/pdf'), replaces: old })).body.voucher;
    await office.decide(office.reviewer, chargeId, approval(1));
    await arrive(chargeId, id, better);
    expect((await list(chargeId)).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  });

  it('takes the place of none after its charge was posted: what proved it stays', async () => {
    const chargeId = await openCharge();
    const old = await acceptVoucher(office.context, office.clerk, chargeId);
    const better = pdf({ pages: 2 });
    const { id } = (await attach(chargeId, { ...announce(better, 'application/pdf'), replaces: old })).body.voucher;
    await office.decide(office.reviewer, chargeId, approval(1));
    await arrive(chargeId, id, better);
    const shown = Object.fromEntries((await list(chargeId)).map((one) => [one.id, one]));
    expect(shown[id]).toMatchObject({ state: 'accepted', replaces: old });
    expect(shown[old]).toMatchObject({ state: 'accepted' });
    expect(shown[old]).not.toHaveProperty('replacedBy');
  });

  it('over which a check dies is tried again, and damaged when the third delivery dies too', async () => {
    const chargeId = await openCharge();
    const { id } = (await attach(chargeId)).body.voucher;
    const files = memoryFiles();
    files.objects.set(keyOf(chargeId, id), pdf());
    let checks = 0;
    const delivered = () =>
      checkVoucher(office.context, files, keyOf(chargeId, id), async () => {
        checks += 1;
        throw new RangeError('out of memory');
      });
    await expect(delivered()).rejects.toThrow('out of memory');
    await expect(delivered()).rejects.toThrow('out of memory');
    expect((await list(chargeId))[0]).toMatchObject({ state: 'awaiting-upload', problems: [] });
    await expect(delivered()).rejects.toThrow('out of memory');
    expect(checks).toBe(3);
    expect((await list(chargeId))[0]).toMatchObject({ state: 'refused', problems: [{ code: 'FILE_DAMAGED' }] });
  });

  it('is judged by what is in it when its checks died for another reason', async () => {
    const chargeId = await openCharge();
    const { id } = (await attach(chargeId)).body.voucher;
    const files = memoryFiles();
    files.objects.set(keyOf(chargeId, id), pdf());
    for (let delivery = 1; delivery <= 2; delivery += 1) {
      const dying = checkVoucher(office.context, files, keyOf(chargeId, id), () => Promise.reject(new Error('died')));
      await expect(dying).rejects.toThrow('died');
    }
    await checkVoucher(office.context, files, keyOf(chargeId, id));
    expect((await list(chargeId))[0]).toMatchObject({ state: 'accepted', pages: 1 });
    expect((await list(chargeId))[0]).not.toHaveProperty('checks');
  });

  it('that was used on another customer’s charge before is seen on both', async () => {
    const other = await office.createCustomer();
    const file = pdf({ text: 'used twice' });
    const charges = [await openCharge(), (await office.submit(other, oneStage)).id];
    const ids: string[] = [];
    for (const chargeId of charges) {
      const { id } = (await attach(chargeId, announce(file, 'application/pdf'))).body.voucher;
      await arrive(chargeId, id, file);
      ids.push(id);
    }
    const uses = await Promise.all(charges.map(async (chargeId) => (await list(chargeId))[0]?.alsoUsedOn));
    expect(uses).toEqual([
      [{ requestId: charges[1], customerId: other.id, voucherId: ids[1] }],
      [{ requestId: charges[0], customerId: customer.id, voucherId: ids[0] }],
    ]);
  });

  it('tells the timeline of its charge what happened to it, in order', () => {
    const voucher = {
      ...scan,
      id: `vou_${'a'.repeat(26)}` as VoucherId,
      requestId: `chg_${'a'.repeat(26)}` as ChargeId,
      state: 'refused' as const,
      attachedBy: 'wang.fang' as UserId,
      attachedAt: office.context.clock(),
      bodyPrint: 'x',
      checkedAt: office.context.clock(),
      findings: { problems: ['PDF_ENCRYPTED' as const] },
    };
    expect(voucherEvents(voucherItem(voucher)).map(({ by, what }) => [by, what])).toEqual([
      ['wang.fang', 'voucher attached'],
      ['policy', 'voucher refused: PDF_ENCRYPTED'],
    ]);
  });
});

describe('the list', () => {
  it('comes page by page, without a gap or a double, and only for a charge that exists', async () => {
    const chargeId = await openCharge();
    const ids = [];
    for (let file = 0; file < 3; file += 1) ids.push((await attach(chargeId)).body.voucher.id);
    const call = { as: office.reviewer, params: { chargeId } };
    const first = (await accepted('listVouchers', { ...call, query: { limit: '2' } })).body;
    const cursor = first.nextCursor ?? '';
    const second = (await accepted('listVouchers', { ...call, query: { limit: '2', cursor } })).body;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.sort());
    expect(second.nextCursor).toBeUndefined();
    const params = { chargeId: `chg_${'a'.repeat(26)}` };
    expect((await refused('listVouchers', { as: office.reviewer, params })).code).toBe('NOT_FOUND');
  });
});

describe('a link', () => {
  it('downloads under the clerk’s name and never renders', async () => {
    const chargeId = await openCharge();
    const params = { chargeId, voucherId: await acceptVoucher(office.context, office.clerk, chargeId) };
    const { url, expiresAt } = (await accepted('getVoucherLink', { as: office.reviewer, params })).body;
    const query = new URL(url).searchParams;
    expect(query.get('response-content-disposition')).toContain(
      'attachment; filename="voucher.pdf"; filename*=UTF-8\'\'',
    );
    expect(query.get('response-content-type')).toBe('application/octet-stream');
    expect(query.get('X-Amz-Expires')).toBe('300');
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(300_000);
  });

  it('is refused while the file was not checked, when it was refused, and under another charge', async () => {
    const chargeId = await openCharge();
    const fake = Buffer.from('MZ');
    const { id } = (await attach(chargeId, announce(fake, 'application/pdf'))).body.voucher;
    const call = { as: office.reviewer, params: { chargeId, voucherId: id } };
    expect((await refused('getVoucherLink', call)).code).toBe('VOUCHER_NOT_ACCEPTED');
    await arrive(chargeId, id, fake);
    expect((await refused('getVoucherLink', call)).code).toBe('VOUCHER_NOT_ACCEPTED');
    const elsewhere = { chargeId: await openCharge(), voucherId: id };
    expect((await refused('getVoucherLink', { as: office.reviewer, params: elsewhere })).code).toBe('NOT_FOUND');
  });
});

describe('the voucher policy', () => {
  it('is published version by version: over the one that was read, once however often it is sent', async () => {
    const before = await accepted('getVoucherPolicy', { as: office.auditor });
    const body = {
      onMissing: 'return',
      rules: [{ above: { value: '1000.5', currency: 'CNY' }, anyOf: ['fee-notice'], evidence: 'file' }],
    };
    const call = { as: office.admin, body, ifMatch: before.etag, key: 'publish' };
    const published = await accepted('publishVoucherPolicy', call);
    expect(published.body).toMatchObject({
      version: 1,
      publishedBy: 'admin',
      onMissing: 'return',
      rules: [{ above: { value: '1000.50', currency: 'CNY' } }],
    });
    expect(await accepted('publishVoucherPolicy', call)).toMatchObject({ isReplay: true, body: { version: 1 } });
    expect((await refused('publishVoucherPolicy', { ...call, key: 'other' })).code).toBe('VERSION_STALE');
    expect((await accepted('getVoucherPolicy', { as: office.auditor })).body).toEqual(published.body);
  });
});
