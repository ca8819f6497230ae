import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInCalendar } from '../../shared/arrivals/generated/calendar-2025-2026.ts';
import type { PaymentMethod } from '../../shared/model/arrival.ts';
import type { Currency } from '../../shared/model/currency.ts';
import type { Instant } from '../../shared/model/dates.ts';
import { type RefundReason, refundReasons } from '../../shared/model/refund.ts';
import type { RefundPolicy } from '../../shared/model/refund-policy.ts';
import type { VoucherKind } from '../../shared/model/voucher.ts';
import { refundPolicy } from '../../shared/policies/refund-policy.ts';
import { promisedDay, quoteRefund, type RefundAsked, type RefundFacts } from '../../shared/refunds/quote.ts';
import type { SourceLeft } from '../../shared/refunds/source-left.ts';
import { date } from '../support/ledger.ts';
import { refundBody, refundDesk } from './refund-desk.ts';

type Rule = RefundPolicy['rules'][number];

const monday = '2026-10-12T01:00:00.000Z' as Instant;

const asked = (minor: bigint, changes: Partial<RefundAsked> = {}, currency: Currency = 'CNY'): RefundAsked => ({
  source: { from: 'unapplied' },
  amount: { minor, currency },
  reason: { code: 'over-charged', text: '重复付款，多收一次' },
  vouchers: [],
  ...changes,
});

const facts = (changes: Partial<RefundFacts> = {}): RefundFacts => ({
  now: monday,
  zone: 'Asia/Shanghai',
  calendar: builtInCalendar,
  customerGroup: 'standard',
  left: { leftMinor: 1_000_000_000n },
  mayDeviate: false,
  ...changes,
});

const ruled = (rules: Rule[], changes: Partial<RefundPolicy> = {}) => ({
  version: 3,
  content: { ...refundPolicy.builtIn, ...changes, rules },
});
const rule = (changes: Partial<Rule> = {}): Rule => ({ isAllowed: true, feeBasisPoints: 0, papers: [], ...changes });
const codes = (quote: ReturnType<typeof quoteRefund>) => quote.obstacles.map(({ code }) => code);

describe('the fee', () => {
  it.each<[string, bigint, Currency, number, Partial<Rule>, bigint]>([
    ['nothing', 100n, 'CNY', 0, {}, 0n],
    ['a half is rounded up', 50n, 'CNY', 100, {}, 1n],
    ['less than a half is rounded down', 49n, 'CNY', 100, {}, 0n],
    ['2.5 % of 0.01', 1n, 'CNY', 250, {}, 0n],
    ['2.5 % of 333.33', 33_333n, 'CNY', 250, {}, 833n],
    ['2.5 % of 333.40, a half again', 33_340n, 'CNY', 250, {}, 834n],
    ['a currency without decimals', 1_250n, 'JPY', 200, {}, 25n],
    ['a half yen', 25n, 'JPY', 200, {}, 1n],
    ['a currency with three decimals', 12_345n, 'KWD', 100, {}, 123n],
    ['at least', 10_000n, 'CNY', 10, { feeAtLeast: { value: '5.00', currency: 'CNY' } }, 500n],
    ['at most', 10_000_000n, 'CNY', 100, { feeAtMost: { value: '50.00', currency: 'CNY' } }, 5_000n],
    [
      'bounds of another currency do not count',
      10_000n,
      'USD',
      10,
      { feeAtLeast: { value: '5.00', currency: 'CNY' } },
      10n,
    ],
    [
      'a bound in a currency without decimals',
      10_000n,
      'JPY',
      10,
      { feeAtLeast: { value: '500', currency: 'JPY' } },
      500n,
    ],
    ['the largest amount', 999_999_999_999_999n, 'CNY', 9_999, {}, 999_899_999_999_999n],
  ])('is rounded half up to the minor unit: %s', (_, minor, currency, feeBasisPoints, bounds, feeMinor) => {
    const left = { leftMinor: minor };
    const quote = quoteRefund(
      ruled([rule({ feeBasisPoints, ...bounds })]),
      asked(minor, {}, currency),
      facts({ left }),
    );
    expect(quote).toMatchObject({ feeMinor, netMinor: minor - feeMinor, refundPolicyVersion: 3 });
  });

  it('never takes all of a refund', () => {
    const all = ruled([rule({ feeAtLeast: { value: '5.00', currency: 'CNY' } })]);
    expect(codes(quoteRefund(all, asked(500n), facts()))).toEqual(['REFUND_ALL_FEE']);
    expect(codes(quoteRefund(all, asked(501n), facts()))).toEqual([]);
  });
});

