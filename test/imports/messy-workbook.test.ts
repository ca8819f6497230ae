import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CellValue, readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCustomers } from '../../scripts/demo-data/customers.ts';
import type { ImportWire } from '../../shared/contracts/imports.ts';
import { enterRows } from '../../shared/imports/enter-rows.ts';
import { finishImport } from '../../shared/imports/finish-import.ts';
import { inBatches } from '../../shared/imports/in-batches.ts';
import type { ImportId } from '../../shared/model/ids.ts';
import { type ImportDesk, openImportDesk } from './import-desk.ts';
import { workbook } from './tables.ts';

const file = readFileSync(join(import.meta.dirname, '../../demo/messy-charges.xlsx'));
const customers = demoCustomers().filter((row) => row['expect'] === 'created');

let desk: ImportDesk;

beforeAll(async () => {
  desk = await openImportDesk();
  // The company's customers, as a day at the office enters them.
  await inBatches(customers, 8, async ({ number, name, kind, group }) => {
    await desk.createCustomer({ number, name, kind, group, email: 'caiwu@customer.example' });
  });
});
afterAll(() => desk.close());

async function download(id: string, name: 'bad-rows' | 'result') {
  return (await readXlsx((await desk.download(id, name)).bytes)).sheets[0]?.rows ?? [];
}

/** The steps of the workflow, and how far the import was after each. */
async function enter(id: string): Promise<{ done: ImportWire; seen: number[] }> {
  await desk.confirm(id, 'continue');
  const [run, seen] = [{ importId: id as ImportId, run: 1 }, [] as number[]];
  while ((await enterRows(desk.context, desk.files, run)) === 'more') seen.push((await desk.see(id)).progress.entered);
  await finishImport(desk.context, desk.files, run);
  return { done: await desk.see(id), seen };
}

describe('a messy workbook of two thousand rows', () => {
  it('goes in with progress; its bad rows come back in a file that, corrected, completes it; twice doubles nothing', async () => {
    const checked = await desk.check(file);
    expect(checked).toMatchObject({ state: 'checked', progress: { rows: 2000, good: 1903, bad: 97, entered: 0 } });
    expect(checked.messages.map(({ code }) => code)).toEqual(['SHEETS_HIDDEN', 'SHEETS_NOT_READ', 'ROWS_EMPTY']);
    expect(await desk.charges()).toBe(0);

    const { done, seen } = await enter(checked.id);
    expect(done).toMatchObject({ state: 'entered', progress: { entered: 1903, already: 0, refused: 0 } });
    expect(new Set(seen).size).toBeGreaterThan(3);
    const [, ...results] = await download(done.id, 'result');
    expect(results.filter((row) => /^chg_/.test(String(row[15])))).toHaveLength(1903);

    const corrected = await desk.check(await workbook((await download(done.id, 'bad-rows')).map(correct)));
    expect(corrected.progress).toMatchObject({ rows: 97, good: 97, bad: 0 });
    expect((await enter(corrected.id)).done).toMatchObject({ state: 'entered', progress: { entered: 97 } });
    expect(await desk.charges()).toBe(2000);

    const again = await desk.check(file);
    expect((await enter(again.id)).done.progress).toMatchObject({ entered: 0, already: 1903, bad: 97 });
    expect(await desk.charges()).toBe(2000);
  }, 300_000);
});

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
