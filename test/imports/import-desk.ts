import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CellValue } from 'hucre/xlsx';
import { SandboxClock } from '../../sandbox/clock.ts';
import { LOCAL_CREDENTIALS } from '../../sandbox/local-account.ts';
import { freePort } from '../../sandbox/processes.ts';
import { startS3 } from '../../sandbox/s3.ts';
import { checkImport } from '../../shared/imports/check-import.ts';
import { enterRows } from '../../shared/imports/enter-rows.ts';
import { finishImport } from '../../shared/imports/finish-import.ts';
import { readTable, xlsxType } from '../../shared/imports/read-table.ts';
import { readImport } from '../../shared/imports/stored-import.ts';
import type { ImportId } from '../../shared/model/ids.ts';
import { type ImportMode, runOf } from '../../shared/model/import.ts';
import { s3ImportFiles } from '../../shared/runtime/s3-imports.ts';
import type { LedgerContext } from '../../shared/table/context.ts';
import { openOffice } from '../api/office.ts';
import { applicationOf } from '../sandbox/small-application.ts';
import { accepted, type Caller } from '../support/http.ts';
import { chineseHeader, typedRow, workbook } from './tables.ts';

const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'vouchers' } };

/** A company that imports: its API on DynamoDB Local, its files in the sandbox's S3. */
export async function openImportDesk() {
  const dataDir = mkdtempSync(join(tmpdir(), 'imports-'));
  const clock = new SandboxClock(join(dataDir, 'clock.json'));
  const port = await freePort();
  const s3 = await startS3({ application: applicationOf({ Resources: { Vouchers: bucket } }), dataDir, clock, port });
  const office = await openOffice();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    VOUCHER_BUCKET: 'vouchers',
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
  });
  const files = s3ImportFiles();
  const { context, clerk } = office;
  let keys = 0;
  const nextKey = () => `import-${++keys}`;

  const announce = async (bytes: Uint8Array, as: Caller = clerk, key = nextKey(), contentType: string = xlsxType) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const body = { fileName: '补费.xlsx', contentType, sizeBytes: bytes.length, sha256 };
    return (await accepted('createImport', { as, key, body })).body;
  };
  const upload = async (form: { url: string; fields: Record<string, string> } | undefined, bytes: Uint8Array) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(form?.fields ?? {})) data.set(name, value);
    data.set('file', new Blob([new Uint8Array(bytes)]), 'file');
    return (await fetch(form?.url ?? '', { method: 'POST', body: data })).status;
  };
  const desk = {
    ...office,
    files,
    announce,
    upload,
    /** Announces, uploads and checks a file, as the workflow does when the file has arrived. */
    async check(bytes: Uint8Array, as: Caller = clerk, contentType: string = xlsxType) {
      const { import: created, upload: form } = await announce(bytes, as, nextKey(), contentType);
      await upload(form, bytes);
      await checkImport(context, files, created.id as ImportId);
      return await desk.see(created.id, as);
    },
    checkRows: async (rows: readonly CellValue[][]) => desk.check(await workbook([chineseHeader, ...rows])),
    see: async (importId: string, as: Caller = clerk) =>
      (await accepted('getImport', { as, params: { importId } })).body,
    confirm: async (importId: string, mode: ImportMode, as: Caller = clerk) =>
      (await accepted('startImport', { as, params: { importId }, body: { mode } })).body,
    /** What the workflow does once an import is confirmed. */
    async enter(importId: string, as: Caller = clerk, through: LedgerContext = context) {
      const id = importId as ImportId;
      const run = { importId: id, run: runOf((await readImport(context.table, id)) ?? {}) };
      while ((await enterRows(through, files, run)) === 'more');
      await finishImport(through, files, run);
      return await desk.see(importId, as);
    },
    /** A file that answers an import, as rows of texts with its header first. */
    async download(importId: string, name: 'bad-rows' | 'result') {
      const { url } = (await accepted('getImportFile', { as: clerk, params: { importId, name } })).body;
      const response = await fetch(url);
      return { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
    },
    rowFor: (customer: { number: string }, changes: Parameters<typeof typedRow>[0] = {}) =>
      typedRow({ customerNumber: customer.number, customerName: `客户 ${customer.number}`, ...changes }),
    /** How many charges there are. */
    charges: async () => (await office.contents()).filter((item) => item.includes('"kind":"charge"')).length,
    rowsOf: async (bytes: Uint8Array) => (await readTable(bytes, xlsxType)).rows,
    async close() {
      clock.stop();
      await s3.stop();
    },
  };
  return desk;
}

export type ImportDesk = Awaited<ReturnType<typeof openImportDesk>>;
