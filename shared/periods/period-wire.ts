import type { PeriodsWire } from '../contracts/periods.ts';
import type { Instant } from '../model/dates.ts';
import { closedThrough, type PeriodLock } from '../model/period-lock.ts';
import { monthAfter } from './period-lock.ts';

/** Which months are closed, as the API shows it at an instant. */
export function periodsToWire(lock: PeriodLock, now: Instant): PeriodsWire {
  const through = closedThrough(lock, now);
  const last = lock.steps.at(-1);
  return {
    ...(through === undefined ? {} : { closedThrough: through, firstOpenDay: `${monthAfter(through)}-01` }),
    ...(last === undefined || last.from <= now ? {} : { pending: { month: last.month, from: last.from } }),
    steps: lock.steps
      .map(({ at, by, action, month, reason, from }) => ({ at, by, action, month, reason, from }))
      .reverse(),
  };
}
