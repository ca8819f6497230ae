import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handler as step } from '../../functions/import-step/handler.ts';
import { checkImport } from '../../shared/imports/check-import.ts';
import { enterRows } from '../../shared/imports/enter-rows.ts';
import { finishImport, giveUpImport } from '../../shared/imports/finish-import.ts';
import { followUpload, type ImportRun, type ImportWorkflow } from '../../shared/imports/import-workflow.ts';
import { readImport } from '../../shared/imports/stored-import.ts';
import { sweepImports } from '../../shared/imports/sweep-imports.ts';
import type { ImportId } from '../../shared/model/ids.ts';
import { accepted, refused } from '../support/http.ts';
import { type ImportDesk, openImportDesk } from './import-desk.ts';
import { chineseHeader, workbook } from './tables.ts';

let desk: ImportDesk;
let customer: { id: string; number: string };

beforeAll(async () => {
  desk = await openImportDesk();
  customer = await desk.createCustomer();
});
afterAll(() => desk.close());

let references = 0;
const row = (changes: Parameters<ImportDesk['rowFor']>[1] = {}) =>
  desk.rowFor(customer, { reference: `K-${++references}`, ...changes });
const rows = (count: number) => Array.from({ length: count }, () => row());
const recordOf = async (id: string) => {
  const found = await readImport(desk.context.table, id as ImportId);
  if (found === undefined) throw new Error(`import ${id} is there`);
  return found;
};
const runOne = (id: string, run = 1): ImportRun => ({ importId: id as ImportId, run });
const start = (id: string, mode: string, key: string) =>
  accepted('startImport', { as: desk.clerk, params: { importId: id }, body: { mode }, key });

/** A workflow that notes what it is told; its runs are done by the tests. */
function notingWorkflow() {
  const started: ImportRun[] = [];
  const ensured: ImportRun[] = [];
  const workflow: ImportWorkflow = {
    start: async (run) => void started.push(run),
    ensureRunning: async (run) => void ensured.push(run),
  };
  return { workflow, started, ensured };
}

describe('the sweep', () => {
  it('starts the entering of rows again that died in the middle; it completes and nothing doubles', async () => {
    const { id } = await desk.checkRows(rows(260));
    const before = await desk.charges();
    await desk.confirm(id, 'continue');
    expect(await enterRows(desk.context, desk.files, runOne(id))).toBe('more');
    const { workflow, ensured } = notingWorkflow();
    await sweepImports(desk.context, workflow, { everything: true });
    expect(ensured.filter(({ importId }) => importId === id)).toEqual([{ importId: id, run: 1 }]);
    expect(await desk.enter(id)).toMatchObject({ state: 'entered', progress: { entered: 260, already: 0 } });
    expect(await desk.charges()).toBe(before + 260);

    ensured.length = 0;
    await sweepImports(desk.context, workflow, { everything: true });
    expect(ensured.map(({ importId }) => importId)).not.toContain(id);
  });

  it('starts a check again that died, and leaves files alone that never came', async () => {
    const bytes = await workbook([chineseHeader, row()]);
    const { import: created, upload: form } = await desk.announce(bytes);
    const { workflow, started, ensured } = notingWorkflow();
    await sweepImports(desk.context, workflow, { everything: true });
    expect(ensured.map(({ importId }) => importId)).not.toContain(created.id);
    await desk.upload(form, bytes);
    for (const _ of [1, 2]) await followUpload(desk.context, workflow, `imports/uploads/${created.id}`);
    expect(started).toEqual([runOne(created.id, 0), runOne(created.id, 0)]);
    await sweepImports(desk.context, workflow, { everything: true });
    expect(ensured).toEqual([runOne(created.id, 0)]);
    await checkImport(desk.context, desk.files, created.id as ImportId);
    await followUpload(desk.context, workflow, `imports/uploads/${created.id}`);
    await sweepImports(desk.context, workflow, { everything: true });
    expect([started, ensured].map(({ length }) => length)).toEqual([2, 1]);
  });

  it('leaves alone what began less than ten minutes ago', async () => {
    const { id } = await desk.checkRows(rows(1));
    await desk.confirm(id, 'continue');
    const { workflow, ensured } = notingWorkflow();
    const at = (milliseconds: number) => ({
      ...desk.context,
      clock: () => new Date(Date.parse(desk.context.clock()) + milliseconds).toISOString() as never,
    });
    await sweepImports(at(9 * 60_000), workflow, { everything: false });
    expect(ensured).toEqual([]);
    await sweepImports(at(11 * 60_000), workflow, { everything: false });
    expect(ensured).toEqual([runOne(id)]);
    await desk.enter(id);
  });

  it('goes on with the others when one cannot go on, and fails at its end', async () => {
    const ids = [(await desk.checkRows(rows(1))).id, (await desk.checkRows(rows(1))).id];
    for (const id of ids) await desk.confirm(id, 'continue');
    const asked: string[] = [];
    const workflow: ImportWorkflow = {
      start: async () => undefined,
      ensureRunning: async ({ importId }) => {
        asked.push(importId);
        throw new Error('no workflow today');
      },
    };
    await expect(sweepImports(desk.context, workflow, { everything: true })).rejects.toThrow('2 imports');
    expect(asked.sort()).toEqual([...ids].sort());
    for (const id of ids) await desk.enter(id);
  });
});

