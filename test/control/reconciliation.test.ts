import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreeReconciliation } from '../../shared/control/agree-reconciliation.ts';
import { listReconciliations } from '../../shared/control/list-reconciliations.ts';
import { nightlyControl } from '../../shared/control/nightly-control.ts';
import { PrepaidFold } from '../../shared/control/prepaid-fold.ts';
import { prepareReconciliations } from '../../shared/control/prepare-reconciliations.ts';
import { recordActual } from '../../shared/control/record-actual.ts';
import { readReconciliation } from '../../shared/control/stored-reconciliation.ts';
import type { JournalEntry } from '../../shared/ledger/journal-entry.ts';
import { chargePostings, depositPostings, mirror, type Posting, postEvent } from '../../shared/ledger/posting-rules.ts';
import type { Instant } from '../../shared/model/dates.ts';
import { movedMinor } from '../../shared/model/reconciliation.ts';
import { keys } from '../../shared/table/keys.ts';
import { getItem } from '../../shared/table/ledger-table.ts';
import { balanceDesk } from '../alerts/balance-desk.ts';
import { date, freshLedger } from '../support/ledger.ts';
import { keptReconciliation } from './kept-control.ts';

const kinds = {
  arrived: (minor: bigint) => depositPostings('bank-transfer', minor),
  used: (minor: bigint) => chargePostings('setup', minor, minor),
  'given back': (minor: bigint) => mirror(chargePostings('setup', minor, minor)),
  refunded: (minor: bigint) => [
    ...postEvent('refund-held', [['prepaid', minor]], [['held', minor]]),
    ...postEvent('refund-paid', [['held', minor]], [['clearing:cash', minor]]),
  ],
  bounced: (minor: bigint) => postEvent('deposit-bounced', [['prepaid', minor]], [['clearing:bank-transfer', minor]]),
} satisfies Record<string, (minor: bigint) => Posting[]>;
type Kind = keyof typeof kinds;

interface Move {
  readonly kind: Kind;
  readonly minor: bigint;
  readonly day: string;
}

const entryOf = ({ kind, minor, day }: Move) =>
  ({
    currency: 'CNY',
    effectiveDate: date(day),
    requestId: 'dep_x',
    postings: kinds[kind](minor),
  }) as unknown as JournalEntry;

const move = fc.record({
  kind: fc.constantFrom(...(Object.keys(kinds) as Kind[])),
  minor: fc.bigInt({ min: 1n, max: 9_999n }),
  day: fc.constantFrom('2026-07-31', '2026-08-01', '2026-08-31', '2026-09-01', '2026-09-30', '2026-10-01'),
});

