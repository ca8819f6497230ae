import { describe, expect, it } from 'vitest';
import type { RefundId } from '../../shared/model/ids.ts';
import { draftDesk } from '../charges/draft-desk.ts';
import { refundBody, refundDesk } from '../refunds/refund-desk.ts';
import { hire } from '../support/ledger.ts';
import { caseSteps } from './case-steps.ts';
import { correctionSteps } from './correction-steps.ts';
import { depositSteps } from './deposit-steps.ts';
import { paperSteps } from './paper-steps.ts';
import { payoutSteps } from './payout-steps.ts';
import { playWorlds, type Setup } from './play-worlds.ts';
import { policySteps } from './policy-steps.ts';
import { refundSteps } from './refund-steps.ts';

/** Every write operation stands in one of these; control has its own worlds, since it reads what all others write. */
const areas: readonly (readonly [name: string, worlds: number, Setup])[] = [
  ['a charge', 25, async (ledger) => await caseSteps(await draftDesk(ledger))],
  ['deposits', 12, async (ledger) => await depositSteps(await draftDesk(ledger))],
  ['refunds', 12, async (ledger) => await refundSteps(await draftDesk(ledger))],
  ['corrections', 12, async (ledger) => correctionSteps(await draftDesk(ledger))],
  ['papers of refunds and corrections', 12, async (ledger) => paperSteps(await draftDesk(ledger))],
  ['policies', 12, async (ledger) => await policySteps(await draftDesk(ledger))],
  [
    'a payout the provider tells of',
    12,
    async (ledger) => {
      const desk = await refundDesk(ledger);
      await desk.deposit(500_000n);
      const id = (await desk.executing(refundBody(1_000n))) as RefundId;
      return payoutSteps(desk, await hire(desk.context, 'root', 'admin'), () => id);
    },
  ],
];

/** Both worlds must end byte for byte the same: whatever is sent again takes effect once (promise 3). */
describe('under faults every operation leaves the very world that a calm day leaves', () => {
  it.each(areas)('%s, in %i worlds', { timeout: 240_000 }, async (_, worlds, setup) => {
    const { calm, others, faults } = await playWorlds(setup, worlds);
    for (const { seed, items } of others) expect({ seed, items }).toEqual({ seed, items: calm });
    expect(faults).toBeGreaterThan(worlds * 2);
  });
});
