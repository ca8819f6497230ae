import { describe, expect, it } from 'vitest';
import { account } from '../../shared/ledger/accounts.ts';
import { applyPostings, type Balances, overdrawn } from '../../shared/ledger/balances.ts';
import {
  chargePostings,
  checkPostings,
  creditNotePostings,
  depositPostings,
  type LedgerEvent,
  mirror,
  type Posting,
  postEvent,
  postingRules,
  refundPostings,
} from '../../shared/ledger/posting-rules.ts';
import { formatDecimal, parseDecimal } from '../../shared/model/money.ts';

/**
 * Every event an accountant may see, in CNY, for a customer who owes 500.00, has 300.00 prepaid, 100.00 held and 80.00
 * unapplied. The last four columns are what the customer's accounts hold afterwards. What no row shows is refused.
 */
const ledgerTable = `
event                 | debit                                 | credit                                   | receivable | prepaid | held   | unapplied
charge-posted         | receivable 106.00                     | revenue:setup 100.00 + tax-payable:6 6.00 | 606.00    | 300.00  | 100.00 | 80.00
deposit-arrived       | clearing:bank-transfer 50.00          | prepaid 50.00                            | 500.00     | 350.00  | 100.00 | 80.00
deposit-bounced       | prepaid 50.00                         | clearing:bank-transfer 50.00             | 500.00     | 250.00  | 100.00 | 80.00
deposit-bounced       | prepaid 300.00 + receivable 200.00    | clearing:cheque 500.00                   | 700.00     | 0.00    | 100.00 | 80.00
prepaid-applied       | prepaid 300.00                        | receivable 300.00                        | 200.00     | 0.00    | 100.00 | 80.00
payment-arrived       | clearing:alipay 520.00                | receivable 500.00 + unapplied 20.00      | 0.00       | 300.00  | 100.00 | 100.00
unapplied-allocated   | unapplied 80.00                       | receivable 80.00                         | 420.00     | 300.00  | 100.00 | 0.00
unapplied-deallocated | receivable 30.00                      | unapplied 30.00                          | 530.00     | 300.00  | 100.00 | 110.00
refund-held           | prepaid 120.00                        | held 120.00                              | 500.00     | 180.00  | 220.00 | 80.00
refund-held           | unapplied 80.00                       | held 80.00                               | 500.00     | 300.00  | 180.00 | 0.00
refund-paid           | held 100.00                           | clearing:wechat 95.00 + refund-fee-income 5.00 | 500.00 | 300.00 | 0.00 | 80.00
refund-released       | held 100.00                           | prepaid 60.00 + unapplied 40.00          | 500.00     | 360.00  | 0.00   | 120.00
credit-note           | revenue:setup 100.00 + tax-payable:6 6.00 | receivable 106.00                    | 394.00     | 300.00  | 100.00 | 80.00
credit-note           | revenue:usage 25.00                   | unapplied 25.00                          | 500.00     | 300.00  | 100.00 | 105.00
credit-note-withdrawn | receivable 106.00                     | revenue:setup 100.00 + tax-payable:6 6.00 | 606.00    | 300.00  | 100.00 | 80.00
late-fee              | receivable 0.01                       | late-fee-income 0.01                     | 500.01     | 300.00  | 100.00 | 80.00
write-off             | bad-debt 500.00                       | receivable 500.00                        | 0.00       | 300.00  | 100.00 | 80.00
recovery              | clearing:cash 70.00                   | bad-debt-recovered 70.00                 | 500.00     | 300.00  | 100.00 | 80.00
settlement            | bank 950.00                           | clearing:card 950.00                     | 500.00     | 300.00  | 100.00 | 80.00
`;

const before: Balances = { receivable: 50_000n, prepaid: 30_000n, held: 10_000n, unapplied: 8_000n };

const minor = (text: string) => parseDecimal(text, 2) as bigint;
const legs = (cell: string) =>
  cell.split(' + ').map((leg) => {
    const [name = '', amount = ''] = leg.split(' ');
    return [name, minor(amount)] as const;
  });
const rows = ledgerTable
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [event, debit = '', credit = '', receivable, prepaid, held, unapplied] = line
      .split('|')
      .map((cell) => cell.trim());
    return {
      event: event as LedgerEvent,
      debit,
      credit,
      postings: postEvent(event as LedgerEvent, legs(debit), legs(credit)),
      after: { receivable, prepaid, held, unapplied },
    };
  });