describe('the rule', () => {
  const rules = [
    rule({ source: 'unapplied', reason: 'other', isAllowed: false }),
    rule({ customerGroup: 'key', feeBasisPoints: 0 }),
    rule({ reason: 'over-charged', feeBasisPoints: 100 }),
    rule({ source: 'unapplied', feeBasisPoints: 500 }),
  ];
  it.each<[string, RefundReason, string, bigint, string[]]>([
    ['a reason that is not refunded', 'other', 'key', 0n, ['REFUND_NOT_ALLOWED']],
    ['a group of customers', 'over-charged', 'key', 0n, []],
    ['a reason', 'over-charged', 'standard', 100n, []],
    ['the source', 'price-change', 'standard', 500n, []],
  ])('is the first that fits: %s', (_, code, customerGroup, feeMinor, obstacles) => {
    const quote = quoteRefund(
      ruled(rules),
      asked(10_000n, { reason: { code, text: '按约定办理' } }),
      facts({ customerGroup }),
    );
    expect(quote.feeMinor).toBe(feeMinor);
    expect(codes(quote)).toEqual(obstacles);
  });

  it('is missing for what nobody thought of, and that is not refunded', () => {
    expect(codes(quoteRefund(ruled([rule({ source: 'charge' })]), asked(1n), facts()))).toEqual(['REFUND_NOT_ALLOWED']);
  });
});

describe('the promised day', () => {
  const promise = (now: string, method: PaymentMethod) => {
    const quote = quoteRefund(ruled([rule()]), asked(1_000n, { payout: { method } }), facts({ now: now as Instant }));
    return [quote.promisedBy, quote.isPromiseCertain];
  };
  it.each([
    ['three days of review and five of the bank', '2026-10-12T01:00:00.000Z', 'bank-transfer', '2026-10-22', true],
    ['cash', '2026-10-12T01:00:00.000Z', 'cash', '2026-10-16', true],
    ['a card', '2026-10-12T01:00:00.000Z', 'card', '2026-10-29', true],
    ['asked for late in the evening in Shanghai', '2026-10-12T15:59:59.999Z', 'cash', '2026-10-16', true],
    ['asked for a minute after midnight there', '2026-10-12T16:00:00.000Z', 'cash', '2026-10-19', true],
    [
      'over the National Day holidays and a worked Saturday',
      '2026-09-29T01:00:00.000Z',
      'bank-transfer',
      '2026-10-15',
      true,
    ],
    [
      'beyond the calendar, where every weekday counts and nothing is certain',
      '2026-12-28T01:00:00.000Z',
      'bank-transfer',
      '2027-01-07',
      false,
    ],
  ] as const)('counts working days: %s', (_, now, method, day, isCertain) => {
    expect(promise(now, method)).toEqual([day, isCertain]);
  });

  it('is the next working day where no days are counted', () => {
    expect(promisedDay(builtInCalendar, date('2026-10-04'), 0).day).toBe('2026-10-08');
  });
});

