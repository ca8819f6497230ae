import type { CalendarDate, Instant } from '../model/dates.ts';
import { businessDate } from '../model/dates.ts';
import type { Language } from '../model/language.ts';
import type { Refund } from '../model/refund.ts';
import type { RefundPolicy } from '../model/refund-policy.ts';
import type { WorkingCalendar } from '../model/working-calendar.ts';
import { promisedDay } from './quote.ts';

type Wait = 'review' | 'payout' | 'bank' | 'confirmation' | 'inquiry' | 'nothing';

const words: Readonly<Record<Wait, readonly [zh: string, en: string]>> = {
  review: ['等待审批', 'It waits for approval'],
  payout: ['已批准，等待出纳付款', 'It is approved and waits for a cashier'],
  bank: ['出纳正在付款', 'A cashier is paying it'],
  confirmation: ['已付出，请确认是否到账', 'It was paid; please confirm that it has arrived'],
  inquiry: ['已登记未到账，正在向银行查询', 'It is reported missing and the bank is being asked'],
  nothing: ['流程已结束', 'It has ended'],
};

interface RefundEta {
  /** As things stand today; nothing once it has ended. */
  readonly expectedBy?: CalendarDate;
  /** The promised day is over and nobody has said that the money is back. */
  readonly isLate: boolean;
  readonly waitsFor: { readonly code: Wait; readonly text: string };
}

/**
 * When a refund's money is expected back as things stand today (B26), by the policy it was asked for under: what is
 * promised while that can be kept, otherwise the working days its way back takes from now.
 */
export function refundEta(
  refund: Refund,
  { workingDays }: Pick<RefundPolicy, 'workingDays'>,
  { now, zone, calendar, language }: { now: Instant; zone: string; calendar: WorkingCalendar; language: Language },
): RefundEta {
  const today = businessDate(now, zone);
  const wait = waitOf(refund);
  const waitsFor = { code: wait, text: words[wait][language === 'en' ? 1 : 0] };
  if (wait === 'nothing') return { isLate: false, waitsFor };
  const isLate = today > refund.promisedBy;
  const after = (from: CalendarDate) => promisedDay(calendar, from, workingDays[refund.payout.method]).day;
  const paidOn = refund.attempts.at(-1)?.paidOn;
  if (wait === 'inquiry') return { expectedBy: refund.promisedBy, isLate, waitsFor };
  if (wait === 'confirmation' && paidOn !== undefined) return { expectedBy: after(paidOn), isLate, waitsFor };
  const earliest = after(today);
  // Until it is paid, every day without a decision may cost one: what was promised holds as long as it can.
  return { expectedBy: earliest > refund.promisedBy ? earliest : refund.promisedBy, isLate, waitsFor };
}

function waitOf({ state, history }: Refund): Wait {
  if (state === 'in-review') return 'review';
  if (state === 'approved') return 'payout';
  if (state === 'executing') return 'bank';
  if (state !== 'paid') return 'nothing';
  return history.at(-1)?.action === 'report-missing' ? 'inquiry' : 'confirmation';
}
