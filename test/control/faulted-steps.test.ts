import { expect, test } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { type Instant, later } from '../../shared/model/dates.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { isTransient } from '../../shared/table/write.ts';
import { balanceDesk, level } from '../alerts/balance-desk.ts';
import { controlSteps } from '../faults/control-steps.ts';
import { Crash, faultInjector } from '../support/faults.ts';
import { freshLedger, localClient, useClient } from '../support/ledger.ts';

const firstSeed = Number(process.env.FAULT_SEED ?? 20_261_122);
const worlds = 15;
const startsAt = '2026-10-12T01:00:00.000Z' as Instant;

test(`findings, reconciliations and alerts leave the world of a calm day under faults, in ${worlds} worlds`, async () => {
  const calm = await play();
  for (let seed = firstSeed; seed < firstSeed + worlds; seed += 1) {
    expect({ seed, items: await play(seed) }).toEqual({ seed, items: calm });
  }
}, 240_000);

async function play(seed?: number): Promise<string[]> {
  const injector = faultInjector(seed ?? 0);
  injector.isOn = false;
  const ledger = await freshLedger(localClient());
  const desk = await balanceDesk({}, useClient(ledger, injector.client));
  await desk.warnBelow([level('300.00')]);
  await desk.deposit(10_000n);
  injector.isOn = seed !== undefined;
  for (const [index, { run }] of controlSteps(desk, desk.customerId).entries()) {
    desk.clock.now = later(startsAt, (index + 1) * 60_000);
    await insist(() => run(new Map()));
  }
  const items: string[] = [];
  for await (const item of scanItems(ledger.table)) {
    items.push(JSON.stringify(item, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)));
  }
  return items.sort();
}

/** Comes again with the same key until there is an answer. */
async function insist(work: () => Promise<unknown>): Promise<unknown> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isPassing =
        error instanceof DomainError ? error.code === 'BUSY' : error instanceof Crash || isTransient(error);
      if (!isPassing) throw error;
    }
  }
  throw new Error('never answered');
}
