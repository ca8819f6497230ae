import { describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { isTransient } from '../../shared/table/write.ts';
import { Crash, faultInjector } from '../support/faults.ts';
import { freshLedger, useClient } from '../support/ledger.ts';
import { type DepositDesk, depositDesk } from './deposit-desk.ts';

const firstSeed = Number(process.env.FAULT_SEED ?? 20_261_122);
const worlds = 30;

type Outcome = 'done' | 'DEPOSIT_MOVED' | 'DEPOSIT_ABOVE_CEILING';

/** Comes again with the same key until there is an answer. */
async function insist(work: () => Promise<unknown>): Promise<Outcome> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      await work();
      return 'done';
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'BUSY') return error.code as Outcome;
      const isPassing = error instanceof DomainError || error instanceof Crash || isTransient(error);
      if (!isPassing) throw error;
    }
  }
  throw new Error('never answered');
}

async function findings(desk: DepositDesk) {
  const { entries, heads, openItems, requests } = await collectLedger(scanItems(desk.table));
  return verifyLedger(entries, heads, openItems, requests).findings;
}

/** Two people act on one deposit at once: one is first, the other learns it, and the money is there once or not at all. */
describe('at the same moment', () => {
  it.each<[string, (desk: DepositDesk, id: string) => (() => Promise<unknown>)[], readonly string[]]>([
    [
      'two cashiers confirm',
      (desk, id) => [() => desk.confirm(id, {}, desk.cashier, 'a'), () => desk.confirm(id, {}, desk.otherCashier, 'b')],
      ['arrived'],
    ],
    [
      'one confirms, one cancels',
      (desk, id) => [() => desk.confirm(id, {}, desk.cashier, 'a'), () => desk.cancel(id, desk.clerk, 'b')],
      ['arrived', 'cancelled'],
    ],
    [
      'one confirms, one records that it bounced',
      (desk, id) => [() => desk.confirm(id, {}, desk.cashier, 'a'), () => desk.bounce(id, desk.finance, 'b')],
      ['arrived', 'bounced'],
    ],
    [
      'two record that it bounced',
      (desk, id) => [() => desk.bounce(id, desk.cashier, 'a'), () => desk.bounce(id, desk.finance, 'b')],
      ['bounced'],
    ],
  ])(
    '%s',
    async (_, actions, states) => {
      for (let round = 0; round < 10; round += 1) {
        const desk = await depositDesk();
        const { id } = (await desk.register('900.00')).body;
        const outcomes = await Promise.all(actions(desk, id).map(insist));
        expect(outcomes.toSorted()).toEqual(expect.arrayContaining(['done']));
        const { state } = await desk.read(id);
        expect(states).toContain(state);
        expect((await desk.balance())?.prepaid.value ?? '0.00').toBe(state === 'arrived' ? '900.00' : '0.00');
        expect(await findings(desk)).toEqual([]);
      }
    },
    60_000,
  );

  it('a charge uses what another takes away: the bounce finds what is left, whoever is first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const desk = await depositDesk();
      const { id } = await desk.arrived('300.00');
      await Promise.all([
        insist(() => desk.charge('100.00', 'upgrade', 'charge')),
        insist(() => desk.bounce(id, desk.finance, 'bounce')),
      ]);
      expect(await desk.balance()).toMatchObject({ prepaid: { value: '0.00' }, receivable: { value: '100.00' } });
      expect(await findings(desk)).toEqual([]);
    }
  }, 60_000);
});

/** The way of a deposit where replies get lost, processes die, writes conflict, and a rival overtakes: FAULT_SEED replays. */
describe('under faults', () => {
  it(`money is counted once and receipts have no gap, in ${worlds} worlds`, { timeout: 240_000 }, async () => {
    let faults = 0;
    for (let seed = firstSeed; seed < firstSeed + worlds; seed += 1) {
      const injector = faultInjector(seed);
      injector.isOn = false;
      const calm = await depositDesk();
      const desk = await depositDesk(useClient(await freshLedger(), injector.client));
      injector.isOn = true;
      for (const each of [calm, desk]) {
        const transfer: { id?: string } = {};
        await insist(() => each.cash('500.00', {}, 'cash'));
        await insist(async () => {
          transfer.id = (await each.register('900.00', {}, each.clerk, 'transfer')).body.id;
        });
        const id = transfer.id ?? '';
        injector.rival = async () => {
          await insist(() => each.confirm(id, {}, each.otherCashier, 'rival'));
        };
        const confirmed = await insist(() => each.confirm(id, {}, each.cashier, 'confirm'));
        injector.rival = undefined;
        expect(['done', 'DEPOSIT_MOVED']).toContain(confirmed);
        await insist(() => each.charge('350.00', 'upgrade', 'charge'));
        await insist(() => each.charge('300.00', 'upgrade', 'charge-2'));
        await insist(() => each.bounce(id, each.finance, 'bounce'));
        await insist(() => each.cash('1.00', {}, 'cash-2'));
      }
      injector.isOn = false;
      const numbers = async (of: DepositDesk) =>
        (await of.list()).items.map(({ state, receiptNumber, left }) => [state, receiptNumber?.slice(-4), left?.value]);
      expect({ seed, deposits: await numbers(desk) }).toEqual({ seed, deposits: await numbers(calm) });
      expect(await desk.balance()).toMatchObject({ prepaid: { value: '1.00' }, receivable: { value: '150.00' } });
      expect({ seed, findings: await findings(desk) }).toEqual({ seed, findings: [] });
      faults += Object.values(injector.counts).reduce((sum, count) => sum + count, 0);
    }
    expect(faults).toBeGreaterThan(worlds * 3);
  });
});
