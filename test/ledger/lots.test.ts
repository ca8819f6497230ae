import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../shared/errors/invariant.ts';
import { applyLots, type Lot, negated, refundableLots, sumOf, takeFrom, usableLots } from '../../shared/ledger/lots.ts';
import { date } from './entries.ts';

const lot = (number: number, minor: number, terms: Partial<Lot> = {}): Lot => ({
  ...terms,
  number: BigInt(number),
  minor: BigInt(minor),
});
const numbers = (lots: readonly Lot[]) => lots.map(({ number }) => Number(number));
const today = date('2026-10-12');
const usable = (lots: readonly Lot[], type: 'setup' | 'usage' = 'usage') => numbers(usableLots(lots, type, today));

describe('prepaid money pays a charge', () => {
  it('from the lots that end first, then from the oldest, and from those without an end last', () => {
    const lots = [
      lot(1, 10),
      lot(2, 10, { expires: date('2027-06-30') }),
      lot(3, 10, { expires: date('2026-12-31') }),
      lot(4, 10, { expires: date('2026-12-31') }),
      lot(5, 10),
      // A hundred is after nine: numbers are counted, not spelled.
      lot(100, 10),
      lot(9, 10),
    ];
    expect(usable(lots)).toEqual([3, 4, 2, 1, 5, 9, 100]);
    expect(usable([...lots].reverse())).toEqual([3, 4, 2, 1, 5, 9, 100]);
  });

  it('of a type it was meant for, or of any type where nothing was said', () => {
    const lots = [lot(1, 10, { types: ['setup'] }), lot(2, 10, { types: ['usage', 'setup'] }), lot(3, 10)];
    expect(usable(lots, 'setup')).toEqual([1, 2, 3]);
    expect(usable(lots, 'usage')).toEqual([2, 3]);
  });

  it('never from a security deposit, which was meant for none', () => {
    expect(usable([lot(1, 10, { types: [] })])).toEqual([]);
  });

  it('up to its last day, that day included', () => {
    const lots = ['2026-10-11', '2026-10-12', '2026-10-13'].map((day, index) =>
      lot(index + 1, 10, { expires: date(day) }),
    );
    expect(usable(lots)).toEqual([2, 3]);
  });

  it('from money that cannot be refunded as from any other', () => {
    expect(usable([lot(1, 10, { isFixed: true })])).toEqual([1]);
  });
});

describe('prepaid money is refunded', () => {
  it('from every lot but fixed ones: for whatever it was meant, and after its last day as well', () => {
    const lots = [
      lot(1, 10),
      lot(2, 10, { isFixed: true }),
      lot(3, 10, { types: [] }),
      lot(4, 10, { expires: date('2026-01-31') }),
    ];
    expect(numbers(refundableLots(lots))).toEqual([4, 1, 3]);
  });

  it('from the lot of one deposit alone where one is named', () => {
    const lots = [lot(1, 10), lot(2, 20), lot(3, 30, { isFixed: true })];
    expect(numbers(refundableLots(lots, 2n))).toEqual([2]);
    expect(numbers(refundableLots(lots, 3n))).toEqual([]);
    expect(numbers(refundableLots(lots, 7n))).toEqual([]);
  });
});

describe('taking from lots', () => {
  it('empties the first ones before it touches the next', () => {
    const lots = [lot(1, 10), lot(2, 20), lot(3, 30)];
    expect(takeFrom(lots, 0n)).toEqual([]);
    expect(takeFrom(lots, 10n)).toEqual([lot(1, 10)]);
    expect(takeFrom(lots, 11n)).toEqual([lot(1, 10), lot(2, 1)]);
    expect(takeFrom(lots, 60n)).toEqual(lots);
  });

  it('keeps the terms beside what it took, so that money that comes back comes back as what it was', () => {
    const terms = { types: ['setup'], expires: date('2026-12-31'), isFixed: true } as const;
    expect(takeFrom([lot(1, 10, terms)], 4n)).toEqual([lot(1, 4, terms)]);
    expect(applyLots([], takeFrom([lot(1, 10, terms)], 4n))).toEqual([lot(1, 4, terms)]);
  });

  it('of more than they hold is a fault of ours: whoever asks has looked', () => {
    expect(() => takeFrom([lot(1, 10)], 11n)).toThrow(new InvariantError('the lots hold what is taken from them'));
    expect(() => takeFrom([], 1n)).toThrow(InvariantError);
  });
});

