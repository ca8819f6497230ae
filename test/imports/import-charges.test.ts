import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterRows } from '../../shared/imports/enter-rows.ts';
import type { ImportId, UserId } from '../../shared/model/ids.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { accepted, complaints, refused } from '../support/http.ts';
import { type ImportDesk, openImportDesk } from './import-desk.ts';
import { chineseHeader, workbook } from './tables.ts';

let desk: ImportDesk;
let customer: { id: string; number: string };
let other: { id: string; number: string };

beforeAll(async () => {
  desk = await openImportDesk();
  customer = await desk.createCustomer();
  other = await desk.createCustomer();
});
afterAll(() => desk.close());

let references = 0;
const freshReference = () => `T-${++references}`;
const row = (changes: Parameters<ImportDesk['rowFor']>[1] = {}) =>
  desk.rowFor(customer, { reference: freshReference(), ...changes });
const textsOf = async (bytes: Uint8Array) => (await readXlsx(bytes)).sheets[0]?.rows.map((cells) => cells.map(String));

describe('uploading', () => {
  it('takes exactly the announced bytes, as the announced type', async () => {
    const bytes = await workbook([chineseHeader, row()]);
    const { upload: form, import: created } = await desk.announce(bytes);
    const longer = new Uint8Array([...bytes, 0]);
    const changed = bytes.slice();
    changed[100] = (changed[100] ?? 0) ^ 1;
    expect(await desk.upload(form, longer)).toBe(400);
    expect(await desk.upload(form, changed)).toBe(400);
    const otherType = { url: form?.url ?? '', fields: { ...form?.fields, 'Content-Type': 'text/html' } };
    expect(await desk.upload(otherType, bytes)).toBe(403);
    expect(await desk.upload(form, bytes)).toBe(204);
    expect((await desk.see(created.id)).state).toBe('awaiting-file');
  });

  it('answers the same request with the same import and a fresh form, and another body under its key not at all', async () => {
    const bytes = await workbook([chineseHeader, row()]);
    const first = await desk.announce(bytes, desk.clerk, 'same-key');
    const again = await desk.announce(bytes, desk.clerk, 'same-key');
    expect(again.import.id).toBe(first.import.id);
    expect(again.upload?.url).toBe(first.upload?.url);
    const body = { fileName: 'x.csv', contentType: 'text/csv', sizeBytes: 1, sha256: '0'.repeat(64) };
    expect((await refused('createImport', { as: desk.clerk, key: 'same-key', body })).code).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('refuses a file of a hundred megabytes before it is sent', async () => {
    const body = { fileName: 'x.csv', contentType: 'text/csv', sizeBytes: 100_000_000, sha256: '0'.repeat(64) };
    expect(complaints(await refused('createImport', { as: desk.clerk, body }))).toEqual(['/sizeBytes TOO_LARGE']);
  });
});

describe('checking', () => {
  it('enters nothing, and says of every row what is wrong, with its cell and the way out, in the reader’s language', async () => {
    const before = await desk.charges();
    const checked = await desk.checkRows([
      row(),
      row({ customerNumber: 'C-99999' }),
      row({ customerName: '别的客户' }),
      row({ amount: '1.234,50' }),
    ]);
    expect(checked).toMatchObject({ state: 'checked', progress: { rows: 4, good: 1, bad: 3 }, files: ['bad-rows'] });
    expect(await desk.charges()).toBe(before);
    const query = { state: 'bad' };
    const { items } = (await accepted('listImportRows', { as: desk.clerk, params: { importId: checked.id }, query }))
      .body;
    expect(items.map(({ problems }) => problems.map(({ cell, code, given }) => ({ cell, code, given })))).toEqual([
      [{ cell: 'A3', code: 'CUSTOMER_UNKNOWN', given: 'C-99999' }],
      [{ cell: 'B4', code: 'CUSTOMER_NAME_DIFFERS', given: '别的客户' }],
      [{ cell: 'F5', code: 'AMOUNT_AMBIGUOUS', given: '1.234,50' }],
    ]);
    expect(items[0]?.problems[0]?.detail).toBe('There is no customer C-99999. Check the number.');
  });

  it('finds rows that are there twice, by their reference or by everything they say', async () => {
    const same = { reference: '', reasonText: '同一笔补费录了两遍' };
    const checked = await desk.checkRows([
      row(same),
      row(same),
      row({ reference: 'R-1' }),
      row({ reference: 'R-1', amount: '7' }),
      desk.rowFor(other, { reference: 'R-1' }),
    ]);
    expect(checked.progress).toMatchObject({ good: 3, bad: 2 });
    const { items } = (
      await accepted('listImportRows', {
        as: desk.clerk,
        params: { importId: checked.id },
        query: { state: 'bad' },
      })
    ).body;
    expect(items.map(({ row, problems }) => [row, problems[0]?.code, problems[0]?.detail.slice(0, 17)])).toEqual([
      [3, 'ROW_DUPLICATE', 'The same as row 2'],
      [5, 'ROW_DUPLICATE', 'The same as row 4'],
    ]);
  });

  it('pages through rows of many pieces, each row once', async () => {
    const rows = Array.from({ length: 620 }, (_, index) => row({ amount: index % 3 === 0 ? 'x' : '5.00' }));
    const { id } = await desk.checkRows(rows);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const query = { state: 'bad', limit: '50', ...(cursor === undefined ? {} : { cursor }) };
      const page = (await accepted('listImportRows', { as: desk.clerk, params: { importId: id }, query })).body;
      seen.push(...page.items.map((item) => item.row));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 207 }, (_, index) => 2 + 3 * index));
  });

  it('refuses a file as a whole with the way out', async () => {
    const checked = await desk.check(await workbook([[...chineseHeader, '折扣'], row()]));
    expect(checked).toMatchObject({ state: 'refused', messages: [{ code: 'HEADER_UNKNOWN' }] });
    expect(checked.messages[0]?.detail).toContain('“折扣” in cell N1');
    const start = { as: desk.clerk, params: { importId: checked.id }, body: { mode: 'continue' } };
    expect((await refused('startImport', start)).code).toBe('IMPORT_NOT_READY');
  });
});

