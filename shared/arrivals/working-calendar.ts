import { addDays, type CalendarDate } from '../model/dates.ts';
import type { PublishedPolicy } from '../model/published-policy.ts';
import type { CalendarStretch, WorkingCalendar } from '../model/working-calendar.ts';
import { publicationToWire } from '../policies/publication-wire.ts';
import { type PolicyOf, readPublished } from '../policies/published-policy.ts';
import type { LedgerTable } from '../table/ledger-table.ts';
import { builtInCalendar } from './generated/calendar-2025-2026.ts';

export const calendarPolicy: PolicyOf<WorkingCalendar> = { kind: 'calendar', builtIn: builtInCalendar };

/** The working calendar in force (A67). */
export async function readCalendar(table: LedgerTable): Promise<PublishedPolicy<WorkingCalendar>> {
  return await readPublished(table, calendarPolicy);
}

/** Whether a stretch touches or overlaps the calendar: a day in between would be a day nobody knows. */
export function joins(calendar: WorkingCalendar, stretch: CalendarStretch): boolean {
  return stretch.from <= addDays(calendar.until, 1) && stretch.until >= addDays(calendar.from, -1);
}

/** The calendar with a stretch added; inside the stretch, what it says replaces what was known. */
export function withStretch(calendar: WorkingCalendar, stretch: CalendarStretch): WorkingCalendar {
  const joined = (known: readonly CalendarDate[], added: readonly CalendarDate[]) => [
    ...new Set([...known.filter((date) => date < stretch.from || date > stretch.until), ...added].sort()),
  ];
  return {
    from: calendar.from < stretch.from ? calendar.from : stretch.from,
    until: calendar.until > stretch.until ? calendar.until : stretch.until,
    holidays: joined(calendar.holidays, stretch.holidays),
    workdays: joined(calendar.workdays, stretch.workdays),
    source: stretch.source,
  };
}

/** The calendar as the API shows it. */
export function calendarToWire({ content, ...policy }: PublishedPolicy<WorkingCalendar>) {
  return publicationToWire({
    ...policy,
    content: { ...content, holidays: [...content.holidays], workdays: [...content.workdays] },
  });
}
