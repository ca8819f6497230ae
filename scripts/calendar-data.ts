import chineseDays from 'chinese-days';

/** The years whose holidays the State Council (国务院办公厅) has announced; the package guesses beyond them. */
const from = '2025-01-01';
const until = '2026-12-31';

/** The module with the working days the ledger knows from the start; an admin publishes further years as data. */
export function builtInCalendarModule(): string {
  const holidays: string[] = [];
  const workdays: string[] = [];
  for (const date of datesBetween(from, until)) {
    const isWeekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    const isHoliday = chineseDays.isHoliday(date);
    if (isHoliday && !isWeekend) holidays.push(date);
    if (!isHoliday && isWeekend) workdays.push(date);
  }
  return [
    '// Made by `npm run generate` from scripts/calendar-data.ts: change it there.',
    "import type { CalendarDate } from '../../model/dates.ts';",
    "import type { WorkingCalendar } from '../../model/working-calendar.ts';",
    '',
    '/** Working days of mainland China, 2025 and 2026. */',
    'export const builtInCalendar: WorkingCalendar = {',
    `  from: '${from}' as CalendarDate,`,
    `  until: '${until}' as CalendarDate,`,
    ...listOf('holidays', holidays),
    ...listOf('workdays', workdays),
    "  source: '国务院办公厅关于2025年、2026年部分节假日安排的通知',",
    '};',
    '',
  ].join('\n');
}

function listOf(name: string, dates: readonly string[]): string[] {
  return [`  ${name}: [`, ...dates.map((date) => `    '${date}',`), '  ] as CalendarDate[],'];
}

function datesBetween(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) {
    dates.push(new Date(at).toISOString().slice(0, 10));
  }
  return dates;
}
