import { invariant } from '../errors/invariant.ts';
import type { ChargeType } from '../model/charge.ts';
import { type Account, account, accountKind, type Side } from './accounts.ts';

interface PostingRule {
  readonly debit: readonly string[];
  readonly credit: readonly string[];
}

/**
 * Which kinds of account an event may touch, and on which side; anything else is refused. An accountant can read this
 * table aloud (ledger.md, Accounts and posting rules).
 */
export const postingRules = {
  'charge-posted': { debit: ['receivable'], credit: ['revenue', 'tax-payable'] },
  'deposit-arrived': { debit: ['clearing'], credit: ['prepaid'] },
  'deposit-bounced': { debit: ['prepaid', 'receivable'], credit: ['clearing'] },
  'prepaid-applied': { debit: ['prepaid'], credit: ['receivable'] },
  'payment-arrived': { debit: ['clearing'], credit: ['receivable', 'unapplied'] },
  'unapplied-allocated': { debit: ['unapplied'], credit: ['receivable'] },
  'unapplied-deallocated': { debit: ['receivable'], credit: ['unapplied'] },
  'refund-held': { debit: ['prepaid', 'unapplied'], credit: ['held'] },
  'refund-paid': { debit: ['held'], credit: ['clearing', 'refund-fee-income'] },
  'refund-released': { debit: ['held'], credit: ['prepaid', 'unapplied'] },
  'credit-note': { debit: ['revenue', 'tax-payable'], credit: ['receivable', 'unapplied'] },
  'credit-note-withdrawn': { debit: ['receivable'], credit: ['revenue', 'tax-payable'] },
  'late-fee': { debit: ['receivable'], credit: ['late-fee-income'] },
  'write-off': { debit: ['bad-debt'], credit: ['receivable'] },
  recovery: { debit: ['clearing'], credit: ['bad-debt-recovered'] },
  settlement: { debit: ['bank'], credit: ['clearing'] },
} as const satisfies Record<string, PostingRule>;

export type LedgerEvent = keyof typeof postingRules;
/** An event, or the mirror of an earlier one. */
export type PostingEvent = LedgerEvent | 'reversal';

/** One line of a journal entry. `amountMinor` is positive, in the entry's currency; the side says the direction. */
export interface Posting {
  readonly event: PostingEvent;
  readonly account: Account;
  readonly side: Side;
  readonly amountMinor: bigint;
}

type Leg = readonly [account: string, amountMinor: bigint];

/** The postings of one event; debits first. Fails where the rule does not allow an account or the sides differ. */
export function postEvent(event: LedgerEvent, debits: readonly Leg[], credits: readonly Leg[]): Posting[] {
  return [...side(event, 'debit', debits), ...side(event, 'credit', credits)];
}

function side(event: LedgerEvent, on: Side, legs: readonly Leg[]): Posting[] {
  return legs
    .filter(([, amountMinor]) => amountMinor !== 0n)
    .map(([name, amountMinor]) => ({ event, account: account(name), side: on, amountMinor }));
}

/** Refuses a set of postings that breaks a rule: account, side, sign, or a balance per event (promise 1). */
export function checkPostings(postings: readonly Posting[], isReversal = false): void {
  invariant(postings.length >= 2, 'an entry has at least two postings');
  const sums = new Map<PostingEvent, bigint>();
  for (const posting of postings) {
    invariant(posting.amountMinor > 0n, 'a posting has a positive amount');
    invariant(
      (posting.event === 'reversal') === isReversal,
      'a reversal, and nothing else, points at the entry it mirrors',
    );
    if (posting.event !== 'reversal') {
      const allowed: readonly string[] = postingRules[posting.event][posting.side];
      invariant(
        allowed.includes(accountKind(posting.account)),
        `${posting.event} may not ${posting.side} ${posting.account}`,
      );
    }
    const signed = posting.side === 'debit' ? posting.amountMinor : -posting.amountMinor;
    sums.set(posting.event, (sums.get(posting.event) ?? 0n) + signed);
  }
  for (const [event, sum] of sums) invariant(sum === 0n, `${event} does not balance`);
}

/** The mirror of an entry's postings: every debit a credit and every credit a debit. */
export function mirror(postings: readonly Posting[]): Posting[] {
  return postings.map((posting) => ({
    ...posting,
    event: 'reversal',
    side: posting.side === 'debit' ? 'credit' : 'debit',
  }));
}

/** A charge that is posted: the customer owes it; prepaid money pays as much of it as `fromPrepaidMinor` says (A25). */
export function chargePostings(type: ChargeType, amountMinor: bigint, fromPrepaidMinor: bigint): Posting[] {
  return [
    ...postEvent('charge-posted', [['receivable', amountMinor]], [[`revenue:${type}`, amountMinor]]),
    ...postEvent('prepaid-applied', [['prepaid', fromPrepaidMinor]], [['receivable', fromPrepaidMinor]]),
  ];
}

/** A deposit whose money has arrived by a payment method (C1). */
export function depositPostings(method: string, amountMinor: bigint): Posting[] {
  return postEvent('deposit-arrived', [[`clearing:${method}`, amountMinor]], [['prepaid', amountMinor]]);
}

/**
 * A refund that was paid: out of prepaid or unapplied money, through held, to the customer less the fee that is kept
 * (B10). Of a charge, a credit note turns what was paid for it into unapplied money first (F4).
 */
export function refundPostings(
  method: string,
  amountMinor: bigint,
  {
    feeMinor,
    from,
    credit,
  }: { feeMinor: bigint; from: 'prepaid' | 'unapplied'; credit?: { type: ChargeType } | undefined },
): Posting[] {
  return [
    ...(credit === undefined
      ? []
      : creditNotePostings(credit.type, { receivableMinor: 0n, unappliedMinor: amountMinor })),
    ...postEvent('refund-held', [[from, amountMinor]], [['held', amountMinor]]),
    ...postEvent(
      'refund-paid',
      [['held', amountMinor]],
      [
        [`clearing:${method}`, amountMinor - feeMinor],
        ['refund-fee-income', feeMinor],
      ],
    ),
  ];
}

/** A credit note over a charge: what was still owed is no longer, what was paid becomes unapplied money (F4). */
export function creditNotePostings(
  type: ChargeType,
  { receivableMinor, unappliedMinor }: { receivableMinor: bigint; unappliedMinor: bigint },
): Posting[] {
  return postEvent(
    'credit-note',
    [[`revenue:${type}`, receivableMinor + unappliedMinor]],
    [
      ['receivable', receivableMinor],
      ['unapplied', unappliedMinor],
    ],
  );
}
