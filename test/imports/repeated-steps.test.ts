import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterRows } from '../../shared/imports/enter-rows.ts';
import { finishImport } from '../../shared/imports/finish-import.ts';
import type { ImportId } from '../../shared/model/ids.ts';
import { openLedgerTable } from '../../shared/table/ledger-table.ts';
import { chanceFrom, faultInjector } from '../support/faults.ts';
import { type ImportDesk, openImportDesk } from './import-desk.ts';

const firstSeed = Number(process.env.FAULT_SEED ?? 20_261_122);
/** The first file is entered in two pieces. */
const files = [300, 90, 90].map((rowsCount, index) => ({ seed: firstSeed + index, rowsCount }));

let desk: ImportDesk;
let customers: { id: string; number: string }[];

beforeAll(async () => {
  desk = await openImportDesk();
  customers = await Promise.all(Array.from({ length: 12 }, () => desk.createCustomer()));
});
afterAll(() => desk.close());

/**
 * The steps of the workflow while everything goes wrong between Lambda and DynamoDB: processes die before and after a
 * write, replies get lost, and a step that was done is done again. Whoever calls them comes again until they answer.
 */
describe('under faults', () => {
  it.each(files)(
    'every good row of $rowsCount is entered exactly once, whatever dies or is repeated (seed $seed)',
    {
      timeout: 90_000,
    },
    async ({ seed, rowsCount }) => {
      const chance = chanceFrom(seed);
      const rows = Array.from({ length: rowsCount }, (_, index) =>
        desk.rowFor(customers[index % customers.length] ?? { number: '' }, {
          reference: `${seed}-${index}`,
          amount: chance() < 0.1 ? '1,23' : chance() < 0.5 ? '120.00' : '9000.00',
        }),
      );
      const before = await desk.charges();
      const { id, progress } = await desk.checkRows(rows);
      await desk.confirm(id, 'continue');
      const { counts } = await runUnderFaults(id as ImportId, seed, chance);
      const done = await desk.see(id);
      expect({ seed, ...done.progress }).toMatchObject({ seed, entered: progress.good, already: 0, refused: 0 });
      expect(done.state).toBe('entered');
      expect(await desk.charges()).toBe(before + progress.good);
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(rowsCount / 10);
      expect((await desk.verify()).findings).toEqual([]);
    },
  );
});

async function runUnderFaults(id: ImportId, seed: number, chance: () => number) {
  const injector = faultInjector(seed);
  const context = { ...desk.context, table: openLedgerTable(injector.client, desk.context.table.name) };
  const until = async <T>(step: () => Promise<T>): Promise<T> => {
    for (let attempt = 0; attempt < 400; attempt += 1) {
      try {
        const outcome = await step();
        // A step whose answer got lost on the way to the workflow is done once more.
        if (chance() < 0.7) return outcome;
      } catch (error) {
        const { name } = error as Error;
        // After a while the weather clears up; a piece of 250 rows would hardly ever get through otherwise.
        injector.isOn = attempt < 12;
        if (!['Crash', 'BUSY', 'ThrottlingException', 'Error'].includes(name)) throw error;
      }
    }
    throw new Error('the step never got through');
  };
  const run = { importId: id, run: 1 };
  while ((await until(() => enterRows(context, desk.files, run))) === 'more') injector.isOn = true;
  await until(() => finishImport(context, desk.files, run));
  return injector;
}