describe('a step that comes late', () => {
  it('of an earlier run neither enters, ends nor gives up the run after it', async () => {
    const { id } = await desk.checkRows([row(), row({ amount: 'x' }), row()]);
    await start(id, 'stop', 'first');
    expect((await desk.enter(id)).state).toBe('stopped');
    await start(id, 'continue', 'second');
    const before = await recordOf(id);
    expect(await enterRows(desk.context, desk.files, runOne(id, 1))).toBe('no-more');
    expect(await finishImport(desk.context, desk.files, runOne(id, 1))).toBe('stopped');
    await giveUpImport(desk.context, runOne(id, 1));
    await giveUpImport(desk.context, runOne(id, 0));
    expect(await recordOf(id)).toEqual(before);
    expect(await desk.enter(id)).toMatchObject({ state: 'entered', progress: { entered: 2 } });
  });

  it('of a run that has ended answers how it ended and writes nothing', async () => {
    const { id } = await desk.checkRows(rows(1));
    await desk.confirm(id, 'continue');
    await desk.enter(id);
    const before = await recordOf(id);
    expect(await finishImport(desk.context, desk.files, runOne(id))).toBe('entered');
    await giveUpImport(desk.context, runOne(id));
    expect(await recordOf(id)).toEqual(before);
  });
});

describe('a key', () => {
  it('that started an earlier run starts nothing however late it comes again', async () => {
    const { id } = await desk.checkRows([row(), row({ amount: 'x' })]);
    for (const key of ['run-1', 'run-2']) {
      await start(id, 'stop', key);
      await desk.enter(id);
    }
    const replay = await start(id, 'stop', 'run-1');
    expect([replay.isReplay, replay.body.state]).toEqual([true, 'stopped']);
    const other = { as: desk.clerk, params: { importId: id }, body: { mode: 'continue' }, key: 'run-1' };
    expect((await refused('startImport', other)).code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await recordOf(id)).start?.run).toBe(2);
  });
});

describe('what stopped an import', () => {
  it('before its last piece is kept, and the result says what became of the rows that were reached', async () => {
    const { id } = await desk.checkRows([row(), row({ amount: 'x' }), ...rows(259)]);
    await desk.confirm(id, 'stop');
    expect(await desk.enter(id)).toMatchObject({
      state: 'stopped',
      stop: { code: 'BAD_ROW', row: 3 },
      files: ['bad-rows', 'result'],
    });
  });

  it('is not overwritten when the result cannot be written', async () => {
    const { id } = await desk.checkRows([row(), row({ amount: 'x' })]);
    await desk.confirm(id, 'stop');
    await enterRows(desk.context, desk.files, runOne(id));
    await giveUpImport(desk.context, runOne(id));
    expect(await desk.see(id)).toMatchObject({ state: 'stopped', stop: { code: 'BAD_ROW', row: 3 } });
  });

  it('is kept with the counts of its piece when the clerk gives the import up at that moment', async () => {
    const { id } = await desk.checkRows([row(), row({ amount: 'x' })]);
    await desk.confirm(id, 'stop');
    const files = {
      ...desk.files,
      put: async (...file: Parameters<typeof desk.files.put>) => {
        await desk.files.put(...file);
        await accepted('cancelImport', { as: desk.clerk, params: { importId: id }, body: {} });
      },
    };
    await enterRows(desk.context, files, runOne(id));
    expect(await desk.enter(id)).toMatchObject({ state: 'cancelled', progress: { entered: 1 } });
  });

  it('leaves the rows counted that were entered when it is started again and given up at once', async () => {
    const { id } = await desk.checkRows([row(), row({ amount: 'x' })]);
    await desk.confirm(id, 'stop');
    await desk.enter(id);
    await desk.confirm(id, 'continue');
    await accepted('cancelImport', { as: desk.clerk, params: { importId: id }, body: {} });
    expect(await desk.enter(id)).toMatchObject({ state: 'cancelled', progress: { entered: 1 } });
  });

  it('is the workflow where a check was given up: the file may come again', async () => {
    const { import: created } = await desk.announce(await workbook([chineseHeader, row()]));
    await giveUpImport(desk.context, runOne(created.id, 0));
    const now = await desk.see(created.id);
    expect(now).toMatchObject({ state: 'refused', messages: [{ code: 'CHECK_INTERRUPTED' }] });
    expect(now.messages[0]?.detail).toContain('upload it again');
  });
});

describe('a step', () => {
  it('that S3 asks to slow down fails with a name the workflow tries again for, and refuses no file', async () => {
    const busy = createServer((_, response) => {
      response.writeHead(503, { 'content-type': 'application/xml' });
      response.end('<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>');
    });
    busy.listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const usual = process.env.AWS_ENDPOINT_URL_S3;
    process.env.AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
    const { import: created } = await desk.announce(await workbook([chineseHeader, row()]));
    const checking = step({ ...runOne(created.id, 0), step: 'check' });
    await expect(checking).rejects.toMatchObject({ name: 'BUSY' });
    process.env.AWS_ENDPOINT_URL_S3 = usual;
    busy.close();
    busy.closeAllConnections();
    expect((await desk.see(created.id)).state).toBe('awaiting-file');
  });
});

it('leaves the ledger in order', async () => {
  expect((await desk.verify()).findings).toEqual([]);
});
