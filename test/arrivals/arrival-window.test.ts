import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalWindow } from '../../shared/arrivals/arrival-window.ts';
import { reasonSentence } from '../../shared/arrivals/arrival-words.ts';
import { builtInArrivalRules } from '../../shared/arrivals/built-in-rules.ts';
import { guidedStep } from '../../shared/arrivals/delay-procedure.ts';
import { builtInCalendar } from '../../shared/arrivals/generated/calendar-2025-2026.ts';
import { reviewEnd } from '../../shared/arrivals/review-window.ts';
import { isWorkingDay } from '../../shared/arrivals/working-days.ts';
import type { DelayFinding, DelayRecord, DelayStep, PaymentMethod } from '../../shared/model/arrival.ts';
import { addDays, type Instant } from '../../shared/model/dates.ts';
import type { ChargeId, UserId } from '../../shared/model/ids.ts';
import { date } from '../support/ledger.ts';

const known = { calendar: builtInCalendar, rules: builtInArrivalRules };
const paid = (method: PaymentMethod, on: string, rules = builtInArrivalRules) =>
  arrivalWindow({ ...known, rules }, { method, earliestPaid: date(on), latestPaid: date(on) });

describe('money arrives', () => {
  it.each<[string, PaymentMethod, string, string, string]>([
    ['online the same or the next day (当天或次日)', 'online', '2026-11-09', '2026-11-09', '2026-11-10'],
    ['online on a holiday as well', 'online', '2026-10-01', '2026-10-01', '2026-10-02'],
    ['by transfer within one to three working days', 'bank-transfer', '2026-11-09', '2026-11-10', '2026-11-12'],
    ['by transfer of a Friday after the weekend', 'bank-transfer', '2026-11-06', '2026-11-09', '2026-11-11'],
    ['by transfer before National Day after it', 'bank-transfer', '2026-09-30', '2026-10-08', '2026-10-10'],
    ['by transfer before Spring Festival after it', 'bank-transfer', '2026-02-14', '2026-02-24', '2026-02-26'],
    ['by cheque within three to five working days', 'cheque', '2026-11-09', '2026-11-12', '2026-11-16'],
    ['by card within one or two', 'card', '2026-11-09', '2026-11-10', '2026-11-11'],
    ['in cash on the next working day there is', 'cash', '2026-11-07', '2026-11-09', '2026-11-09'],
  ])('%s', (_, method, on, earliest, latest) => {
    expect(paid(method, on)).toMatchObject({ earliest, latest });
  });

  it('later while a fault lasts, and says which', () => {
    const disturbance = {
      method: 'bank-transfer' as const,
      from: date('2026-11-10'),
      until: date('2026-11-10'),
      extraWorkingDays: 2,
      reason: { 'zh-CN': '大额系统升级', en: 'Interbank upgrade' },
    };
    const rules = { ...builtInArrivalRules, disturbances: [disturbance] };
    const { latest, because } = paid('bank-transfer', '2026-11-09', rules);
    expect(latest).toBe('2026-11-16');
    expect(because.map((reason) => reasonSentence(reason, 'en'))).toEqual([
      'Bank transfer: arrives 1–3 working days after it is paid.',
      'Interbank upgrade: up to 2 working day(s) more.',
    ]);
    expect(paid('online', '2026-11-09', rules).latest).toBe('2026-11-10');
    expect(paid('bank-transfer', '2026-11-11', rules).latest).toBe('2026-11-16');
  });

  it('as late whatever the order in which faults are listed, also where one delays it into the next', async () => {
    const fault = (from: string, until: string, extraWorkingDays: number) => ({
      from: date(from),
      until: date(until),
      extraWorkingDays,
      reason: { 'zh-CN': '银行系统故障', en: 'A fault at the bank' },
    });
    const chain = [fault('2026-11-19', '2026-11-20', 1), fault('2026-11-10', '2026-11-10', 5)];
    expect(paid('bank-transfer', '2026-11-09', { ...builtInArrivalRules, disturbances: chain }).latest).toBe(
      '2026-11-20',
    );
    const day = fc.integer({ min: 0, max: 30 });
    const faults = fc.array(
      fc
        .tuple(day, day, fc.integer({ min: 1, max: 9 }))
        .map(([start, length, extra]) =>
          fault(addDays(date('2026-11-01'), start), addDays(date('2026-11-01'), start + length), extra),
        ),
      { maxLength: 5 },
    );
    const shuffled = faults.chain((listed) =>
      fc.shuffledSubarray(listed, { minLength: listed.length }).map((other) => ({ listed, other })),
    );
    await fc.assert(
      fc.property(shuffled, ({ listed, other }) => {
        const [one, two] = [listed, other].map((disturbances) =>
          paid('bank-transfer', '2026-11-09', { ...builtInArrivalRules, disturbances }),
        );
        expect(two?.latest).toBe(one?.latest);
        expect(two?.because.length).toBe(one?.because.length);
      }),
      { numRuns: 300 },
    );
  });

  it('with the holidays and worked weekends in between named, in both languages', () => {
    const { because } = paid('bank-transfer', '2026-09-30');
    expect(because.map((reason) => reasonSentence(reason, 'zh-CN'))).toEqual([
      '银行转账：付款后 1–3 个工作日到账。',
      '期间有 5 天法定节假日。',
      '调休上班日 2026-10-10 按工作日计算。',
    ]);
    expect(because.map((reason) => reasonSentence(reason, 'en')).slice(1)).toEqual([
      '5 public holiday(s) lie in between.',
      'The weekend day(s) 2026-10-10 are worked and count.',
    ]);
  });

  it('on a day that is left out where the calendar ends', () => {
    const { earliest, latest, because } = paid('bank-transfer', '2026-12-30');
    expect({ earliest, latest }).toEqual({ earliest: '2026-12-31', latest: undefined });
    expect(because.at(-1)).toEqual({ code: 'CALENDAR_ENDS', params: { until: '2026-12-31' } });
  });

  it('for a transfer never on a day that is not worked, and never sooner when paid later', async () => {
    const day = fc.integer({ min: 0, max: 650 }).map((offset) => addDays(builtInCalendar.from, offset));
    await fc.assert(
      fc.property(day, day, (one, other) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        const [sooner, later] = [paid('bank-transfer', first), paid('bank-transfer', second)];
        for (const { earliest, latest } of [sooner, later]) {
          expect(earliest && isWorkingDay(builtInCalendar, earliest)).toBe(true);
          expect(latest && isWorkingDay(builtInCalendar, latest)).toBe(true);
          expect(String(latest) >= String(earliest)).toBe(true);
        }
        expect(String(later.latest) >= String(sooner.latest)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a review ends at the latest', () => {
  const now = '2026-11-09T01:00:00.000Z' as Instant;
  const stages = [
    { role: 'reviewer' as const, deadlineHours: 24 },
    { role: 'finance' as const, deadlineHours: 48 },
  ];
  const end = (waitingBefore: number, changes: object = {}) => {
    const charge = { stages, stage: 1, dueAt: '2026-11-10T01:00:00.000Z' as Instant, ...changes };
    return reviewEnd(known, charge, { now, zone: 'Asia/Shanghai', waitingBefore });
  };

  it('when the deadlines of the stages that are left have passed', () => {
    expect(end(0).latest).toBe('2026-11-12');
    expect(end(0, { stage: 2 }).latest).toBe('2026-11-10');
  });

  it('counted from now where a stage is overdue', () => {
    expect(end(0, { dueAt: '2026-11-01T01:00:00.000Z' }).latest).toBe('2026-11-11');
  });

  it('later by the working days a long queue takes', () => {
    expect(end(39).latest).toBe('2026-11-12');
    expect(end(40).latest).toBe('2026-11-13');
    expect(end(90).latest).toBe('2026-11-16');
  });
});

describe('the procedure for late money', () => {
  const record = (step: DelayStep, finding: DelayFinding, on: string): DelayRecord => ({
    chargeId: `chg_${'a'.repeat(26)}` as ChargeId,
    number: 1,
    step,
    finding,
    outcome: '说明',
    on: date(on),
    at: `${on}T01:00:00.000Z` as Instant,
    by: 'wang.fang' as UserId,
    keyPrint: 'k',
    bodyPrint: 'b',
  });
  const next = (records: DelayRecord[], today: string) => guidedStep(known, records, date(today));

  it('begins with what was entered', () => {
    expect(next([], '2026-11-13')).toEqual({ next: 'check-entry' });
  });

  it.each<[DelayStep, DelayFinding, DelayStep]>([
    ['check-entry', 'nothing', 'contact-finance'],
    ['check-entry', 'fault', 'contact-finance'],
    ['contact-finance', 'nothing', 'contact-institution'],
    ['contact-finance', 'fault', 'contact-institution'],
    ['contact-institution', 'nothing', 'escalate'],
    ['contact-institution', 'fault', 'escalate'],
    ['wait', 'nothing', 'escalate'],
    ['wait', 'normal-delay', 'escalate'],
    ['wait', 'fault', 'escalate'],
    ['escalate', 'nothing', 'escalate'],
    ['check-entry', 'corrected', 'wait'],
    ['contact-finance', 'normal-delay', 'wait'],
    ['contact-institution', 'normal-delay', 'wait'],
    ['wait', 'corrected', 'wait'],
    ['escalate', 'corrected', 'wait'],
  ])('after %s that found %s guides to %s', (step, finding, expected) => {
    expect(next([record(step, finding, '2026-11-13')], '2026-11-13').next).toBe(expected);
  });

  it('waits two working days for a normal delay, then escalates', () => {
    const records = [record('contact-institution', 'normal-delay', '2026-11-13')];
    expect(next(records, '2026-11-13')).toEqual({ next: 'wait', waitUntil: '2026-11-17' });
    expect(next(records, '2026-11-17')).toEqual({ next: 'wait', waitUntil: '2026-11-17' });
    expect(next(records, '2026-11-18')).toEqual({ next: 'escalate' });
  });

  it('does not wait for a day nobody knows', () => {
    expect(next([record('check-entry', 'corrected', '2026-12-31')], '2026-12-31')).toEqual({ next: 'escalate' });
  });
});
