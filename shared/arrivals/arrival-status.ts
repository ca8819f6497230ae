import type { AnnouncedPayment } from '../model/arrival.ts';
import { type ChargeCase, isDraft } from '../model/charge-request.ts';
import type { CalendarDate } from '../model/dates.ts';

export const arrivalStatuses = [
  'draft',
  'waiting-for-review',
  'waiting-for-payment',
  'announced',
  'late',
  'arrived',
  'not-due',
] as const;
export type ArrivalStatus = (typeof arrivalStatuses)[number];

/** How far a charge's money has come (A68). A returned charge is its maker's draft again; what was rejected is not due. */
export function arrivalStatus(
  of: ChargeCase,
  money: { openMinor: bigint; announced: AnnouncedPayment | undefined; latest: CalendarDate | undefined },
  today: CalendarDate,
): ArrivalStatus {
  if (isDraft(of)) return of.state === 'draft' ? 'draft' : 'not-due';
  if (of.state === 'returned') return 'draft';
  if (of.state === 'in-review') return 'waiting-for-review';
  if (of.state !== 'posted') return 'not-due';
  if (money.openMinor === 0n) return 'arrived';
  if (money.announced === undefined) return 'waiting-for-payment';
  return money.latest !== undefined && today > money.latest ? 'late' : 'announced';
}