const kinds = [
  'receivable',
  'prepaid',
  'held',
  'unapplied',
  'revenue:setup',
  'tax-payable:6',
  'clearing:alipay',
  'bank',
  'refund-fee-income',
  'late-fee-income',
  'bad-debt',
  'bad-debt-recovered',
  'suspense',
];
const kindOf = (name: string) => name.split(':')[0];
const events = Object.keys(postingRules) as LedgerEvent[];
const cells = events.flatMap((event) =>
  (['debit', 'credit'] as const).flatMap((side) =>
    kinds.map((name) => {
      const shown = rows
        .filter((row) => row.event === event)
        .flatMap(({ postings }) => postings.filter((posting) => posting.side === side));
      return { event, side, name, isAllowed: shown.some((posting) => kindOf(posting.account) === kindOf(name)) };
    }),
  ),
);

/** One posting on an account, balanced by one the event allows on the other side. */
function pairWith({ event, side, name }: (typeof cells)[number]): Posting[] {
  const other = side === 'debit' ? 'credit' : 'debit';
  const counterpart = rows.find((row) => row.event === event)?.postings.find((posting) => posting.side === other);
  return [
    { event, side, account: account(name), amountMinor: 100n },
    { event, side: other, account: counterpart?.account ?? account('suspense'), amountMinor: 100n },
  ];
}

describe('posting rules', () => {
  it.each(rows)('$event: debit $debit, credit $credit', ({ postings, after }) => {
    checkPostings(postings);
    const { receivable, prepaid, held, unapplied } = applyPostings(before, postings);
    expect({
      receivable: formatDecimal(receivable, 2),
      prepaid: formatDecimal(prepaid, 2),
      held: formatDecimal(held, 2),
      unapplied: formatDecimal(unapplied, 2),
    }).toEqual(after);
  });

  it('every event has a row in the table', () => {
    expect(new Set(rows.map(({ event }) => event))).toEqual(new Set(events));
    expect(events).toHaveLength(16);
  });

  it.each(events)('%s may touch what its rows show', (event) => {
    for (const cell of cells.filter((each) => each.event === event && each.isAllowed)) {
      expect(() => checkPostings(pairWith(cell))).not.toThrow();
    }
  });

  it.each(events)('%s may touch no other account, and none on the other side', (event) => {
    const refused = cells.filter((each) => each.event === event && !each.isAllowed);
    expect(refused.length).toBeGreaterThanOrEqual(22);
    for (const cell of refused) {
      expect(() => checkPostings(pairWith(cell))).toThrow(`${event} may not ${cell.side} ${cell.name}`);
    }
  });
});

describe('postings', () => {
  const debit = { event: 'late-fee', side: 'debit', account: account('receivable'), amountMinor: 100n } as const;
  const credit = { event: 'late-fee', side: 'credit', account: account('late-fee-income'), amountMinor: 100n } as const;

  it('are at least two', () => {
    expect(() => checkPostings([])).toThrow('an entry has at least two postings');
    expect(() => checkPostings([debit])).toThrow('an entry has at least two postings');
  });

  it.each([0n, -1n])('refuse the amount %d', (amountMinor) => {
    expect(() => checkPostings([{ ...debit, amountMinor }, credit])).toThrow('a posting has a positive amount');
  });

  it('balance to the last minor unit', () => {
    expect(() => checkPostings([debit, { ...credit, amountMinor: 99n }])).toThrow('late-fee does not balance');
    expect(() => checkPostings([debit, credit, { ...credit, amountMinor: 1n }])).toThrow('late-fee does not balance');
    expect(() =>
      checkPostings([debit, { ...credit, amountMinor: 40n }, { ...credit, amountMinor: 60n }]),
    ).not.toThrow();
  });

  it('balance within each event, so that one event never pays for another', () => {
    const charge = postEvent('charge-posted', [['receivable', 500n]], [['revenue:setup', 400n]]);
    const lateFee = postEvent('late-fee', [['receivable', 100n]], [['late-fee-income', 200n]]);
    expect(() => checkPostings([...charge, ...lateFee])).toThrow('charge-posted does not balance');
  });

  it('leave out a leg of nothing', () => {
    expect(
      postEvent(
        'payment-arrived',
        [['clearing:cash', 5n]],
        [
          ['receivable', 5n],
          ['unapplied', 0n],
        ],
      ),
    ).toEqual([
      { event: 'payment-arrived', account: 'clearing:cash', side: 'debit', amountMinor: 5n },
      { event: 'payment-arrived', account: 'receivable', side: 'credit', amountMinor: 5n },
    ]);
  });

  it('name only accounts of the chart', () => {
    expect(() => postEvent('late-fee', [['receivables', 1n]], [['late-fee-income', 1n]])).toThrow(
      'there is no account receivables',
    );
  });
});

