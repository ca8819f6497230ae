import { beforeEach, describe, expect, it } from 'vitest';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import type { submitCharge as submitContract } from '../../shared/contracts/charges.ts';
import type * as contracts from '../../shared/contracts/periods.ts';
import type { CalendarDate } from '../../shared/model/dates.ts';
import { closePeriod } from '../../shared/periods/close-period.ts';
import { listPeriods } from '../../shared/periods/list-periods.ts';
import { refuseClosedPeriod } from '../../shared/periods/period-lock.ts';
import { reopenPeriod } from '../../shared/periods/reopen-period.ts';
import { chargeBody } from '../support/company.ts';
import { date } from '../support/ledger.ts';
import { type CorrectionDesk, correctionDesk, rightAmountOf } from './correction-desk.ts';

let desk: CorrectionDesk;

beforeEach(async () => {
  desk = await correctionDesk();
});

const code = (name: string) => expect.objectContaining({ code: name });
const body = { reason: '核对完毕' };
const close = (month: string, key = desk.nextKey()) =>
  closePeriod(
    desk.context,
    desk.finance,
    desk.input<typeof contracts.closePeriod>({ params: { month }, body, idempotencyKey: key }),
  );
const reopen = (month: string, key = desk.nextKey()) =>
  reopenPeriod(
    desk.context,
    desk.manager,
    desk.input<typeof contracts.reopenPeriod>({ params: { month }, body, idempotencyKey: key }),
  );
const graceMs = 120_000;
const september = { effectiveDate: date('2026-09-20') };

describe('a month', () => {
  it('is closed once it has ended, each after the one before it', async () => {
    await expect(close('2026-10')).rejects.toThrow(code('PERIOD_NOT_ENDED'));
    await close('2026-08');
    await expect(close('2026-08')).rejects.toThrow(code('PERIOD_ORDER'));
    await close('2026-09');
    desk.clock.move(graceMs);
    const periods = (await listPeriods(desk.context)).body;
    expect(periods).toMatchObject({ closedThrough: '2026-09', firstOpenDay: '2026-10-01' });
    expect(periods.steps.map(({ action, month, by }) => [action, month, by])).toEqual([
      ['close', '2026-09', 'zhao.min'],
      ['close', '2026-08', 'zhao.min'],
    ]);
  });

  it('takes no entry from two minutes after its closing, in any way, until a manager opens it again', async () => {
    const { body: closed } = await close('2026-09');
    expect(closed).toMatchObject({ pending: { month: '2026-09' } });
    await desk.submit(desk.own, '30.00', september);
    desk.clock.move(graceMs);
    await expect(desk.submit(desk.own, '40.00', september)).rejects.toThrow(code('PERIOD_CLOSED'));
    await desk.submit(desk.own, '50.00', { effectiveDate: date('2026-10-01') });
    await reopen('2026-09');
    await desk.submit(desk.own, '60.00', september);
  });

  it('that was closed while a charge waited refuses its last approval', async () => {
    const charge = { ...chargeBody(desk.own.id, desk.own.number, '9000.00'), ...september };
    const submission = desk.input<typeof submitContract>({ body: charge, idempotencyKey: 'waits' });
    const { id } = (await submitCharge(desk.context, desk.clerk, submission)).body;
    await close('2026-09');
    desk.clock.move(graceMs);
    await expect(desk.decide(desk.reviewer, id)).rejects.toThrow(code('PERIOD_CLOSED'));
    expect((await desk.charge(id)).state).toBe('in-review');
  });

  it('is opened from the last one backwards', async () => {
    await close('2026-08');
    await close('2026-09');
    await expect(reopen('2026-08')).rejects.toThrow(code('PERIOD_ORDER'));
    await reopen('2026-09');
    await reopen('2026-08');
    expect((await listPeriods(desk.context)).body).toMatchObject({ closedThrough: '2026-07' });
  });

  it('is closed once however often it is asked for under one key', async () => {
    const first = await close('2026-09', 'once');
    expect(await close('2026-09', 'once')).toEqual({ ...first, replayed: true });
    await expect(reopen('2026-09', 'once').then(() => close('2026-08', 'once'))).rejects.toThrow(
      code('IDEMPOTENCY_KEY_REUSED'),
    );
  });

  it('of the present is never looked up: only what has ended can be closed', async () => {
    const nobody = { name: 'no such table', client: desk.table.client };
    await refuseClosedPeriod(nobody, '2026-10-01' as CalendarDate, desk.clock.now);
  });
});

describe('a correction of a charge in a closed month', () => {
  it('is entered on the day of its approval and says so; what is due stays due when it was', async () => {
    const chargeId = await desk.submit(desk.own, '480.00', september);
    const [due] = await desk.receivables(desk.own.id);
    await close('2026-09');
    desk.clock.move(graceMs);
    const { result } = await desk.correct(chargeId, { mistake: 'wrong-amount', right: rightAmountOf('300.00') });
    expect(result?.closedMonth).toBe('2026-09');
    const [, reversal, right] = await desk.entries(desk.own.id);
    expect([reversal?.effectiveDate, right?.effectiveDate]).toEqual(['2026-10-12', '2026-10-12']);
    expect(await desk.receivables(desk.own.id)).toMatchObject([{ openMinor: 30_000n, dueDate: due?.dueDate }]);
  });

  it('may move it into the open one by its right day', async () => {
    const chargeId = await desk.submit(desk.own, '480.00', september);
    await close('2026-09');
    desk.clock.move(graceMs);
    await desk.correct(chargeId, { mistake: 'wrong-period', right: { effectiveDate: '2026-10-02' } });
    const [, reversal, right] = await desk.entries(desk.own.id);
    expect([reversal?.effectiveDate, right?.effectiveDate]).toEqual(['2026-10-12', '2026-10-02']);
  });
});
