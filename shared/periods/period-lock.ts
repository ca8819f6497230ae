import { DomainError } from '../errors/domain-error.ts';
import { businessDate, type CalendarDate, type Instant, later } from '../model/dates.ts';
import { closedThrough, type PeriodLock } from '../model/period-lock.ts';
import type { LedgerContext } from '../table/context.ts';
import { periodLockFromItem } from '../table/items/period-lock-item.ts';
import { keys } from '../table/keys.ts';
import { getItem, type LedgerTable } from '../table/ledger-table.ts';

const monthLength = 'YYYY-MM'.length;
/** No zone is further ahead of UTC. */
const furthestAheadMs = 14 * 3_600_000;

/**
 * Which months are closed. Not read strongly: a closing holds a minute after it was made, and no read is that late.
 */
export async function readPeriodLock(table: LedgerTable, options = { strong: false }): Promise<PeriodLock> {
  const item = await getItem(table, keys.periodLock(), options);
  return item === undefined ? { version: 0, steps: [] } : periodLockFromItem(item);
}

/**
 * Refuses an entry that would fall into a closed month (F14), with PERIOD_CLOSED and the first day that is open. Only
 * months that have ended can be closed, so nothing is read for a date of the present one.
 */
export async function refuseClosedPeriod(table: LedgerTable, date: CalendarDate, now: Instant): Promise<void> {
  const closed = await findClosed(table, date, now);
  if (closed !== undefined) throw new DomainError('PERIOD_CLOSED', closed);
}

/** The closed month a date lies in, and the first day that is open; nothing where the date is open. */
export async function findClosed(
  table: LedgerTable,
  date: CalendarDate,
  now: Instant,
): Promise<{ date: string; month: string; open: string } | undefined> {
  if (monthOf(date) >= later(now, furthestAheadMs).slice(0, monthLength)) return undefined;
  const through = closedThrough(await readPeriodLock(table), now);
  if (through === undefined || monthOf(date) > through) return undefined;
  return { date, month: monthOf(date), open: `${monthAfter(through)}-01` };
}

/**
 * The day something that has happened is entered on: its own, or today where its month is closed (F14). Money that came or
 * left is never refused for its date.
 */
export async function openDate({ table, clock, zone }: LedgerContext, date: CalendarDate): Promise<CalendarDate> {
  const now = clock();
  return (await findClosed(table, date, now)) === undefined ? date : businessDate(now, zone);
}

export function monthOf(date: string): string {
  return date.slice(0, monthLength);
}

export function monthAfter(month: string): string {
  return neighbour(month, 1);
}

export function monthBefore(month: string): string {
  return neighbour(month, -1);
}

function neighbour(month: string, step: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const months = year * 12 + number - 1 + step;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}