describe('a charge', () => {
  it('is owed as a whole when no prepaid money is used', () => {
    expect(chargePostings('upgrade', 125_000n, 0n)).toEqual([
      { event: 'charge-posted', account: 'receivable', side: 'debit', amountMinor: 125_000n },
      { event: 'charge-posted', account: 'revenue:upgrade', side: 'credit', amountMinor: 125_000n },
    ]);
  });

  it('is owed less what prepaid money pays', () => {
    const postings = chargePostings('training', 125_000n, 20_000n);
    expect(postings.slice(2)).toEqual([
      { event: 'prepaid-applied', account: 'prepaid', side: 'debit', amountMinor: 20_000n },
      { event: 'prepaid-applied', account: 'receivable', side: 'credit', amountMinor: 20_000n },
    ]);
    expect(applyPostings(before, postings)).toEqual({
      receivable: 155_000n,
      prepaid: 10_000n,
      held: 10_000n,
      unapplied: 8_000n,
    });
  });
});

it('a deposit is prepaid money against the clearing account of its payment method', () => {
  expect(depositPostings('wechat', 8_888n)).toEqual([
    { event: 'deposit-arrived', account: 'clearing:wechat', side: 'debit', amountMinor: 8_888n },
    { event: 'deposit-arrived', account: 'prepaid', side: 'credit', amountMinor: 8_888n },
  ]);
});

describe('a refund that was paid', () => {
  const text = (postings: readonly Posting[]) =>
    postings.map(({ event, side, account: name, amountMinor }) => `${event} ${side} ${name} ${amountMinor}`);

  it('leaves prepaid money through held, less the fee that is kept', () => {
    const postings = refundPostings('wechat', 10_000n, { feeMinor: 500n, from: 'prepaid' });
    checkPostings(postings);
    expect(text(postings)).toEqual([
      'refund-held debit prepaid 10000',
      'refund-held credit held 10000',
      'refund-paid debit held 10000',
      'refund-paid credit clearing:wechat 9500',
      'refund-paid credit refund-fee-income 500',
    ]);
    expect(applyPostings(before, postings)).toEqual({ ...before, prepaid: 20_000n });
  });

  it('of a charge is credited first: revenue falls, and what was paid for it goes back', () => {
    const postings = refundPostings('card', 2_500n, { feeMinor: 0n, from: 'unapplied', credit: { type: 'usage' } });
    checkPostings(postings);
    expect(text(postings)).toEqual([
      'credit-note debit revenue:usage 2500',
      'credit-note credit unapplied 2500',
      'refund-held debit unapplied 2500',
      'refund-held credit held 2500',
      'refund-paid debit held 2500',
      'refund-paid credit clearing:card 2500',
    ]);
    expect(applyPostings(before, postings)).toEqual(before);
  });
});

it('a credit note goes against what is owed as far as it is told, the rest becomes money not allocated', () => {
  const postings = creditNotePostings('setup', { receivableMinor: 40_000n, unappliedMinor: 2_000n });
  checkPostings(postings);
  expect(applyPostings(before, postings)).toEqual({ ...before, receivable: 10_000n, unapplied: 10_000n });
  expect(creditNotePostings('setup', { receivableMinor: 0n, unappliedMinor: 2_000n })).toHaveLength(2);
});

describe('a mirror', () => {
  it('turns every debit into a credit and every credit into a debit', () => {
    expect(mirror(depositPostings('wechat', 8_888n))).toEqual([
      { event: 'reversal', account: 'clearing:wechat', side: 'credit', amountMinor: 8_888n },
      { event: 'reversal', account: 'prepaid', side: 'debit', amountMinor: 8_888n },
    ]);
  });

  it.each(rows)('of $event (debit $debit, credit $credit) brings the balances back', ({ postings }) => {
    checkPostings(mirror(postings), true);
    expect(() => checkPostings(mirror(postings))).toThrow('points at the entry it mirrors');
    expect(applyPostings(applyPostings(before, postings), mirror(postings))).toEqual(before);
  });
});

it('an account below zero is overdrawn, one at zero is not', () => {
  const nothing: Balances = { receivable: 0n, prepaid: 0n, held: 0n, unapplied: 0n };
  expect(overdrawn(nothing)).toBeUndefined();
  for (const name of ['receivable', 'prepaid', 'held', 'unapplied'] as const) {
    expect(overdrawn({ ...nothing, [name]: -1n })).toBe(name);
  }
});