describe('entering', () => {
  it('continue: enters every good row as a charge of its own, in the name of the clerk, and gives their numbers', async () => {
    const { id } = await desk.checkRows([row({ amount: '120.00' }), row({ amount: 'x' }), row({ amount: '9000.00' })]);
    await desk.confirm(id, 'continue');
    const done = await desk.enter(id);
    expect(done).toMatchObject({
      state: 'entered',
      progress: { rows: 3, entered: 2, already: 0, refused: 0 },
      files: ['bad-rows', 'result'],
    });
    const { bytes, headers } = await desk.download(id, 'result');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
    const [, first, second, third] = (await textsOf(bytes)) ?? [];
    expect([first, second, third].map((cells) => cells?.[14])).toEqual([
      'Entered (posted)',
      'Bad, not entered',
      'Entered (in-review)',
    ]);
    const chargeId = third?.[15] ?? '';
    const charge = (await accepted('getCharge', { as: desk.clerk, params: { chargeId } })).body;
    expect(charge).toMatchObject({ maker: 'wang.fang', customerId: customer.id, amount: { value: '9000.00' } });
  });

  it('stop: enters rows in their order up to the first bad one, and goes on from there when it is told to', async () => {
    const { id } = await desk.checkRows([row(), row(), row({ amount: 'x' }), row()]);
    await desk.confirm(id, 'stop');
    const stopped = await desk.enter(id);
    expect(stopped).toMatchObject({ state: 'stopped', stop: { code: 'BAD_ROW', row: 4 }, progress: { entered: 2 } });
    await desk.confirm(id, 'continue');
    expect(await desk.enter(id)).toMatchObject({ state: 'entered', progress: { entered: 3, already: 0 } });
  });

  it('all-or-nothing: refuses while a row is bad, and enters none when a customer changed since the check', async () => {
    const bad = await desk.checkRows([row(), row({ amount: 'x' })]);
    const start = { as: desk.clerk, params: { importId: bad.id }, body: { mode: 'all-or-nothing' } };
    expect(await refused('startImport', start)).toMatchObject({
      code: 'IMPORT_HAS_BAD_ROWS',
      detail: expect.stringContaining('1 row'),
    });

    const renamed = await desk.createCustomer();
    const { id } = await desk.checkRows([row(), desk.rowFor(renamed)]);
    const change = { as: desk.clerk, params: { customerId: renamed.id }, body: { name: '新名称' }, ifMatch: '"1"' };
    await accepted('updateCustomer', change);
    const before = await desk.charges();
    await desk.confirm(id, 'all-or-nothing');
    expect(await desk.enter(id)).toMatchObject({ state: 'stopped', stop: { code: 'BAD_ROW', row: 3 } });
    expect(await desk.charges()).toBe(before);
  });

  it('all-or-nothing: enters none when a reference came to mean another charge since the check', async () => {
    const { id } = await desk.checkRows([row(), row({ reference: 'TAKEN', amount: '10.00' })]);
    const rival = await desk.checkRows([row({ reference: 'TAKEN', amount: '11.00' })]);
    await desk.confirm(rival.id, 'continue');
    await desk.enter(rival.id);
    await desk.confirm(id, 'all-or-nothing');
    expect(await desk.enter(id)).toMatchObject({
      state: 'stopped',
      stop: { code: 'BAD_ROW', row: 3 },
      progress: { entered: 0 },
    });
  });

  it('all-or-nothing: looks at the rows that are left once more when it is started again', async () => {
    const renamed = await desk.createCustomer();
    const late = Array.from({ length: 2 }, () => desk.rowFor(renamed, { reference: freshReference() }));
    const { id } = await desk.checkRows([...Array.from({ length: 250 }, () => row()), ...late]);
    await desk.confirm(id, 'all-or-nothing');
    expect(await enterRows(desk.context, desk.files, { importId: id as ImportId, run: 1 })).toBe('more');
    const change = { as: desk.clerk, params: { customerId: renamed.id }, body: { name: '新名称' }, ifMatch: '"1"' };
    await accepted('updateCustomer', change);
    // Changed while rows were entered: what is left of them is not entered.
    expect(await desk.enter(id)).toMatchObject({
      state: 'stopped',
      stop: { code: 'BAD_ROW', row: 252 },
      progress: { entered: 250 },
    });
    await desk.confirm(id, 'all-or-nothing');
    const again = await desk.enter(id);
    expect(again).toMatchObject({ state: 'stopped', stop: { code: 'BAD_ROW', row: 252 }, progress: { entered: 250 } });
  });

  it('doubles nothing when the same file comes again, whoever sends it', async () => {
    const bytes = await workbook([chineseHeader, row({ reference: '' }), row(), row({ amount: '9000.00' })]);
    const first = await desk.check(bytes);
    await desk.confirm(first.id, 'continue');
    await desk.enter(first.id);
    const before = await desk.charges();
    for (const sender of [desk.clerk, desk.otherClerk]) {
      const again = await desk.check(bytes, sender);
      expect(again.progress).toMatchObject({ good: 3, known: 3 });
      await desk.confirm(again.id, 'all-or-nothing', sender);
      expect((await desk.enter(again.id, sender)).progress).toMatchObject({ entered: 0, already: 3, refused: 0 });
    }
    expect(await desk.charges()).toBe(before);
  });

  it('refuses a reference that already means another charge, and says which', async () => {
    const first = await desk.checkRows([row({ reference: 'TWICE', amount: '10.00' })]);
    await desk.confirm(first.id, 'continue');
    await desk.enter(first.id);
    const second = await desk.checkRows([row({ reference: 'TWICE', amount: '11.00' })]);
    await desk.confirm(second.id, 'continue');
    const done = await desk.enter(second.id);
    expect(done).toMatchObject({ progress: { refused: 1 }, files: ['bad-rows', 'result'] });
    const [, cells] = (await textsOf((await desk.download(second.id, 'bad-rows')).bytes)) ?? [];
    expect(cells?.[14]).toMatch(/“TWICE” belongs to another charge of this customer, chg_/);
  });

  it('gives bad rows back in a file that, once corrected, completes the import', async () => {
    const { id } = await desk.checkRows([row(), row({ amount: '1,23', customerName: `=客户 ${customer.number}` })]);
    await desk.confirm(id, 'continue');
    await desk.enter(id);
    const { bytes } = await desk.download(id, 'bad-rows');
    const [header = [], bad = []] = (await textsOf(bytes)) ?? [];
    expect(bad[1]).toBe(`'=客户 ${customer.number}`);
    const corrected = bad.map((text, index) => (index === 5 ? '1.23' : index === 1 ? `客户 ${customer.number}` : text));
    const empty = (cells: string[]) => cells.map((text) => (text === 'null' ? null : text));
    const second = await desk.check(await workbook([header, empty(corrected)]));
    expect(second.progress).toMatchObject({ good: 1, bad: 0 });
    await desk.confirm(second.id, 'all-or-nothing');
    expect((await desk.enter(second.id)).progress).toMatchObject({ entered: 1 });
  });

  it('stops when the clerk who confirmed it is disabled, and says so', async () => {
    const leaver = await desk.register({ username: 'qian.jin', roles: ['clerk'] });
    const bytes = await workbook([chineseHeader, row()]);
    const { id } = await desk.check(bytes, leaver);
    await desk.confirm(id, 'continue', leaver);
    const user = {
      id: leaver.username as UserId,
      name: '钱进',
      email: 'q@feeledger.example',
      language: 'zh-CN' as const,
    };
    await putUser(desk.context, { ...user, roles: ['clerk'], disabled: true });
    expect(await desk.enter(id, desk.manager)).toMatchObject({ state: 'stopped', stop: { code: 'USER_DISABLED' } });
  });

  it('can be given up before and while rows are entered, not after', async () => {
    const { id } = await desk.checkRows([row()]);
    const cancel = { as: desk.clerk, params: { importId: id }, body: {} };
    expect((await accepted('cancelImport', cancel)).body.state).toBe('cancelled');
    expect((await accepted('cancelImport', cancel)).isReplay).toBe(true);
    const second = await desk.checkRows([row()]);
    await desk.confirm(second.id, 'continue');
    await desk.enter(second.id);
    const late = { ...cancel, params: { importId: second.id } };
    expect((await refused('cancelImport', late)).code).toBe('IMPORT_NOT_READY');
  });

  it('leaves the ledger in order', async () => {
    expect((await desk.verify()).findings).toEqual([]);
  });
});