describe('the reconciliation of a month', () => {
  test('opens with what the month before closed with, and closes with what the entries make, whatever came late (C2)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 12 }), fc.array(move, { maxLength: 4 }), async (moves, late) => {
        const { context } = await freshLedger();
        const foldOf = (month: string, all: readonly Move[]) => {
          const fold = new PrepaidFold(month);
          for (const one of all) fold.add(entryOf(one));
          return fold.currencies;
        };
        await prepareReconciliations(context, '2026-08', foldOf('2026-08', moves));
        const all = [...moves, ...late];
        await prepareReconciliations(context, '2026-09', foldOf('2026-09', all));
        const [august, september] = await Promise.all(
          ['2026-08', '2026-09'].map((month) => readReconciliation(context.table, month, 'CNY')),
        );
        const signed = ({ kind, minor }: Move) => (kind === 'arrived' || kind === 'given back' ? minor : -minor);
        const until = (some: readonly Move[], day: string) =>
          some.filter((one) => one.day <= day).reduce((sum, one) => sum + signed(one), 0n);
        expect(august?.closingMinor ?? 0n).toBe(until(moves, '2026-08-31'));
        expect(september?.closingMinor ?? 0n).toBe(until(all, '2026-09-30'));
        for (const record of [august, september]) {
          if (record !== undefined)
            expect(record.openingMinor + movedMinor(record.movements)).toBe(record.closingMinor);
        }
        if (august !== undefined) expect(september?.openingMinor).toBe(august.closingMinor);
        const cameLate = august === undefined ? 0n : until(late, '2026-08-31');
        expect(september?.movements.earlierMinor ?? 0n).toBe(cameLate);
      }),
      { numRuns: 40, seed: 4 },
    );
  }, 120_000);

  test('is prepared by the first night of the next one, once, by method of payment as well', async () => {
    const desk = await balanceDesk();
    await desk.deposit(50_000n);
    await desk.use(12_000n);
    await desk.deposit(900n, 'JPY');
    desk.clock.now = '2026-10-31T18:30:00.000Z' as Instant;
    const run = () => nightlyControl(desk.context, desk.room.process(), { segments: 2, remainingMs: () => 900_000 });
    expect(await run()).toMatchObject({ reconciliations: 2 });
    expect(await run()).toMatchObject({ reconciliations: 0 });
    const { context, finance, input } = desk;
    const { items } = (await listReconciliations(context, finance, input({ query: { limit: 20 } }))).body;
    expect(items).toMatchObject([
      {
        ...{
          month: '2026-10',
          currency: 'CNY',
          state: 'open',
          opening: { value: '0.00' },
          closing: { value: '380.00' },
        },
        movements: { arrived: { value: '500.00' }, used: { value: '-120.00' }, earlier: { value: '0.00' } },
        clearing: [{ method: 'bank-transfer', amount: { value: '500.00', currency: 'CNY' } }],
      },
      { currency: 'JPY', closing: { value: '900', currency: 'JPY' } },
    ]);
  });

  test('is counted by finance, as often as needed, and agreed by a manager who did not count', async () => {
    const { context, finance, manager, allRounder, input } = await balanceDesk();
    await keptReconciliation(context, '2026-09');
    const params = { month: '2026-09', currency: 'CNY' as const };
    const count = (who: typeof finance, value: string, key: string) =>
      recordActual(
        context,
        who,
        input({ params, body: { actual: { value, currency: 'CNY' }, note: '银行对账单' }, idempotencyKey: key }),
      );
    const agree = (who: typeof finance, key: string) =>
      agreeReconciliation(context, who, input({ params, body: { note: '与对账单一致' }, idempotencyKey: key }));
    await expect(agree(manager, 'a')).rejects.toMatchObject({ code: 'RECONCILIATION_UNCOUNTED' });
    expect((await count(finance, '10.00', 'b')).body).toMatchObject({
      state: 'counted',
      difference: { value: '-0.60' },
    });
    expect(await count(finance, '10.00', 'b')).toMatchObject({ replayed: true });
    await expect(count(finance, '9.00', 'b')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await count(allRounder, '10.60', 'c')).body).toMatchObject({ difference: { value: '0.00' } });
    await expect(agree(allRounder, 'd')).rejects.toMatchObject({ code: 'RECONCILER_COUNTED' });
    const [one, other] = await Promise.allSettled([agree(manager, 'e'), count(finance, '10.70', 'f')]);
    const record = await readReconciliation(context.table, '2026-09', 'CNY');
    // Whoever was first, the other one met it: a count after the agreement is refused, an agreement after it is to that count.
    expect(record?.history.map(({ action }) => action).filter((action) => action === 'agree')).toHaveLength(1);
    expect([one?.status, other?.status]).toContain('fulfilled');
    await expect(count(finance, '1.00', 'g')).rejects.toMatchObject({ code: 'RECONCILIATION_CLOSED' });
  });

  test('is not agreed by one who counted it earlier, even if somebody else counted last', async () => {
    const { context, finance, manager, allRounder, input } = await balanceDesk();
    await keptReconciliation(context, '2026-09', { countedBy: allRounder.actor.id });
    const params = { month: '2026-09', currency: 'CNY' as const };
    const body = { actual: { value: '10.60', currency: 'CNY' }, note: '银行对账单' };
    await recordActual(context, finance, input({ params, body, idempotencyKey: 'a' }));
    const agree = (who: typeof finance) =>
      agreeReconciliation(context, who, input({ params, body: { note: '与对账单一致' }, idempotencyKey: 'b' }));
    await expect(agree(allRounder)).rejects.toMatchObject({ code: 'RECONCILER_COUNTED' });
    const stored = await getItem(context.table, keys.reconciliation('2026-09', 'CNY'), { strong: true });
    expect(stored?.cbys).toEqual([allRounder.actor.id, finance.actor.id]);
    expect((await agree(manager)).body).toMatchObject({ state: 'closed' });
  });

  test.each([
    [{ value: '-1.00', currency: 'CNY' }, '/actual/value AMOUNT_FORMAT'],
    [{ value: '1.005', currency: 'CNY' }, '/actual/value AMOUNT_DECIMALS'],
    [{ value: 'x', currency: 'CNY' }, '/actual/value AMOUNT_FORMAT'],
    [{ value: '1', currency: 'JPY' }, '/actual/currency NOT_ALLOWED'],
  ])('refuses %j as what is there', async (actual, complaint) => {
    const { context, finance, input } = await balanceDesk();
    await keptReconciliation(context, '2026-09');
    const params = { month: '2026-09', currency: 'CNY' as const };
    const error = await recordActual(
      context,
      finance,
      input({ params, body: { actual, note: '银行对账单' }, idempotencyKey: 'x' }),
    ).catch((thrown) => thrown);
    expect(error.fields.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)).toEqual([
      complaint,
    ]);
  });
});
