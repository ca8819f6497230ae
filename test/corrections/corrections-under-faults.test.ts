import { describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import { type Instant, later } from '../../shared/model/dates.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { isTransient } from '../../shared/table/write.ts';
import { draftDesk } from '../charges/draft-desk.ts';
import { correctionSteps } from '../faults/correction-steps.ts';
import { Crash, faultInjector } from '../support/faults.ts';
import { freshLedger, localClient, useClient } from '../support/ledger.ts';

const firstSeed = Number(process.env.FAULT_SEED ?? 20_261_122);
const worlds = 12;
const startsAt = '2026-10-12T01:00:00.000Z' as Instant;

describe('under faults a correction', () => {
  it(`is posted wholly or not at all, once, in ${worlds} worlds`, { timeout: 240_000 }, async () => {
    const calm = await playCorrections();
    expect(calm.findings).toEqual([]);
    for (let seed = firstSeed; seed < firstSeed + worlds; seed += 1) {
      const faulty = await playCorrections(seed);
      expect({ seed, ...faulty }).toEqual({ seed, ...calm });
    }
  });
});

/** Every operation of a correction, each sent until it is answered; after each the ledger contradicts itself nowhere. */
async function playCorrections(seed?: number): Promise<{ items: string[]; findings: string[] }> {
  const injector = seed === undefined ? undefined : faultInjector(seed);
  if (injector !== undefined) injector.isOn = false;
  const calm = await freshLedger(localClient());
  const desk = await draftDesk(injector === undefined ? calm : useClient(calm, injector.client));
  if (injector !== undefined) injector.isOn = true;
  const memory = new Map<string, unknown>();
  const findings: string[] = [];
  for (const [index, { name, run }] of correctionSteps(desk).entries()) {
    desk.clock.now = later(startsAt, (index + 1) * 60_000);
    memory.set(
      name,
      await insist(
        () => run(memory),
        async () => {
          const { entries, heads, openItems } = await collectLedger(scanItems(calm.table));
          findings.push(
            ...verifyLedger(entries, heads, openItems).findings.map(({ problem }) => `${name}: ${problem}`),
          );
        },
      ),
    );
  }
  const items: string[] = [];
  for await (const item of scanItems(calm.table)) {
    items.push(JSON.stringify(item, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)));
  }
  return { items: items.sort(), findings };
}

async function insist(work: () => Promise<unknown>, look: () => Promise<void>): Promise<unknown> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isPassing =
        error instanceof DomainError ? error.code === 'BUSY' : error instanceof Crash || isTransient(error);
      if (!isPassing) throw error;
    }
    await look();
  }
  throw new Error('never answered');
}
