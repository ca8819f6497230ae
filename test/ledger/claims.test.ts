import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../shared/errors/invariant.ts';
import { documentNumber } from '../../shared/ledger/document-number.ts';
import {
  type Claim,
  documentSeries,
  type Head,
  headBefore,
  unclaimed,
  withClaim,
} from '../../shared/ledger/journal-entry.ts';
import { applyLots, sumOf, takeFrom } from '../../shared/ledger/lots.ts';
import { postEvent } from '../../shared/ledger/posting-rules.ts';
import type { ChargeId, CustomerId, RequestId } from '../../shared/model/ids.ts';
import { append, chain, chargeId, date, depositDraft, draftOf, instant } from './entries.ts';

const refundId = `rfd_${'r'.repeat(26)}` as RequestId;
const otherId = `rfd_${'s'.repeat(26)}` as RequestId;
const correctionId = `cor_${'k'.repeat(26)}` as RequestId;
const nine = instant('2026-10-12T01:00:00.000Z');

/** 300.00 of two deposits each, of which the second ends, and 50.00 not allocated. */
const unapplied = draftOf(postEvent('payment-arrived', [['clearing:alipay', 5_000n]], [['unapplied', 5_000n]]));
const ending = { ...depositDraft, lots: [{ number: 0n, minor: 30_000n, expires: date('2026-12-31') }] };
const { head } = chain([depositDraft, ending, unapplied]);
const prepaidClaim = (minor: bigint, by = refundId): Claim => ({
  ...{ by, on: 'prepaid', minor },
  lots: takeFrom(head.lots, minor),
});

describe('a claim', () => {
  it('takes its money out of the lots and leaves the balances as they are', () => {
    const after = withClaim(head, prepaidClaim(40_000n));
    expect(after.lots).toEqual([{ number: 2n, minor: 20_000n, expires: '2026-12-31' }]);
    expect(after.balances).toEqual(head.balances);
    expect(after.claims).toEqual([prepaidClaim(40_000n)]);
    expect(unclaimed(after, 'prepaid')).toBe(20_000n);
    expect(head.claims).toEqual([]);
  });

  it('on money that is not allocated touches no lot, and is no longer there for others', () => {
    const after = withClaim(head, { by: refundId, on: 'unapplied', minor: 4_000n });
    expect(after.lots).toEqual(head.lots);
    expect(unclaimed(after, 'unapplied')).toBe(1_000n);
    expect(unclaimed(after, 'prepaid')).toBe(60_000n);
  });

  it('on a charge touches no money at all', () => {
    const after = withClaim(head, { by: correctionId, on: chargeId as ChargeId, minor: 0n });
    expect([after.lots, unclaimed(after, 'prepaid'), unclaimed(after, 'unapplied')]).toEqual([
      head.lots,
      60_000n,
      5_000n,
    ]);
  });

  it('on prepaid money names the lots it comes from, to the last minor unit', () => {
    const unnamed = new InvariantError('a claim on prepaid money names its lots');
    expect(() => withClaim(head, { by: refundId, on: 'prepaid', minor: 1n })).toThrow(unnamed);
    expect(() => withClaim(head, { ...prepaidClaim(40_000n), minor: 40_001n })).toThrow(unnamed);
  });

  it('cannot take what another has claimed', () => {
    const first = withClaim(head, prepaidClaim(40_000n));
    expect(() => withClaim(first, prepaidClaim(30_000n, otherId))).toThrow('lot 1 does not hold so much');
  });
});