describe('the time for a refund', () => {
  const posted = (at: string) =>
    ({ leftMinor: 1_000n, charge: { posting: { recordedAt: at } } }) as unknown as SourceLeft;
  const within = (now: string, windowDays: number) => {
    const source = { from: 'charge' as const, chargeId: 'chg_aaaaaaaaaaaaaaaaaaaaaaaaaa' as never };
    const left = posted('2026-09-30T16:30:00.000Z');
    return quoteRefund(ruled([rule({ windowDays })]), asked(100n, { source }), facts({ now: now as Instant, left }));
  };

  it('ends with the last day, by the business calendar, counted from the day it was posted', () => {
    expect(within('2026-10-08T15:59:59.999Z', 7)).toMatchObject({ until: '2026-10-08', obstacles: [] });
    expect(codes(within('2026-10-08T16:00:00.000Z', 7))).toEqual(['REFUND_WINDOW_OVER']);
    expect(within('2026-10-01T01:00:00.000Z', 0)).toMatchObject({ until: '2026-10-01', obstacles: [] });
  });

  it('cannot be walked around by not naming the deposit', () => {
    const source = { from: 'prepaid' as const };
    expect(codes(quoteRefund(ruled([rule({ windowDays: 30 })]), asked(100n, { source }), facts()))).toEqual([
      'REFUND_DEPOSIT_UNNAMED',
    ]);
  });
});

describe('papers', () => {
  const papers: VoucherKind[] = ['contract-change', 'other'];
  it('are complete when each kind is named, and the account where money goes by bank', () => {
    const vouchers = papers.map((kind) => ({ kind, reference: 'HT-1' }));
    const complete = { vouchers, payout: refundBody(1n).payout };
    expect(quoteRefund(ruled([rule({ papers })]), asked(100n, complete), facts())).toMatchObject({
      papers,
      missing: [],
      obstacles: [],
    });
    const none = { payout: { method: 'bank-transfer' as const } };
    const quote = quoteRefund(ruled([rule({ papers })]), asked(100n, none), facts());
    expect(quote.missing).toEqual(['contract-change', 'other', 'account']);
    expect(codes(quote)).toEqual(['PAPERS_MISSING']);
  });
});

describe('the way back', () => {
  it('is the way the money came, until somebody says otherwise', () => {
    const quote = quoteRefund(ruled([rule()]), asked(100n), facts({ route: 'card' }));
    expect(quote).toMatchObject({ method: 'card', obstacles: [] });
    const online = { payout: { method: 'online' as const } };
    expect(
      codes(quoteRefund(ruled([rule()]), asked(100n, online), facts({ route: 'card', mayDeviate: true }))),
    ).toEqual(['PAYOUT_ROUTE']);
    expect(codes(quoteRefund(ruled([rule()]), asked(100n, online), facts()))).toEqual([]);
  });
});

it('tells everything that stands in the way at once', () => {
  const quote = quoteRefund(
    ruled([
      rule({ isAllowed: false, windowDays: 1, papers: ['other'], feeAtLeast: { value: '9.99', currency: 'CNY' } }),
    ]),
    asked(500n, { source: { from: 'prepaid' }, payout: { method: 'cheque' } }),
    facts({ route: 'card', left: { leftMinor: 499n, correction: { by: 'cor_aaaaaaaaaaaaaaaaaaaaaaaaaa' } as never } }),
  );
  expect(codes(quote)).toEqual([
    'REFUND_NOT_ALLOWED',
    'REFUND_DEPOSIT_UNNAMED',
    'PAPERS_MISSING',
    'PAYOUT_ROUTE',
    'CORRECTION_PENDING',
    'REFUND_EXCEEDS_SOURCE',
    'REFUND_ALL_FEE',
  ]);
});

