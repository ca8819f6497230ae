import * as z from 'zod';
import { addDays, type CalendarDate, calendarDateSchema } from './dates.ts';
import { refuseField } from './field-refusal.ts';
import { lineSchema } from './text.ts';

/**
 * Which days are worked, as data (A67): Monday to Friday but for `holidays`, and the weekend days of `workdays` (调休).
 * Outside `from` to `until` it says nothing: a day nobody has announced yet is never guessed.
 */
export interface WorkingCalendar {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
  readonly holidays: readonly CalendarDate[];
  /** Saturdays and Sundays on which work is made up for. */
  readonly workdays: readonly CalendarDate[];
  /** The announcement it was taken from. */
  readonly source: string;
}

/** The longest stretch published at once: the authorities announce a year at a time. */
const publishedDaysAtMost = 366;

/** A stretch of days, usually a year, that an admin adds to the calendar or corrects in it. */
export const calendarStretchSchema = z
  .strictObject({
    from: calendarDateSchema,
    until: calendarDateSchema,
    holidays: z
      .array(calendarDateSchema)
      .max(120)
      .meta({ description: 'Days off; weekend days inside a holiday may be named or left out' }),
    workdays: z.array(calendarDateSchema).max(60).meta({ description: 'Saturdays and Sundays that are worked (调休)' }),
    source: lineSchema(5, 200).meta({ description: 'The announcement the days come from' }),
  })
  .superRefine((stretch, ctx) => {
    const { from, until } = stretch;
    if (until < from) refuseField(ctx, 'PERIOD_ENDS_BEFORE_START', ['until'], { start: from, end: until });
    if (until > addDays(from, publishedDaysAtMost - 1))
      refuseField(ctx, 'RANGE_TOO_LONG', ['until'], { limit: String(publishedDaysAtMost) });
    for (const name of ['holidays', 'workdays'] as const) {
      for (const [index, given] of stretch[name].entries()) {
        if (given < from || given > until) refuseField(ctx, 'DATE_OUT_OF_RANGE', [name, index], { given, from, until });
      }
    }
    for (const [index, given] of stretch.workdays.entries()) {
      if (!isWeekend(given)) refuseField(ctx, 'WORKDAY_IS_NO_WEEKEND', ['workdays', index], { given });
      if (stretch.holidays.includes(given)) refuseField(ctx, 'WORKDAY_IS_HOLIDAY', ['workdays', index], { given });
    }
  });
export type CalendarStretch = z.output<typeof calendarStretchSchema>;

export function isWeekend(date: CalendarDate): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}