describe('a claim that ends', () => {
  it('gives its money back to the lots it came from, and leaves what others claim', () => {
    const first = withClaim(head, prepaidClaim(40_000n));
    const other: Claim = { by: otherId, on: 'prepaid', minor: 20_000n, lots: first.lots };
    const both = withClaim(first, other);
    const after = headBefore(both, { release: refundId });
    expect(after.lots).toEqual([
      { number: 1n, minor: 30_000n },
      { number: 2n, minor: 10_000n, expires: '2026-12-31' },
    ]);
    expect(after.claims).toEqual([other]);
  });

  it('and is paid out in the same change takes exactly what it had claimed', () => {
    const claimed = withClaim(head, prepaidClaim(40_000n));
    const free = headBefore(claimed, { release: refundId });
    const paid = [
      ...postEvent('refund-held', [['prepaid', 40_000n]], [['held', 40_000n]]),
      ...postEvent('refund-paid', [['held', 40_000n]], [['clearing:card', 40_000n]]),
    ];
    const after = append(free, draftOf(paid), nine).head;
    expect(after.lots).toEqual(claimed.lots);
    expect(after.balances.prepaid).toBe(20_000n);
  });

  it('that was not there changes nothing but the count', () => {
    expect(headBefore(head, { release: refundId })).toEqual({ ...head, version: head.version + 1n });
  });

  it('leaves a head that is what it was, whatever was claimed before it', async () => {
    const shares = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { maxLength: 8 });
    await fc.assert(
      fc.property(shares, fc.nat(), (claims, first) => {
        let now: Head = head;
        const made: RequestId[] = [];
        for (const [index, [percent, isPrepaid]] of claims.entries()) {
          const by = `rfd_${String(index).repeat(26)}` as RequestId;
          const on = isPrepaid ? 'prepaid' : 'unapplied';
          const minor = ((isPrepaid ? sumOf(now.lots) : unclaimed(now, on)) * BigInt(percent)) / 100n;
          const lots = takeFrom(now.lots, minor * (isPrepaid ? 1n : 0n));
          now = withClaim(now, isPrepaid ? { by, on, minor, lots } : { by, on, minor });
          made.push(by);
          expect(sumOf(now.lots) + sumOf(now.claims.filter((claim) => claim.on === 'prepaid'))).toBe(60_000n);
          expect(unclaimed(now, 'unapplied') >= 0n).toBe(true);
          expect(applyLots([], now.lots)).toEqual(now.lots);
        }
        // They end in any order.
        const order = made.map((by, index) => ({ by, place: (index + first) % Math.max(1, made.length) }));
        for (const { by } of order.sort((a, b) => a.place - b.place)) now = headBefore(now, { release: by });
        expect({ ...now, version: head.version }).toEqual(head);
      }),
    );
  });
});

describe('the count of a head', () => {
  it('goes on with every change, one without an entry as well', () => {
    expect(headBefore(head, {}).version).toBe(head.version + 1n);
    expect(headBefore(head, { release: refundId, issue: ['receipt'] }).version).toBe(head.version + 1n);
  });
});

describe('document numbers', () => {
  const customer = { customerId: `cus_abcdefghij${'z'.repeat(16)}` as CustomerId, currency: 'CNY' as const };

  it('are read as series, currency, customer and number', () => {
    const issued = { receipt: 1n, 'refund-voucher': 27n, 'credit-note': 12_345n };
    expect(documentSeries.map((series) => documentNumber({ ...customer, issued }, series))).toEqual([
      'RC-CNY-ABCDEFGHIJ-0001',
      'RV-CNY-ABCDEFGHIJ-0027',
      'CN-CNY-ABCDEFGHIJ-12345',
    ]);
  });

  it('have no gap, each series for itself, whatever is issued together', async () => {
    const changes = fc.array(fc.subarray([...documentSeries]), { maxLength: 20 });
    await fc.assert(
      fc.property(changes, (all) => {
        let now = head;
        const seen = documentSeries.map((series) => ({ series, given: [] as string[] }));
        for (const issue of all) {
          now = headBefore(now, { issue });
          for (const { series, given } of seen) {
            if (issue.includes(series)) given.push(documentNumber(now, series).slice(-4));
          }
        }
        for (const { given } of seen) {
          expect(given).toEqual(given.map((_, index) => String(index + 1).padStart(4, '0')));
        }
      }),
    );
  });

  it('go on where another change issues none', () => {
    const first = headBefore(head, { issue: ['receipt'] });
    const later = headBefore(headBefore(first, { release: refundId }), { issue: ['receipt', 'credit-note'] });
    expect(later.issued).toEqual({ receipt: 2n, 'credit-note': 1n });
    expect(head.issued).toEqual({});
  });
});