describe('imports of others', () => {
  it('do not exist for a clerk, and are read but not started by a manager', async () => {
    const { id } = await desk.checkRows([row()]);
    const params = { importId: id };
    expect((await refused('getImport', { as: desk.otherClerk, params })).code).toBe('NOT_FOUND');
    expect((await refused('listImportRows', { as: desk.otherClerk, params })).code).toBe('NOT_FOUND');
    const body = { mode: 'continue' };
    expect((await refused('startImport', { as: desk.otherClerk, params, body })).code).toBe('NOT_FOUND');
    expect((await refused('startImport', { as: desk.manager, params, body })).code).toBe('NOT_THE_MAKER');
    const mine = (await accepted('listImports', { as: desk.manager, query: { maker: 'wang.fang' } })).body.items;
    expect(mine[0]?.id).toBe(id);
    expect((await refused('listImports', { as: desk.otherClerk, query: { maker: 'wang.fang' } })).code).toBe(
      'NOT_FOUND',
    );
  });
});

describe('the template', () => {
  it.each(['zh-CN', 'en'] as const)(
    'is a file in %s that goes in as it is, but for the example’s customer',
    async (language) => {
      for (const format of ['xlsx', 'csv'] as const) {
        const query = { format, language };
        const { base64, contentType } = (await accepted('getImportTemplate', { as: desk.clerk, query })).body;
        const checked = await desk.check(new Uint8Array(Buffer.from(base64, 'base64')), desk.clerk, contentType);
        const { items } = (await accepted('listImportRows', { as: desk.clerk, params: { importId: checked.id } })).body;
        expect(items.map(({ problems }) => problems.map(({ column, code }) => `${column} ${code}`))).toEqual([
          [expect.stringMatching(/CUSTOMER_(UNKNOWN|NAME_DIFFERS)$/)],
        ]);
      }
    },
  );
});

