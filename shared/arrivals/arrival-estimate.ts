import type { PaymentMethod } from '../model/arrival.ts';
import { type Charge, isDraft } from '../model/charge-request.ts';
import { addDays, type CalendarDate } from '../model/dates.ts';
import { type ArrivalWindow, arrivalWindow } from './arrival-window.ts';
import type { Reason } from './arrival-words.ts';
import type { ArrivalCase } from './read-arrival.ts';
import { reviewEnd } from './review-window.ts';
import { beyondCalendar } from './working-days.ts';

export interface ArrivalEstimate extends ArrivalWindow {
  readonly isCertain: boolean;
}

/** What somebody asks: what if it were paid by this method, on this day. */
export interface WhatIf {
  readonly method?: PaymentMethod | undefined;
  readonly paidOn?: CalendarDate | undefined;
}

interface Circumstances {
  readonly zone: string;
  /** Requests that wait for the same role and are due before this one. */
  readonly waitingBefore: number;
  /** Days the customer has to pay once it is posted. */
  readonly creditTermDays: number;
}

type Day = CalendarDate | typeof beyondCalendar;

/**
 * When the money arrives: certain only where nothing is assumed and every day is known (A62–A67). `undefined` where no
 * money is on its way or awaited.
 */
export function arrivalEstimate(of: ArrivalCase, whatIf: WhatIf, more: Circumstances): ArrivalEstimate | undefined {
  const { charge, status } = of;
  if (isDraft(charge) || status === 'draft' || status === 'arrived' || status === 'not-due') return undefined;
  const isAsked = whatIf.method !== undefined || whatIf.paidOn !== undefined;
  if (of.announced !== undefined && !isAsked) {
    const { payment, window } = of.announced;
    const because: Reason[] = [{ code: 'ANNOUNCED', params: { paidOn: payment.paidOn } }, ...window.because];
    return { ...window, because, isCertain: window.latest !== undefined };
  }
  const review =
    status === 'waiting-for-review'
      ? reviewEnd(of.known, charge, { now: of.now, zone: more.zone, waitingBefore: more.waitingBefore })
      : { latest: of.today, because: [] };
  const paid = paidBetween(of, charge, whatIf, review.latest, more.creditTermDays);
  const method = whatIf.method ?? of.announced?.payment.method ?? 'bank-transfer';
  const assumed: Reason[] = [
    ...(whatIf.paidOn === undefined ? [notPaidYet(paid.latest, of)] : []),
    ...(whatIf.method === undefined && of.announced === undefined
      ? [{ code: 'METHOD_ASSUMED' as const, params: {} }]
      : []),
  ];
  const window = arrivalWindow(of.known, { method, earliestPaid: paid.earliest, latestPaid: paid.latest });
  return {
    ...window,
    because: [...review.because, ...assumed, ...window.because],
    isCertain: assumed.length === 0 && review.because.length === 0 && window.latest !== undefined,
  };
}

/** Between which days it may be paid: on the day asked for, and otherwise from today until it is due. */
function paidBetween(
  of: ArrivalCase,
  charge: Charge,
  { paidOn }: WhatIf,
  reviewed: Day,
  creditTermDays: number,
): { earliest: CalendarDate; latest: Day } {
  if (paidOn !== undefined) {
    // Money that comes before the charge is posted counts when it is.
    const latest = reviewed !== beyondCalendar && of.status === 'waiting-for-review' ? later(paidOn, reviewed) : paidOn;
    return { earliest: paidOn, latest: reviewed === beyondCalendar ? beyondCalendar : latest };
  }
  if (reviewed === beyondCalendar) return { earliest: of.today, latest: beyondCalendar };
  // Due as posting will say, and paid at the latest then, or as soon as it is posted where that is later.
  const dueDate = charge.posting?.dueDate ?? addDays(charge.effectiveDate, creditTermDays);
  return { earliest: of.today, latest: later(dueDate, reviewed) };
}

function later(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one > other ? one : other;
}

function notPaidYet(latest: Day, { known }: ArrivalCase): Reason {
  return latest === beyondCalendar
    ? { code: 'CALENDAR_ENDS', params: { until: known.calendar.until } }
    : { code: 'NOT_PAID_YET', params: { dueDate: latest } };
}
