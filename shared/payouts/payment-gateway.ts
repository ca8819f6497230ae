import type { RefundId } from '../model/ids.ts';
import type { Money } from '../model/money.ts';
import type { Payout } from '../model/payout.ts';
import type { Refund } from '../model/refund.ts';

/** An order to pay one refund out, for whoever moves the money. */
export interface PayoutOrder {
  /** The same order sent twice is one payout: `rfd_…-1` for the first attempt, `rfd_…-2` for the second. */
  readonly id: string;
  readonly refundId: RefundId;
  readonly attempt: number;
  /** What the customer gets: the refund less its fee. */
  readonly amount: Money;
  readonly payout: Payout;
  /** What the customer reads on his bank statement. */
  readonly referenceText: string;
}

/**
 * Where a payout is ordered (B9). Taking an order is not paying it: how it ended is recorded by a cashier or told by
 * the signed webhook. An adapter throws when it does not know that the order was taken; it is then sent again.
 */
export interface PaymentGateway {
  /** A payout will be due: a cashier has to begin it. Nothing may be paid on this. */
  announce(order: PayoutOrder): Promise<void>;
  /** A cashier began it, so the attempt is on record and money may move. */
  payOut(order: PayoutOrder): Promise<void>;
}

/** The gateway did not say that it took an order; the workflow knows this name and orders again. */
export class PayoutNotTaken extends Error {
  override readonly name = 'PAYOUT_NOT_TAKEN';
}

/** What the customer gets of a refund. */
export function netOf({ amount, feeMinor }: Pick<Refund, 'amount' | 'feeMinor'>): Money {
  return { currency: amount.currency, minor: amount.minor - feeMinor };
}

/** The order of an attempt; made from the record alone, so it is the same whenever it is made. */
export function orderOf(refund: Refund, attempt: number): PayoutOrder {
  const { id, payout } = refund;
  return {
    id: `${id}-${attempt}`,
    refundId: id,
    attempt,
    amount: netOf(refund),
    payout,
    referenceText: `FeeLedger ${id}`,
  };
}