describe('the voucher policy', () => {
  it('holds for rows as for charges entered one by one: the check says what is missing', async () => {
    const checked = await desk.checkRows([row({ amount: '6000000.00', vouchers: '' })]);
    const params = { importId: checked.id };
    const { items } = (await accepted('listImportRows', { as: desk.clerk, params, query: { state: 'bad' } })).body;
    expect(items[0]?.problems.map(({ cell, code }) => ({ cell, code }))).toEqual([
      { cell: 'K2', code: 'VOUCHERS_INCOMPLETE' },
    ]);
  });

  it('is the one of the moment of the start for all rows, and all-or-nothing holds them against it first', async () => {
    const needy = row({ amount: '70.00', vouchers: '' });
    const [early, late] = [await desk.checkRows([row(), needy]), await desk.checkRows([row(), needy])];
    await desk.confirm(early.id, 'all-or-nothing');
    const policy = { onMissing: 'block', rules: [{ anyOf: ['contract-change'], evidence: 'reference' }] };
    await accepted('publishVoucherPolicy', { as: desk.admin, body: policy, ifMatch: '"0"' });
    await desk.confirm(late.id, 'all-or-nothing');
    const stopped = { state: 'stopped', stop: { code: 'BAD_ROW', row: 3 }, progress: { entered: 0 } };
    expect(await desk.enter(late.id)).toMatchObject(stopped);
    expect(await desk.enter(early.id)).toMatchObject({ state: 'entered', progress: { entered: 2 } });
  });
});
