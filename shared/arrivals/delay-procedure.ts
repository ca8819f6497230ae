import type { DelayFinding, DelayRecord, DelayStep } from '../model/arrival.ts';
import type { CalendarDate } from '../model/dates.ts';
import type { Known } from './arrival-window.ts';
import { addWorkingDays, beyondCalendar } from './working-days.ts';

/** What to do next, by what the step before found (A71): check, ask finance, ask the institution, wait, escalate. */
const nextStep: Record<DelayStep, Record<DelayFinding, DelayStep>> = {
  'check-entry': {
    nothing: 'contact-finance',
    corrected: 'wait',
    'normal-delay': 'wait',
    fault: 'contact-finance',
  },
  'contact-finance': {
    nothing: 'contact-institution',
    corrected: 'wait',
    'normal-delay': 'wait',
    fault: 'contact-institution',
  },
  'contact-institution': { nothing: 'escalate', corrected: 'wait', 'normal-delay': 'wait', fault: 'escalate' },
  wait: { nothing: 'escalate', corrected: 'wait', 'normal-delay': 'escalate', fault: 'escalate' },
  escalate: { nothing: 'escalate', corrected: 'wait', 'normal-delay': 'wait', fault: 'escalate' },
};

/**
 * The step the procedure guides to. Waiting ends after so many working days and then the money is somebody's business
 * again: what still has not come is escalated.
 */
export function guidedStep(
  { calendar, rules }: Known,
  records: readonly DelayRecord[],
  today: CalendarDate,
): { next: DelayStep; waitUntil?: CalendarDate } {
  const last = records.at(-1);
  if (last === undefined) return { next: 'check-entry' };
  const next = nextStep[last.step][last.finding];
  if (next !== 'wait') return { next };
  const waitUntil = addWorkingDays(calendar, last.on, rules.delayWaitWorkingDays);
  // Beyond the calendar nobody can say how long waiting is right, so nobody waits.
  if (waitUntil === beyondCalendar || today > waitUntil) return { next: 'escalate' };
  return { next: 'wait', waitUntil };
}
