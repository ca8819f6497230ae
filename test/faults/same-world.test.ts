import { describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { type Instant, later } from '../../shared/model/dates.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { isTransient } from '../../shared/table/write.ts';
import { draftDesk } from '../charges/draft-desk.ts';
import { Crash, faultInjector } from '../support/faults.ts';
import { freshLedger, localClient, useClient } from '../support/ledger.ts';
import { caseSteps } from './case-steps.ts';

const firstSeed = Number(process.env.FAULT_SEED ?? 20_261_122);
const worlds = 25;
const startsAt = '2026-10-12T01:00:00.000Z' as Instant;

/** Everything the table holds, as text. */
async function contents(of: Parameters<typeof scanItems>[0]): Promise<string[]> {
  const items: string[] = [];
  for await (const item of scanItems(of)) {
    items.push(JSON.stringify(item, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)));
  }
  return items.sort();
}

/**
 * Plays the same case twice: once in a calm world, once where replies get lost, processes die, writes conflict and are
 * throttled, and every caller comes again with his key until he is answered. Both worlds must end byte for byte the
 * same: whatever is sent again takes effect once (promise 3). FAULT_SEED replays a run.
 */
describe('under faults every operation of a case', () => {
  it(`leaves the very world that a calm day leaves, in ${worlds} worlds`, { timeout: 240_000 }, async () => {
    const calm = await playCase();
    let faults = 0;
    for (let seed = firstSeed; seed < firstSeed + worlds; seed += 1) {
      const faulty = await playCase(seed);
      expect({ seed, items: faulty.items }).toEqual({ seed, items: calm.items });
      faults += faulty.faults;
    }
    expect(faults).toBeGreaterThan(worlds * 10);
  });
});

async function playCase(seed?: number): Promise<{ items: string[]; faults: number }> {
  const injector = seed === undefined ? undefined : faultInjector(seed);
  if (injector !== undefined) injector.isOn = false;
  const calm = await freshLedger(localClient());
  const desk = await draftDesk(injector === undefined ? calm : useClient(calm, injector.client));
  const steps = await caseSteps(desk);
  if (injector !== undefined) injector.isOn = true;
  const memory = new Map<string, unknown>();
  for (const [index, { name, run }] of steps.entries()) {
    desk.clock.now = later(startsAt, (index + 1) * 60_000);
    memory.set(name, await insist(() => run(memory)));
  }
  if (injector !== undefined) injector.isOn = false;
  const faults = Object.values(injector?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  return { items: await contents(calm.table), faults };
}

/** Comes again with the same key until there is an answer. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
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