describe('lots after changes', () => {
  it('stand by number; empty ones are gone', () => {
    const after = applyLots([lot(2, 10), lot(10, 10)], [lot(9, 5), lot(2, -10), lot(1, 1)]);
    expect(after).toEqual([lot(1, 1), lot(9, 5), lot(10, 10)]);
  });

  it('keep the terms they came with', () => {
    const terms = { types: ['setup'], expires: date('2026-12-31') } as const;
    expect(applyLots([lot(1, 10, terms)], [lot(1, 5)])).toEqual([lot(1, 15, terms)]);
  });

  it('never hold less than nothing', () => {
    const tooMuch = new InvariantError('lot 1 does not hold so much');
    expect(() => applyLots([lot(1, 10), lot(2, 90)], [lot(1, -11)])).toThrow(tooMuch);
    expect(() => applyLots([], [lot(1, -1)])).toThrow(tooMuch);
    // Not even for a moment: what came in later cannot have paid before.
    expect(() => applyLots([lot(1, 10)], [lot(1, -11), lot(1, 5)])).toThrow(tooMuch);
  });
});

describe('whatever the lots', () => {
  const terms = fc.record(
    {
      types: fc.subarray(['setup', 'usage', 'upgrade'] as const),
      expires: fc.constantFrom(date('2026-10-11'), today, date('2027-01-01')),
      isFixed: fc.constant(true as const),
    },
    { requiredKeys: [] },
  );
  const lots: fc.Arbitrary<Lot[]> = fc
    .uniqueArray(fc.tuple(fc.bigInt({ min: 1n, max: 500n }), fc.bigInt({ min: 1n, max: 1_000n }), terms), {
      selector: ([number]) => number,
      maxLength: 12,
    })
    .map((rows) =>
      applyLots(
        [],
        rows.map(([number, minor, of]) => ({ ...of, number, minor })),
      ),
    );
  const share = fc.integer({ min: 0, max: 100 });
  const part = (of: readonly Lot[], percent: number) => (sumOf(of) * BigInt(percent)) / 100n;

  it('what is taken is what was asked for, and the rest is still there', async () => {
    await fc.assert(
      fc.property(lots, share, (all, percent) => {
        const minor = part(all, percent);
        const taken = takeFrom(all, minor);
        const rest = applyLots(all, negated(taken));
        expect(sumOf(taken)).toBe(minor);
        expect(sumOf(rest)).toBe(sumOf(all) - minor);
        expect([...taken, ...rest].every((each) => each.minor > 0n)).toBe(true);
      }),
    );
  });

  it('what is given back makes them what they were', async () => {
    await fc.assert(
      fc.property(lots, share, (all, percent) => {
        const taken = takeFrom(refundableLots(all), part(refundableLots(all), percent));
        expect(applyLots(applyLots(all, negated(taken)), taken)).toEqual(all);
      }),
    );
  });

  it('no usable one ends before the day, excludes the type, or comes before one that ends earlier', async () => {
    await fc.assert(
      fc.property(lots, (all) => {
        const found = usableLots(all, 'usage', today);
        const isUsable = ({ types, expires }: Lot) =>
          (types === undefined || types.includes('usage')) && (expires === undefined || expires >= today);
        expect(new Set(found)).toEqual(new Set(all.filter(isUsable)));
        const ends = found.map(({ expires }) => expires ?? '9999-12-31');
        expect(ends).toEqual([...ends].sort());
      }),
    );
  });
});
