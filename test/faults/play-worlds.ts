import { DomainError } from '../../shared/errors/domain-error.ts';
import { type Instant, later } from '../../shared/model/dates.ts';
import { scanItems } from '../../shared/table/scan-ledger.ts';
import { isTransient } from '../../shared/table/write.ts';
import { Crash, faultInjector } from '../support/faults.ts';
import { freshLedger, localClient, type TestLedger, useClient } from '../support/ledger.ts';
import type { CaseStep } from './case-steps.ts';

const firstSeed = Number(process.env.FAULT_SEED ?? 20_261_122);
const startsAt = '2026-10-12T01:00:00.000Z' as Instant;

/** Sets a company up in a ledger and answers what is done in it, step by step. */
export type Setup = (ledger: TestLedger) => Promise<readonly CaseStep[]>;

/**
 * Plays the same steps in a calm world and in so many others where replies get lost, processes die, writes conflict and
 * are throttled, and every caller comes again with his key until he is answered. Answers the calm world, the others, and
 * how many faults there were. FAULT_SEED replays a run.
 */
export async function playWorlds(setup: Setup, worlds: number) {
  const calm = await play(setup);
  const others: { seed: number; items: string[] }[] = [];
  let faults = 0;
  for (let seed = firstSeed; seed < firstSeed + worlds; seed += 1) {
    const faulty = await play(setup, seed);
    others.push({ seed, items: faulty.items });
    faults += faulty.faults;
  }
  return { calm: calm.items, others, faults };
}

/** Everything the table holds, as text. */
async function contents(of: Parameters<typeof scanItems>[0]): Promise<string[]> {
  const items: string[] = [];
  for await (const item of scanItems(of)) {
    items.push(JSON.stringify(item, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)));
  }
  return items.sort();
}

async function play(setup: Setup, seed?: number): Promise<{ items: string[]; faults: number }> {
  const injector = seed === undefined ? undefined : faultInjector(seed);
  if (injector !== undefined) injector.isOn = false;
  const calm = await freshLedger(localClient());
  const ledger = injector === undefined ? calm : useClient(calm, injector.client);
  const steps = await setup(ledger);
  if (injector !== undefined) injector.isOn = true;
  const memory = new Map<string, unknown>();
  for (const [index, { name, run }] of steps.entries()) {
    ledger.clock.now = later(startsAt, (index + 1) * 60_000);
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
