import { describe, expect, it } from 'vitest';
import { faultyDay } from './faulty-day.ts';

const firstSeed = Number(process.env.FAULT_SEED ?? 20_261_122);
const faultsWanted = 20_000;

/**
 * A company works while everything that can go wrong between Lambda and DynamoDB does: conflicts, throttles, lost
 * replies, processes that die before and after a write, rivals that are faster, and a stream that repeats and reorders.
 * Callers come again with the same key until they are answered, as the API asks of them. FAULT_SEED replays a run.
 */
describe('under faults', () => {
  it(`loses nothing, posts nothing twice, leaves nobody untold and mails twice only across a death, over ${faultsWanted} faulted operations`, {
    timeout: 400_000,
  }, async () => {
    let [faults, handedOn, seed] = [0, 0, firstSeed];
    const lane = async (): Promise<void> => {
      while (faults < faultsWanted) {
        const where = `FAULT_SEED=${seed}`;
        const day = await faultyDay(seed++);
        expect({ where, findings: day.verification.findings }).toEqual({ where, findings: [] });
        expect({ where, ...day.outcome }).toEqual({ where, ...day.expected });
        faults += day.faults;
        handedOn += day.handedOn;
      }
    };
    // Days of different companies do not meet.
    await Promise.all([lane(), lane()]);
    expect(faults).toBeGreaterThanOrEqual(faultsWanted);
    // Nothing would be shown of stages that nobody decides if there were hardly any.
    expect(handedOn).toBeGreaterThan(20);
  });
});