describe('a quote', () => {
  it('is what submitting the same refund fixes, and its first obstacle what submitting it is refused with', async () => {
    const desk = await refundDesk();
    const depositIds = [
      await desk.deposit(40_000n, { method: 'card' }),
      await desk.deposit(30_000n),
      await desk.deposit(9_000n, { method: 'cash' }),
    ];
    const chargeId = await desk.charge('300.00');
    await desk.policy(1, {
      first: [
        { reason: 'hard-to-use', isAllowed: false, feeBasisPoints: 0, papers: [] },
        { source: 'charge', isAllowed: true, feeBasisPoints: 333, papers: ['other'], windowDays: 30 },
        {
          source: 'prepaid',
          reason: 'technical-problem',
          isAllowed: true,
          feeBasisPoints: 55,
          papers: [],
          windowDays: 3,
        },
        {
          source: 'prepaid',
          isAllowed: true,
          feeBasisPoints: 199,
          papers: [],
          feeAtLeast: { value: '1.00', currency: 'CNY' },
        },
      ],
    });
    const source = fc.oneof(
      fc.constant({ from: 'prepaid' as const }),
      fc.constantFrom(...depositIds).map((depositId) => ({ from: 'prepaid' as const, depositId })),
      fc.constant({ from: 'charge' as const, chargeId }),
      fc.constant({ from: 'unapplied' as const }),
    );
    const body = fc
      .record({
        source,
        minor: fc.bigInt({ min: 1n, max: 9_000n }),
        code: fc.constantFrom(...refundReasons),
        method: fc.constantFrom<PaymentMethod>('bank-transfer', 'card', 'cash'),
        isNamed: fc.boolean(),
      })
      .map(({ minor, code, method, isNamed, ...rest }) =>
        refundBody(minor, rest.source, {
          reason: { code, text: '按约定办理退费' },
          payout: { ...refundBody(1n).payout, method },
          vouchers: isNamed ? [{ kind: 'other' as const, reference: 'TZ-1' }] : [],
        }),
      );
    const who = fc.constantFrom(desk.clerk, desk.finance, desk.own);
    const outcomes = { allowed: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(who, body, async (person, asking) => {
        const quote = await desk.quote(person, asking);
        const said = await desk.request(person, asking).then(
          ({ body: refund }) => refund,
          (error: { code: string }) => error.code,
        );
        if (typeof said === 'string') {
          outcomes.refused += 1;
          expect(quote).toMatchObject({ isAllowed: false });
          expect(quote.obstacles[0]?.code).toBe(said);
          return;
        }
        outcomes.allowed += 1;
        const { fee, net, promisedBy, expiresAt, refundPolicyVersion, policyVersion } = said;
        expect({ fee, net, promisedBy, expiresAt, refundPolicyVersion, policyVersion }).toEqual({
          ...{ fee: quote.fee, net: quote.net, promisedBy: quote.promisedBy, expiresAt: quote.expiresAt },
          ...{ refundPolicyVersion: quote.refundPolicyVersion, policyVersion: quote.policyVersion },
        });
        expect(quote).toMatchObject({ isAllowed: true, obstacles: [], method: asking.payout.method });
        const stages = (await desk.read(said.id)).stages.map(({ role }) => ({ role }));
        expect(quote.stages).toEqual(person === desk.own ? [] : stages);
      }),
      { numRuns: 120, seed: 20_261_122 },
    );
    expect(outcomes.allowed).toBeGreaterThan(10);
    expect(outcomes.refused).toBeGreaterThan(10);
  });

  it('says each reason with the way out, in the reader’s language, and writes nothing', async () => {
    const desk = await refundDesk();
    const before = await desk.head();
    const quote = await desk.quote(desk.own, { ...refundBody(100n), payout: undefined });
    expect(quote).toMatchObject({
      isAllowed: false,
      left: { value: '0.00' },
      method: 'bank-transfer',
      obstacles: [{ code: 'REFUND_EXCEEDS_SOURCE', text: expect.stringContaining('CNY 0.00 is left of its source') }],
      stages: [],
    });
    expect(await desk.head()).toEqual(before);
    await expect(desk.quote(desk.foreign, refundBody(100n))).rejects.toThrow('NOT_FOUND');
  });
});
