import { Cron } from 'croner';

/** When a schedule of the template is due. */
export interface ScheduleTimes {
  readonly kind: 'rate' | 'cron' | 'at';
  /** The first time after an instant, in milliseconds; undefined when there is none. */
  nextAfter(fromMs: number): number | undefined;
}

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Reads `rate(5 minutes)`, `cron(0 2 * * ? *)` and `at(2026-12-01T02:00:00)`. Throws on anything else. */
export function parseScheduleExpression(text: string, timezone: string): ScheduleTimes {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text);
  if (rate) return rateTimes(Number(rate[1]) * UNIT_MS[rate[2] as keyof typeof UNIT_MS]);
  const cron = /^cron\((.+)\)$/.exec(text)?.[1];
  if (cron !== undefined) return cronTimes('cron', toCroner(cron), timezone);
  const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(text)?.[1];
  if (at !== undefined) return cronTimes('at', at, timezone);
  throw new Error(`The sandbox does not know the schedule ${text}: teach it in sandbox/schedule-expression.ts.`);
}

/** Rates are counted from the epoch, so they are the same after a restart without anything kept. */
function rateTimes(everyMs: number): ScheduleTimes {
  return { kind: 'rate', nextAfter: (fromMs) => (Math.floor(fromMs / everyMs) + 1) * everyMs };
}

function cronTimes(kind: 'cron' | 'at', pattern: string, timezone: string): ScheduleTimes {
  const cron = new Cron(pattern, { timezone, paused: true });
  return { kind, nextAfter: (fromMs) => cron.nextRun(new Date(fromMs))?.getTime() };
}

/**
 * AWS writes `minute hour day month weekday year` with Sunday as 1 and one of the days as `?`; croner wants seconds first, Sunday as 0 and `*`.
 * AWS's `0/15` starts a step anywhere in the range, which croner writes as `0-59/15`.
 */
function toCroner(text: string): string {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = '*'] = fields;
  if (fields.length < 5 || fields.length > 6) throw new Error(`cron(${text}) needs six fields.`);
  const step = (field: string, largest: number): string => field.replace(/(^|,)(\d+)\/(\d+)/g, `$1$2-${largest}/$3`);
  // Numbers after # and / count occurrences and steps, all others are days of the week.
  const shifted = weekday.replace(/(?<![#/\d])\d/g, (digit) => String(Number(digit) - 1));
  const any = (field: string): string => (field === '?' ? '*' : field);
  return [
    '0',
    step(minute, 59),
    step(hour, 23),
    step(any(day), 31),
    step(month, 12),
    step(any(shifted), 6),
    step(year, 2199),
  ].join(' ');
}
