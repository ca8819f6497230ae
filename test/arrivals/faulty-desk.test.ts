import { describe, expect, it } from 'vitest';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { keys } from '../../shared/table/keys.ts';
import { queryPartition } from '../../shared/table/ledger-table.ts';
import { Crash, faultInjector } from '../support/faults.ts';
import { useClient } from '../support/ledger.ts';
import { freshArrivalOffice } from './arrival-office.ts';

const transfer = { method: 'bank-transfer', paidOn: '2026-09-01' };
const step = { step: 'check-entry', finding: 'nothing', outcome: '录入无误' };

/** Comes again with the same key, as a client does who got no answer. */
async function untilAnswered<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isPassing = error instanceof Crash || (error instanceof DomainError && error.code === 'BUSY');
      if (attempt === 50 || (!isPassing && error instanceof DomainError)) throw error;
    }
  }
}

describe('on a day when calls are lost, throttled, overtaken and die', () => {
  it.each([1, 2, 3])('an announced payment, a step and a publication are each kept once (seed %d)', async (seed) => {
    const faults = faultInjector(seed);
    faults.isOn = false;
    const office = await freshArrivalOffice((ledger) => useClient(ledger, faults.client));
    const id = await office.charge(await office.createCustomer('C-1'));
    faults.isOn = true;
    for (let count = 0; count < 5; count += 1) {
      await untilAnswered(() => office.announce(id, transfer, office.clerk, `pay-${count}`));
      await untilAnswered(() => office.record(id, step, office.clerk, `step-${count}`));
      const days = { from: '2026-12-01', until: '2026-12-31', holidays: [], workdays: [], source: '测试用的日历' };
      await untilAnswered(() => office.publishCalendar(days, `"${count}"`, `days-${count}`));
    }
    faults.isOn = false;
    const { payments, delayProcedure, estimate } = await office.estimate(id);
    expect(payments.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(delayProcedure?.steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(estimate?.calendarVersion).toBe(5);
    expect(await queryPartition(office.context.table, keys.policies('calendar'))).toHaveLength(5);
  });
});
